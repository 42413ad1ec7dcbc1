import Crypto
import Foundation
import MilepostCore

/// Standard Webhooks signatures, version 1a: ed25519 over `id.timestamp.body`, so that a receiver need hold no secret.
package enum Ed25519 {
  static let prefix = "whsk_"
  static let publicPrefix = "whpk_"

  /// A new signing key: `whsk_` and the base64 of its seed.
  package static func generateKey() -> String {
    prefix + Curve25519.Signing.PrivateKey().rawRepresentation.base64EncodedString()
  }

  /// What receivers check signatures with: `whpk_` and base64. Nil when the key is none.
  package static func publicKey(of key: String) -> String? {
    self.key(of: key).map { publicPrefix + $0.publicKey.rawRepresentation.base64EncodedString() }
  }

  /// The seed, or the seed with the public key behind it, as other libraries write it.
  static func key(of text: String) -> Curve25519.Signing.PrivateKey? {
    guard text.hasPrefix(prefix), let bytes = Data(base64Encoded: String(text.dropFirst(prefix.count))),
      bytes.count == 32 || bytes.count == 64
    else { return nil }
    return try? Curve25519.Signing.PrivateKey(rawRepresentation: bytes.prefix(32))
  }
}
