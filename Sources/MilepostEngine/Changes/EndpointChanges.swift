import MilepostCore
import MilepostStore
import MilepostWebhooks

extension Engine {
  /// The endpoint as stored, with its secret: the one time at which the caller may show it.
  package func addEndpoint(_ draft: EndpointDraft, by author: String) async throws -> Endpoint {
    try await change(by: author) { try $0.addEndpoint(draft) }
  }

  /// Changes what is said of it, and nothing else.
  package func editEndpoint(
    _ name: String, _ edit: EndpointEdit, ifRevision: Int64? = nil, by author: String
  ) async throws -> Endpoint {
    try await change(by: author) { try $0.editEndpoint(name, edit, ifRevision: ifRevision) }
  }

  /// Pauses an endpoint (what is due to it waits), or makes it active again.
  package func setEndpoint(_ name: String, state: Endpoint.State, by author: String) async throws -> Endpoint {
    try await change(by: author) { try $0.setEndpoint(name, state: state) }
  }

  /// Removes an endpoint. What still waited for it is given up.
  package func removeEndpoint(_ name: String, by author: String) async throws {
    try await change(by: author) { try $0.removeEndpoint(name) }
  }

  /// Sends again under the same ids: one message, a span of time, or all that were given up. Returns how many.
  package func replay(
    _ name: String, _ selection: ReplaySelection = ReplaySelection(), by author: String
  ) async throws -> Int {
    try await change(by: author) { try $0.replay(name, selection) }
  }
}

extension UnitOfWork {
  /// `isUnproven`: its test failed, and it is registered nevertheless.
  func addEndpoint(_ draft: EndpointDraft, isUnproven: Bool = false) throws -> Endpoint {
    var endpoint = try checkedEndpoint(draft)
    if isUnproven { endpoint.options = (endpoint.options ?? EndpointOptions()).unproven }
    endpoint = try writer.insert(endpoint)
    forgetEndpoints()
    try record("webhook.add", endpoint.name, before: "", after: LedgerText.of(endpoint))
    return endpoint
  }

  /// The endpoint that a draft describes; nothing is written.
  func checkedEndpoint(_ draft: EndpointDraft) throws -> Endpoint {
    let name = try DraftRules.key(draft.name, place: "name")
    guard try reader.endpoint(name: name) == nil else {
      throw Refusal(
        .duplicateKey, en: "There is already a webhook “\(name)”; choose another name.",
        zh: "webhook“\(name)”已存在，请换一个名称。",
        place: "name")
    }
    try Amounts.check(try reader.endpoints().count, en: "webhooks", zh: "webhook")
    for key in draft.projects { _ = try project(key) }
    let format: MessageFormat = try draft.format.map { try DraftRules.choice($0, place: "format") } ?? .standard
    let language: MessageLanguage =
      try draft.language.map { try DraftRules.choice($0, place: "language") } ?? configuration.settings.language
    var endpoint = Endpoint(
      name: name, url: draft.url, secret: try secret(draft.secret, for: format), projects: draft.projects,
      concurrency: format == .email ? 2 : 16, format: format, language: language)
    try apply(draft.options, to: &endpoint)
    return endpoint
  }

  func editEndpoint(_ name: String, _ edit: EndpointEdit, ifRevision: Int64?) throws -> Endpoint {
    let before = try Lookup.endpoint(name, in: reader)
    try refuseUnlessRevision(ifRevision, is: before.revision)
    var endpoint = before
    endpoint.url = edit.url ?? endpoint.url
    if let given = edit.secret {
      endpoint.secret = try secret(given.isEmpty ? nil : given, for: endpoint.format)
    }
    if let projects = edit.projects {
      for key in projects { _ = try project(key) }
      endpoint.projects = projects
    }
    endpoint.language = try edit.language.map { try DraftRules.choice($0, place: "language") } ?? endpoint.language
    try apply(edit.options, to: &endpoint)
    guard endpoint != before else { return before }
    let after = try writer.update(endpoint)
    forgetEndpoints()
    // What waits goes out as it is now to be sent.
    halt(endpointID: endpoint.id)
    try record("webhook.edit", name, before: LedgerText.of(before), after: LedgerText.of(after))
    return after
  }

