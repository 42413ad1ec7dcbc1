/// A moment in time: milliseconds since 1970-01-01T00:00:00Z, leap seconds not counted.
package struct Instant: Hashable, Comparable, Codable, Sendable {
  package var milliseconds: Int64

  package init(milliseconds: Int64) {
    self.milliseconds = milliseconds
  }

  package init(from decoder: any Decoder) throws {
    milliseconds = try decoder.singleValueContainer().decode(Int64.self)
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(milliseconds)
  }

  package static let distantFuture = Instant(milliseconds: 253_402_300_800_000)

  package static func < (left: Instant, right: Instant) -> Bool { left.milliseconds < right.milliseconds }

  package func adding(milliseconds amount: Int64) -> Instant { Instant(milliseconds: milliseconds + amount) }

  /// Milliseconds from `other` to this moment; negative when this one is earlier.
  package func since(_ other: Instant) -> Int64 { milliseconds - other.milliseconds }

  /// RFC 3339 in UTC with milliseconds, for example `2022-06-30T16:00:00.000Z`.
  package var rfc3339: String {
    let dayMs: Int64 = 86_400_000
    var day = milliseconds / dayMs
    var rest = milliseconds % dayMs
    if rest < 0 {
      rest += dayMs
      day -= 1
    }
    let date = CivilDate(dayNumber: Int32(clamping: day))
    let ms = Int(rest)
    let time = Digits.text(14) { text in
      text.append("T")
      text.append(ms / 3_600_000, width: 2)
      text.append(":")
      text.append(ms / 60_000 % 60, width: 2)
      text.append(":")
      text.append(ms / 1000 % 60, width: 2)
      text.append(".")
      text.append(ms % 1000, width: 3)
      text.append("Z")
    }
    return date.description + time
  }
}

/// `value` in decimal digits, at least `width` of them.
func padded(_ value: some BinaryInteger, _ width: Int) -> String {
  let digits = String(value)
  return String(repeating: "0", count: max(0, width - digits.count)) + digits
}
