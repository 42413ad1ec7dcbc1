/// The rule that a TZ string states: POSIX.1-2017, Base Definitions, 8.3, with hours from -167 to 167 as RFC 9636, 3.3.1
/// has them. Summer time without its dates is refused: what it would mean is the reader's choice.
struct TZString: Hashable, Sendable {
  struct Summer: Hashable, Sendable {
    var offset: Int32
    var start: YearlyMoment
    var end: YearlyMoment
  }

  /// Seconds ahead of UTC (the string itself counts to the west). What is called summer time may lie behind it: so it is
  /// in Dublin.
  let offset: Int32
  let summer: Summer?

  init(_ text: String) throws(ZoneDataFault) {
    var scanner = TZScanner(text)
    guard text.utf8.count <= 512, scanner.name(), let west = scanner.duration(hoursMax: 24) else {
      throw ZoneDataFault("“\(text.prefix(80))” is no TZ string")
    }
    offset = -west
    guard !scanner.isAtEnd else {
      summer = nil
      return
    }
    guard scanner.name(), let rest = TZString.summer(&scanner, standard: -west), scanner.isAtEnd else {
      throw ZoneDataFault("“\(text.prefix(80))” is no TZ string")
    }
    summer = rest
  }

  /// The offset, one hour ahead unless it is written, and the two dates.
  private static func summer(_ scanner: inout TZScanner, standard: Int32) -> Summer? {
    var offset = standard + 3600
    if scanner.next != UInt8(ascii: ",") {
      guard let west = scanner.duration(hoursMax: 24) else { return nil }
      offset = -west
    }
    guard ZoneRules.offsets.contains(offset), scanner.take(","), let start = scanner.moment(), scanner.take(","),
      let end = scanner.moment()
    else { return nil }
    return Summer(offset: offset, start: start, end: end)
  }
}

/// A moment that comes once a year, as clocks show it.
struct YearlyMoment: Hashable, Sendable {
  enum Day: Hashable, Sendable {
    /// 1 to 365; 29 February is never counted, so 60 is always 1 March.
    case julian(Int)
    /// 0 to 365; 29 February is counted.
    case ordinal(Int)
    /// The first to fourth, or (5) the last such day of a month; 0 is Sunday.
    case weekday(month: Int, week: Int, day: Int)
  }

  var day: Day
  /// Seconds after midnight of that day, up to a week and back.
  var time: Int32 = 7200

  /// Seconds since 1970-01-01T00:00 of that place.
  func second(in year: Int) -> Int64 { dayNumber(in: year) * 86_400 + Int64(time) }

  private func dayNumber(in year: Int) -> Int64 {
    func first(of month: Int) -> Int { CivilDate(year: year, month: month, day: 1).map { Int($0.dayNumber) } ?? 0 }
    switch day {
    case .julian(let number):
      let isBehind = number > 59 && CivilDate.daysInMonth(year: year, month: 2) == 29
      return Int64(first(of: 1) + number - (isBehind ? 0 : 1))
    case .ordinal(let number):
      return Int64(first(of: 1) + number)
    case .weekday(let month, let week, let day):
      let first = first(of: month)
      let weekdayOfFirst = CivilDate(dayNumber: Int32(first)).weekday % 7
      var inMonth = (day - weekdayOfFirst + 7) % 7 + (week - 1) * 7
      if inMonth >= CivilDate.daysInMonth(year: year, month: month) { inMonth -= 7 }
      return Int64(first + inMonth)
    }
  }
}

/// Reads the parts of a TZ string.
private struct TZScanner {
  private let bytes: [UInt8]
  private var at = 0

  init(_ text: String) { bytes = Array(text.utf8) }

  var next: UInt8? { at < bytes.count ? bytes[at] : nil }
  var isAtEnd: Bool { at == bytes.count }

  mutating func take(_ mark: Unicode.Scalar) -> Bool {
    guard next == UInt8(ascii: mark) else { return false }
    at += 1
    return true
  }

  /// Three letters or more; within `<` and `>` digits and signs too.
  mutating func name() -> Bool {
    let isQuoted = take("<")
    let start = at
    while let byte = next, TZScanner.isLetter(byte) || isQuoted && TZScanner.isDigitOrSign(byte) { at += 1 }
    return at - start >= 3 && (!isQuoted || take(">"))
  }

  private static func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte | 0x20) }
  private static func isDigitOrSign(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte) || byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-")
  }

  /// `[+-]hh[:mm[:ss]]` in seconds.
  mutating func duration(hoursMax: Int) -> Int32? {
    let isBack = take("-")
    if !isBack { _ = take("+") }
    guard var seconds = number(0...hoursMax).map({ $0 * 3600 }) else { return nil }
    for unit in [60, 1] {
      guard take(":") else { break }
      guard let part = number(0...59) else { return nil }
      seconds += part * unit
    }
    return Int32(isBack ? -seconds : seconds)
  }

  mutating func moment() -> YearlyMoment? {
    guard let day = day() else { return nil }
    guard take("/") else { return YearlyMoment(day: day) }
    return duration(hoursMax: 167).map { YearlyMoment(day: day, time: $0) }
  }

  private mutating func day() -> YearlyMoment.Day? {
    if take("J") { return number(1...365).map(YearlyMoment.Day.julian) }
    guard take("M") else { return number(0...365).map(YearlyMoment.Day.ordinal) }
    guard let month = number(1...12), take("."), let week = number(1...5), take("."), let day = number(0...6) else {
      return nil
    }
    return .weekday(month: month, week: week, day: day)
  }

  private mutating func number(_ range: ClosedRange<Int>) -> Int? {
    var value = 0
    let start = at
    while let byte = next, (0x30...0x39).contains(byte), at - start < 3 {
      value = value * 10 + Int(byte - 0x30)
      at += 1
    }
    return at > start && range.contains(value) ? value : nil
  }
}
