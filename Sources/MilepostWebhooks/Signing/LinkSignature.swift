import Crypto
import Foundation

/// Codes for links that only this service can have made: HMAC-SHA256.
package enum LinkSignature {
  package static let keyBytes = 32

  package static func code(_ bytes: [UInt8], key: [UInt8]) -> [UInt8] {
    Array(HMAC<SHA256>.authenticationCode(for: bytes, using: SymmetricKey(data: key)))
  }
}
