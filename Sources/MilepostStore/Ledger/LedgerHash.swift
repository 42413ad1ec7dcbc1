import Crypto
import Foundation
import MilepostCore

/// The hash that chains the ledger: SHA-256 over every field, each with its length before it, so that no two entries
/// share an encoding. A missing reason counts as length 2^64 - 1.
enum LedgerHash {
  static let none = Data(repeating: 0, count: 32)

  static func of(
    sequence: Int64, at: Int64, author: String, action: String, subject: String, before: String, after: String,
    reason: String?, previous: Data
  ) -> Data {
    var hasher = SHA256()
    func add(number: Int64) {
      withUnsafeBytes(of: number.littleEndian) { hasher.update(bufferPointer: $0) }
    }
    func add(text: String?) {
      guard var text else { return add(number: -1) }
      add(number: Int64(text.utf8.count))
      text.withUTF8 { hasher.update(bufferPointer: UnsafeRawBufferPointer($0)) }
    }
    hasher.update(data: previous)
    add(number: sequence)
    add(number: at)
    for field in [author, action, subject, before, after, reason] { add(text: field) }
    return Data(hasher.finalize())
  }

  static func hex(_ hash: Data) -> String {
    let digits = Array("0123456789abcdef".utf8)
    return String(decoding: hash.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
  }
}
