import Logging
import MilepostCore
import MilepostStore
import MilepostWebhooks

/// What a change of secrets gave: shown this once.
package struct RotatedSecret: Sendable {
  package let endpoint: Endpoint
  /// Nil when the caller brought it.
  package let secret: String?
}

extension Engine {
  /// Gives an endpoint a new secret, and an ed25519 key if it has one. Until `overlapMs` have passed messages are signed
  /// with the old ones too.
  package func rotateSecret(
    _ name: String, secret: String? = nil, overlapMs: Int64, by author: String
  ) async throws -> RotatedSecret {
    try await change(by: author) { work in
      let endpoint = try work.rotateSecret(name, secret: secret, overlapMs: overlapMs)
      return RotatedSecret(endpoint: endpoint, secret: secret == nil ? endpoint.secret : nil)
    }
  }

  /// Erases old secrets whose time is over. Called on the sweep: the cost is that of reading the endpoints.
  func eraseOldSecrets() {
    do {
      let now = wall.now()
      let ids = try store.read { reader in
        try reader.endpoints().filter { $0.options?.retiring.map { $0.until <= now } ?? false }.map(\.id)
      }
      guard !ids.isEmpty else { return }
      let configuration = configuration
      try store.write { writer in
        let work = unitOfWork(writer, at: clock.now(), configuration)
        for id in ids { try work.eraseOldSecret(endpointID: id) }
      }
    } catch {
      log.error("old signing secrets not erased, the next sweep will", metadata: .reason(error))
    }
  }
}

extension UnitOfWork {
  static let overlapMs: ClosedRange<Int64> = 0...30 * 86_400_000

  func rotateSecret(_ name: String, secret given: String?, overlapMs: Int64) throws -> Endpoint {
    let before = try Lookup.endpoint(name, in: reader)
    guard before.format.signing == .headers else {
      throw Refusal(
        .invalidValue,
        en: "Messages in the form \(before.format.rawValue) have no secret of the service's; "
          + "change the robot's own with milepost webhook edit.",
        zh: "\(before.format.rawValue) 格式没有本服务的密钥；机器人自己的密钥请用 milepost webhook edit 修改。", place: "webhook")
    }
    var endpoint = before
    var random = SystemRandomNumberGenerator()
    endpoint.secret = given ?? Signature.generateSecret(using: &random)
    do { try Signature.check(secret: endpoint.secret) } catch { throw error.at("secret") }
    guard endpoint.secret != before.secret else {
      throw Refusal(.invalidValue, en: "This is the secret that it has.", zh: "这就是现在的密钥。", place: "secret")
    }
    var options = endpoint.options ?? EndpointOptions()
    options.retiring =
      overlapMs == 0
      ? nil
      : .init(
        secret: before.secret, signingKey: options.signingKey, until: sentAt.adding(milliseconds: overlapMs))
    if options.signingKey != nil { options.signingKey = Ed25519.generateKey() }
    endpoint.options = options.isEmpty ? nil : options
    let after = try writer.update(endpoint)
    forgetEndpoints()
    halt(endpointID: endpoint.id)
    try record("webhook.rotate", name, before: LedgerText.of(before), after: LedgerText.of(after))
    return after
  }

  func eraseOldSecret(endpointID: Int64) throws {
    guard var endpoint = try reader.endpoint(id: endpointID), let old = endpoint.options?.retiring, old.until <= sentAt
    else { return }
    let before = endpoint
    endpoint.options?.retiring = nil
    let after = try writer.update(endpoint)
    forgetEndpoints()
    try record("webhook.old_secret_erased", endpoint.name, before: LedgerText.of(before), after: LedgerText.of(after))
  }
}
