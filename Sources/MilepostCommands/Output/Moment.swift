import Glibc

/// A moment, in milliseconds since 1970 UTC. The service sends RFC 3339 in UTC; people read their own clock.
package struct Moment: Hashable, Comparable, Sendable {
  package let milliseconds: Int64

  package init(milliseconds: Int64) { self.milliseconds = milliseconds }

  package static func < (left: Moment, right: Moment) -> Bool { left.milliseconds < right.milliseconds }

  package static func now() -> Moment {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return Moment(milliseconds: Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000)
  }

  /// Reads `2022-05-31T01:00:00Z`, with or without a fraction of a second; nil for any other form.
  package init?(rfc3339 text: String) {
    let bytes = Array(text.utf8)
    let marks: [(Int, Character)] = [(4, "-"), (7, "-"), (10, "T"), (13, ":"), (16, ":")]
    guard bytes.count >= 20, bytes.last == UInt8(ascii: "Z"),
      marks.allSatisfy({ Character(Unicode.Scalar(bytes[$0.0])) == $0.1 }),
      let year = Moment.number(bytes[0..<4]), let month = Moment.number(bytes[5..<7]),
      let day = Moment.number(bytes[8..<10]), let hour = Moment.number(bytes[11..<13]),
      let minute = Moment.number(bytes[14..<16]), let second = Moment.number(bytes[17..<19]),
      let fraction = Moment.fraction(bytes[19..<(bytes.count - 1)])
    else { return nil }
    var time = tm()
    time.tm_year = year - 1900
    time.tm_mon = month - 1
    time.tm_mday = day
    time.tm_hour = hour
    time.tm_min = minute
    time.tm_sec = second
    self.init(milliseconds: Int64(timegm(&time)) * 1000 + fraction)
  }

  /// `2022-05-31 09:00:00 CST`, by the clock of whoever runs the command (`TZ`).
  package var local: String {
    var seconds = time_t(milliseconds.floored(by: 1000))
    var time = tm()
    guard localtime_r(&seconds, &time) != nil else { return "\(milliseconds)" }
    return withUnsafeTemporaryAllocation(of: CChar.self, capacity: 80) { buffer in
      let length = strftime(buffer.baseAddress, buffer.count, "%Y-%m-%d %H:%M:%S %Z", &time)
      return String(decoding: buffer.prefix(length).map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
  }

  private static func number(_ digits: ArraySlice<UInt8>) -> Int32? {
    var value: Int32 = 0
    for digit in digits {
      guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit) else { return nil }
      value = value * 10 + Int32(digit - UInt8(ascii: "0"))
    }
    return value
  }

  /// Milliseconds in `.123`; none in an empty text.
  private static func fraction(_ text: ArraySlice<UInt8>) -> Int64? {
    guard let point = text.first else { return 0 }
    let digits = text.dropFirst()
    guard point == UInt8(ascii: "."), (1...9).contains(digits.count), number(digits) != nil else { return nil }
    let three = (Array(digits) + Array("00".utf8)).prefix(3)
    return number(three).map { Int64($0) }
  }
}

extension Int64 {
  fileprivate func floored(by divisor: Int64) -> Int64 {
    let quotient = self / divisor
    return self % divisor < 0 ? quotient - 1 : quotient
  }
}
