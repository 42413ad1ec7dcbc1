import Crypto
import Foundation
import MilepostCore

/// The keys that sign for one endpoint, read once: its own, and during a change of secrets the old ones behind it.
final class Signer: Sendable {
  private enum Key: Sendable {
    /// A code that has taken in its key.
    case code(HMAC<SHA256>)
    case pair(Curve25519.Signing.PrivateKey)
  }

  private let keys: [(key: Key, until: Instant)]

  /// Nil when a key of today's cannot be used.
  init?(secret: String, options: EndpointOptions?) {
    guard let own = try? Signature.key(of: secret) else { return nil }
    var keys: [(Key, Instant)] = [(.code(HMAC(key: own)), .distantFuture)]
    if let text = options?.signingKey {
      guard let pair = Ed25519.key(of: text) else { return nil }
      keys.append((.pair(pair), .distantFuture))
    }
    if let old = options?.retiring {
      if let key = try? Signature.key(of: old.secret) { keys.append((.code(HMAC(key: key)), old.until)) }
      if let pair = old.signingKey.flatMap(Ed25519.key) { keys.append((.pair(pair), old.until)) }
    }
    self.keys = keys
  }

  /// The value of `webhook-signature` at `now`, today's keys first.
  func value(id: String, body: String, at now: Instant) -> String {
    let timestamp = now.milliseconds / 1000
    if keys.count == 1, case .code(let code) = keys[0].key {
      return Signature.value(begun: code, id: id, timestamp: timestamp, body: body)
    }
    return keys.filter { $0.until > now }.compactMap { entry -> String? in
      switch entry.key {
      case .code(let code): Signature.value(begun: code, id: id, timestamp: timestamp, body: body)
      case .pair(let key):
        (try? key.signature(for: Data("\(id).\(timestamp).\(body)".utf8))).map { "v1a," + $0.base64EncodedString() }
      }
    }.joined(separator: " ")
  }
}

/// The secrets that a signer was made of.
struct SignerKey: Equatable {
  let secret: String
  let signingKey: String?
  let retiring: EndpointOptions.Retiring?
}
