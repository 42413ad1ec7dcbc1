import Crypto

/// The header by which a receiver's traces find the service's log lines (https://www.w3.org/TR/trace-context/, version
/// 00): one trace a delivery, one span a try, both told by the message's id alone.
package enum TraceParent {
  private static let digits = Array("0123456789abcdef".utf8)
  private static let traceBytes = 16
  private static let spanBytes = 8

  package static func text(messageID: String, attempt: Int) -> String {
    var id = messageID
    let digest = id.withUTF8 { SHA256.hash(data: UnsafeRawBufferPointer($0)) }
    return digest.withUnsafeBytes { bytes in
      // A try's number sets its span apart from those of the other tries.
      let span =
        bytes.loadUnaligned(fromByteOffset: traceBytes, as: UInt64.self).bigEndian ^ UInt64(truncatingIfNeeded: attempt)
      return String(unsafeUninitializedCapacity: 55) { text in
        var end = 0
        func put(_ byte: UInt8) {
          text[end] = digits[Int(byte >> 4)]
          text[end + 1] = digits[Int(byte & 15)]
          end += 2
        }
        func dash() {
          text[end] = UInt8(ascii: "-")
          end += 1
        }
        put(0)
        dash()
        for byte in bytes.prefix(traceBytes) { put(byte) }
        dash()
        for place in stride(from: 8 * (spanBytes - 1), through: 0, by: -8) {
          put(UInt8(truncatingIfNeeded: span >> place))
        }
        dash()
        put(1)
        return end
      }
    }
  }
}