  /// Puts options on an endpoint, and checks that all of it can work together.
  private func apply(_ draft: EndpointOptionsDraft, to endpoint: inout Endpoint) throws {
    let policy = configuration.settings.network
    do {
      try policy.check(url: endpoint.url, schemes: endpoint.format.schemes)
      try endpoint.format.check(url: endpoint.url)
    } catch { throw error.at("url") }
    var options = try EndpointRules.options(draft, over: endpoint.options, format: endpoint.format)
    if draft.proxy != nil, let proxy = options.proxy {
      do { try policy.check(url: proxy, schemes: ["http"]) } catch { throw error.at("proxy") }
    }
    if draft.template != nil || draft.contentType != nil { try options.template?.check() }
    for (path, place) in [
      (options.clientCertificate, "client_cert"), (options.clientKey, "client_key"), (options.authorities, "ca_file"),
    ] {
      if let path { try EndpointFiles.check(path, place: place) }
    }
    if let wanted = draft.ed25519 {
      guard endpoint.format.signing == .headers else {
        throw Refusal(
          .invalidValue, en: "Messages in the form \(endpoint.format.rawValue) carry no such signature.",
          zh: "\(endpoint.format.rawValue) 格式的消息没有这种签名。", place: "ed25519")
      }
      options.signingKey = wanted ? options.signingKey ?? Ed25519.generateKey() : nil
    }
    if let wanted = draft.concurrency {
      endpoint.concurrency = try EndpointRules.within(wanted, 1...256, "concurrency")
    }
    endpoint.options = options.isEmpty ? nil : options
  }

  func secret(_ given: String?, for format: MessageFormat) throws -> String {
    switch format.signing {
    case .headers:
      var random = SystemRandomNumberGenerator()
      let secret = given ?? configuration.settings.signingSecret ?? Signature.generateSecret(using: &random)
      do { try Signature.check(secret: secret) } catch { throw error.at("secret") }
      return secret
    case .own: return try given.map { try DraftRules.line($0, place: "secret", limit: 200) } ?? ""
    case .none:
      guard given == nil else {
        throw Refusal(
          .invalidValue, en: "Messages in the form \(format.rawValue) are not signed; leave the secret out.",
          zh: "\(format.rawValue) 格式的消息不签名，请不要填写密钥。", place: "secret")
      }
      return ""
    }
  }

  func setEndpoint(_ name: String, state: Endpoint.State) throws -> Endpoint {
    let before = try Lookup.endpoint(name, in: reader)
    guard before.state != state else { return before }
    var endpoint = before
    endpoint.state = state
    endpoint.reason = nil
    if state == .active, let breaker = endpoint.breaker { endpoint.breaker = .resuming(breaker, at: sentAt) }
    let after = try writer.update(endpoint)
    forgetEndpoints()
    if state != .active { halt(endpointID: endpoint.id) }
    let action = state == .active ? "webhook.resume" : "webhook.pause"
    try record(action, name, before: LedgerText.of(before), after: LedgerText.of(after))
    return after
  }

  func removeEndpoint(_ name: String) throws {
    let endpoint = try Lookup.endpoint(name, in: reader)
    try writer.remove(endpointID: endpoint.id, at: sentAt)
    forgetEndpoints()
    halt(endpointID: endpoint.id)
    try record("webhook.remove", name, before: LedgerText.of(endpoint), after: "")
  }

  func replay(_ name: String, _ selection: ReplaySelection) throws -> Int {
    let endpoint = try Lookup.endpoint(name, in: reader)
    if let since = selection.since, let until = selection.until, since >= until {
      throw Refusal(
        .invalidValue, en: "The time ends before it begins: until must be after since.", zh: "时间范围有误：until 应晚于 since。",
        place: "until")
    }
    let count = try writer.replay(endpointID: endpoint.id, selection, at: sentAt)
    if count == 0, let messageID = selection.messageID {
      throw Refusal(
        .unknownDelivery, en: "Webhook “\(name)” has no finished delivery “\(DraftRules.shown(messageID))”.",
        zh: "webhook“\(name)”没有已结束的投递“\(DraftRules.shown(messageID))”。", place: "message_id")
    }
    if count > 0 { try record("webhook.replay", name, before: "", after: "{\"deliveries\":\(count)}") }
    return count
  }
}

extension EndpointOptions {
  var unproven: EndpointOptions {
    var options = self
    options.isUnproven = true
    return options
  }
}
