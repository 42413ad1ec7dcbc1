import Crypto
import Foundation
import MilepostCore

/// Standard Webhooks signatures, version 1: HMAC-SHA256 over `id.timestamp.body`
/// (https://github.com/standard-webhooks/standard-webhooks, specification 1.0.0).
package enum Signature {
  static let prefix = "whsec_"
  static let keyBytes = 24...64

  /// A new secret of 32 random bytes.
  package static func generateSecret(using random: inout some RandomNumberGenerator) -> String {
    let bytes = (0..<32).map { _ in UInt8.random(in: 0...255, using: &random) }
    return prefix + Data(bytes).base64EncodedString()
  }

  /// Refuses a secret that receivers' libraries would refuse. The refusal does not show it.
  package static func check(secret: String) throws(Refusal) { _ = try key(of: secret) }

  static func key(of secret: String) throws(Refusal) -> SymmetricKey {
    guard secret.hasPrefix(prefix), let bytes = Data(base64Encoded: String(secret.dropFirst(prefix.count))),
      keyBytes.contains(bytes.count)
    else {
      throw Refusal(
        .invalidValue, en: "This is no signing secret; it must be whsec_ and the base64 of 24 to 64 bytes.",
        zh: "这不是签名密钥；应为 whsec_ 加 24 至 64 字节的 base64 编码。")
    }
    return SymmetricKey(data: bytes)
  }

  /// The value of `webhook-signature`. `timestamp` counts seconds since 1970.
  static func value(key: SymmetricKey, id: String, timestamp: Int64, body: String) -> String {
    value(begun: HMAC<SHA256>(key: key), id: id, timestamp: timestamp, body: body)
  }

  /// As above; `begun` has taken in the key, which for one key need be done only once.
  static func value(begun: HMAC<SHA256>, id: String, timestamp: Int64, body: String) -> String {
    var code = begun
    var signed = "\(id).\(timestamp)."
    signed.withUTF8 { code.update(data: UnsafeRawBufferPointer($0)) }
    var body = body
    body.withUTF8 { code.update(data: UnsafeRawBufferPointer($0)) }
    return "v1," + Data(code.finalize()).base64EncodedString()
  }
}
