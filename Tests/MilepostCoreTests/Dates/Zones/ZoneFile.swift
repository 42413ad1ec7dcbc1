@testable import MilepostCore

/// A TZif file made by hand, as wrong as a test wants it.
struct ZoneFile {
  var magic = "TZif"
  var version = UInt8(ascii: "2")
  var changes: [(second: Int64, kind: UInt8)] = []
  var offsets: [Int32] = [0]
  var footer = "\nUTC0\n"
  var leapSeconds = 0
  /// By place among the header's six: another count than there is.
  var counts: [Int: UInt32] = [:]
  /// Likewise in the header of the old part.
  var oldCounts: [Int: UInt32] = [:]

  var bytes: [UInt8] {
    let letters = Array("UTC\0".utf8)
    var bytes = header([0, 0, 0, 0, 1, 1], oldCounts) + [0, 0, 0, 0, 0, 0, 0]
    bytes += header([0, 0, leapSeconds, changes.count, offsets.count, letters.count], counts)
    bytes += changes.flatMap { big($0.second) } + changes.map(\.kind)
    bytes += offsets.flatMap { big($0) + [0, 0] } + letters
    bytes += (0..<leapSeconds).flatMap { big(Int64($0)) + big(Int32($0)) }
    return bytes + Array(footer.utf8)
  }

  private func header(_ numbers: [Int], _ others: [Int: UInt32]) -> [UInt8] {
    let numbers = numbers.enumerated().map { others[$0.offset] ?? UInt32($0.element) }
    return Array(magic.utf8) + [version] + [UInt8](repeating: 0, count: 15) + numbers.flatMap(big)
  }

  private func big<Value: FixedWidthInteger>(_ value: Value) -> [UInt8] {
    withUnsafeBytes(of: value.bigEndian) { Array($0) }
  }
}
