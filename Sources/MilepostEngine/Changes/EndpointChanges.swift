import MilepostCore
import MilepostStore
import MilepostWebhooks

extension Engine {
  /// The endpoint as stored, with its secret: the one time at which the caller may show it.
  package func addEndpoint(_ draft: EndpointDraft, by author: String) async throws -> Endpoint {
    try await change(by: author) { try $0.addEndpoint(draft) }
  }

  /// Pauses an endpoint (what is due to it waits), or makes it active again.
  package func setEndpoint(_ name: String, state: Endpoint.State, by author: String) async throws -> Endpoint {
    try await change(by: author) { try $0.setEndpoint(name, state: state) }
  }

  /// Removes an endpoint. What still waited for it is given up.
  package func removeEndpoint(_ name: String, by author: String) async throws {
    try await change(by: author) { try $0.removeEndpoint(name) }
  }

  /// Sends one `test.ping` at once, past the outbox, and says what came of it.
  package func testEndpoint(_ name: String) async throws -> AttemptResult {
    let endpoint = try store.read { try Lookup.endpoint(name, in: $0) }
    let sentAt = wall.now()
    let id = "msg_test\(sentAt.milliseconds)"
    let body = TestPing.body(endpoint: endpoint.name, at: sentAt)
    return await courier.attempt(
      DeliveryJob(
        id: 0, endpointID: endpoint.id, url: endpoint.url, secret: endpoint.secret, messageID: id, body: body,
        attempt: 1, concurrency: endpoint.concurrency, format: endpoint.format, language: endpoint.language))
  }

  /// Sends again under the same ids: one message, or all that were given up. Returns how many.
  package func replay(_ name: String, messageID: String? = nil, by author: String) async throws -> Int {
    try await change(by: author) { try $0.replay(name, messageID: messageID) }
  }
}

extension UnitOfWork {
  func addEndpoint(_ draft: EndpointDraft) throws -> Endpoint {
    let name = try DraftRules.key(draft.name, place: "name")
    guard try reader.endpoint(name: name) == nil else {
      throw Refusal(
        .duplicateKey, en: "There is already a webhook “\(name)”; choose another name.",
        zh: "webhook“\(name)”已存在，请换一个名称。",
        place: "name")
    }
    do { try configuration.settings.network.check(url: draft.url) } catch { throw error.at("url") }
    for key in draft.projects { _ = try project(key) }
    let format: MessageFormat = try draft.format.map { try DraftRules.choice($0, place: "format") } ?? .standard
    let language: MessageLanguage =
      try draft.language.map { try DraftRules.choice($0, place: "language") } ?? configuration.settings.language
    do { try format.check(url: draft.url) } catch { throw error.at("url") }
    let endpoint = try writer.insert(
      Endpoint(
        name: name, url: draft.url, secret: try secret(draft.secret, for: format), projects: draft.projects,
        format: format, language: language))
    forgetEndpoints()
    try record("webhook.add", name, before: "", after: LedgerText.of(endpoint))
    return endpoint
  }

  private func secret(_ given: String?, for format: MessageFormat) throws -> String {
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

  func replay(_ name: String, messageID: String?) throws -> Int {
    let endpoint = try Lookup.endpoint(name, in: reader)
    let count = try writer.replay(endpointID: endpoint.id, messageID: messageID, at: sentAt)
    if count == 0, let messageID {
      throw Refusal(
        .unknownDelivery, en: "Webhook “\(name)” has no finished delivery “\(DraftRules.shown(messageID))”.",
        zh: "webhook“\(name)”没有已结束的投递“\(DraftRules.shown(messageID))”。", place: "message_id")
    }
    if count > 0 { try record("webhook.replay", name, before: "", after: "{\"deliveries\":\(count)}") }
    return count
  }
}
