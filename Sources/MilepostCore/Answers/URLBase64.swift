import Foundation

/// Base64 for addresses, without padding (RFC 4648, section 5).
package enum URLBase64 {
  package static func text(_ bytes: [UInt8]) -> String {
    Data(bytes).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
  }

  /// Nil for all but the one text that `text` makes of those bytes.
  package static func bytes(_ text: String) -> [UInt8]? {
    let padding = String(repeating: "=", count: (4 - text.utf8.count % 4) % 4)
    let plain = text.replacing("-", with: "+").replacing("_", with: "/") + padding
    guard let data = Data(base64Encoded: plain) else { return nil }
    let bytes = Array(data)
    return URLBase64.text(bytes) == text ? bytes : nil
  }
}
