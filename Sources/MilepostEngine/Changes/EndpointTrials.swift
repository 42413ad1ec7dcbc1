import MilepostCore
import MilepostStore
import MilepostWebhooks

extension Engine {
  /// Sends one `test.ping` at once, past the outbox, and says what came of it. An endpoint that was registered unproven
  /// is proven by a success.
  package func testEndpoint(_ name: String, by author: String = "service") async throws -> AttemptResult {
    let endpoint = try store.read { try Lookup.endpoint(name, in: $0) }
    let result = await attempt(endpoint)
    if result.decision == .delivered, endpoint.options?.isUnproven ?? false {
      try await change(by: author) { try $0.markProven(name) }
    }
    return result
  }

  /// Registers an endpoint once a message has reached it; with `isForced` also when none did, and then as unproven.
  package func addTestedEndpoint(_ draft: EndpointDraft, isForced: Bool, by author: String) async throws -> Endpoint {
    let candidate = try await change(by: author) { try $0.checkedEndpoint(draft) }
    let result = await attempt(candidate)
    let isProven = result.decision == .delivered
    guard isProven || isForced else {
      let said = result.error ?? result.status.map { "HTTP \($0)" } ?? ""
      throw Refusal(
        .testFailed,
        en:
          "The test message was not delivered (\(said)); nothing was registered. Put it right, or register it with force.",
        zh: "测试消息未送达（\(said)），没有登记。请先排除问题，或加 force 强制登记。", place: "url")
    }
    // Under the secret that the test was signed with.
    var draft = draft
    if draft.secret == nil, !candidate.secret.isEmpty { draft.secret = candidate.secret }
    let sent = draft
    return try await change(by: author) { work in
      var endpoint = try work.addEndpoint(sent, isUnproven: !isProven)
      guard let key = candidate.options?.signingKey, endpoint.options?.signingKey != key else { return endpoint }
      endpoint.options?.signingKey = key
      return try work.writer.update(endpoint)
    }
  }

  private func attempt(_ endpoint: Endpoint) async -> AttemptResult {
    let sentAt = wall.now()
    return await courier.attempt(
      DeliveryJob(
        id: 0, endpointID: endpoint.id, url: endpoint.url, secret: endpoint.secret,
        messageID: "msg_test\(sentAt.milliseconds)", body: TestPing.body(endpoint: endpoint.name, at: sentAt),
        attempt: 1, concurrency: endpoint.concurrency, format: endpoint.format, language: endpoint.language,
        options: endpoint.options.map(JobOptions.init)))
  }
}

extension UnitOfWork {
  func markProven(_ name: String) throws {
    var endpoint = try Lookup.endpoint(name, in: reader)
    guard endpoint.options?.isUnproven ?? false else { return }
    let before = endpoint
    endpoint.options?.isUnproven = nil
    let after = try writer.update(endpoint)
    forgetEndpoints()
    try record("webhook.prove", name, before: LedgerText.of(before), after: LedgerText.of(after))
  }
}
