import MilepostCore
import MilepostStore
import MilepostWebhooks
import Synchronization

/// What the administrator sets for answers to messages.
package struct AnswerSettings: Hashable, Sendable {
  /// Under which the receivers' people reach the service, without a slash at its end.
  package var publicURL: String
  package var validDays: Int

  package init(publicURL: String, validDays: Int = 30) {
    self.publicURL = publicURL
    self.validDays = validDays
  }
}

/// The key with which answering links are signed. It is made when first needed and kept in the store; when it is
/// replaced, all links given out before are good for nothing.
final class Answering: Sendable {
  private struct State {
    var settings: AnswerSettings?
    var key: [UInt8]?
  }

  private let store: Store
  private let state: Mutex<State>

  init(store: Store, settings: AnswerSettings?) {
    self.store = store
    state = Mutex(State(settings: settings))
  }

  func apply(_ settings: AnswerSettings?) { state.withLock { $0.settings = settings } }

  func signer() throws -> AnswerSigner {
    let key = try key()
    return { LinkSignature.code($0, key: key) }
  }

  /// Nil while nobody has said where the service is reached.
  func linkMaker() throws -> AnswerLinkMaker? {
    guard let settings = state.withLock({ $0.settings }) else { return nil }
    return AnswerLinkMaker(settings: settings, key: try key())
  }

  /// To be called once the transaction that wrote another key stands.
  func adopt(key: [UInt8]) { state.withLock { $0.key = key } }

  static func newKey() -> [UInt8] {
    var random = SystemRandomNumberGenerator()
    return (0..<LinkSignature.keyBytes).map { _ in UInt8.random(in: 0...255, using: &random) }
  }

  private func key() throws -> [UInt8] {
    if let known = state.withLock({ $0.key }) { return known }
    let key: [UInt8] = try store.write { writer in
      if let known = try writer.reader.note(.answerKey).flatMap(URLBase64.bytes) { return known }
      let made = Answering.newKey()
      try writer.setNote(.answerKey, URLBase64.text(made))
      return made
    }
    adopt(key: key)
    return key
  }
}

/// Links for messages: the same for a delivery on every try.
struct AnswerLinkMaker: Sendable {
  let settings: AnswerSettings
  let key: [UInt8]

  func link(alertID: Int64, endpointID: Int64, from created: Instant) -> String {
    let token = AnswerToken(
      alertID: alertID, endpointID: endpointID,
      expiresAt: created.adding(milliseconds: Int64(settings.validDays) * 86_400_000))
    return "\(settings.publicURL)/a/\(token.text { LinkSignature.code($0, key: key) })"
  }

  /// The body as it goes out. `members`: of one that stands for several, their ids and own bodies.
  func body(of leased: LeasedDelivery, members: () throws -> [(id: Int64, body: String)]) rethrows -> String {
    let (endpoint, created) = (leased.delivery.endpointID, leased.delivery.createdAt)
    if leased.body.hasPrefix("{\"type\":\"\(GroupMessage.type)\"") {
      return AnswerLinks.attached(toGroup: leased.body, members: try members()) {
        link(alertID: $0, endpointID: endpoint, from: created)
      }
    }
    guard let alertID = leased.delivery.alertID else { return leased.body }
    return AnswerLinks.attached(link(alertID: alertID, endpointID: endpoint, from: created), to: leased.body)
  }
}
