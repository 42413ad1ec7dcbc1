import Crypto

/// The header by which a receiver's traces find the service's log lines (https://www.w3.org/TR/trace-context/, version
/// 00): one trace a delivery, one span a try, both told by the message's id alone.
package enum TraceParent {
  package static func text(messageID: String, attempt: Int) -> String {
    let trace = hex(SHA256.hash(data: Array(messageID.utf8)), bytes: 16)
    let span = hex(SHA256.hash(data: Array("\(messageID).\(attempt)".utf8)), bytes: 8)
    return "00-\(trace)-\(span)-01"
  }

  private static func hex(_ digest: SHA256.Digest, bytes: Int) -> String {
    let digits = Array("0123456789abcdef".utf8)
    return String(
      decoding: digest.prefix(bytes).flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
  }
}
