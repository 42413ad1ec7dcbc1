import MilepostCore

/// Reads a P6 calendar's data: nested `(0||name(key|value|…)(children))`. Days of the week count from Sunday, 1;
/// exceptions are days since 30 December 1899.
struct XERCalendar {
  private var week = [[ShiftCalendar.Shift]](repeating: [], count: 7)
  private var exceptions: [CivilDate: [ShiftCalendar.Shift]] = [:]

  /// - Parameter base: whose days hold where the data says nothing of them.
  static func read(_ data: String, name: String, base: ShiftCalendar?) -> ShiftCalendar {
    var calendar = XERCalendar()
    if let base { (calendar.week, calendar.exceptions) = (base.week, base.exceptions) }
    calendar.take(data)
    return ShiftCalendar(name: name, week: calendar.week, exceptions: calendar.exceptions)
  }

  private enum Day { case weekday(Int), date(CivilDate) }

  /// One pass over what stands between brackets: a section's name, a day, or a shift of the day that came last.
  private mutating func take(_ data: String) {
    var section: Substring = ""
    var day: Day?
    let text = data.filter { !$0.isNewline && $0 != "\u{7F}" }
    for piece in text.split(separator: "(0||").flatMap({ $0.split(separator: "(1||") }) {
      let parts = piece.split(whereSeparator: { "()".contains($0) }).map { $0.filter { !$0.isWhitespace } }
      guard let head = parts.first else { continue }
      if Int(head) == nil {
        section = Substring(head)
        continue
      }
      if let shift = parts.dropFirst().lazy.compactMap(XERCalendar.shift).first {
        add(shift, to: day)
      } else if section == "Exceptions", let date = parts.dropFirst().lazy.compactMap(XERCalendar.date).first {
        day = .date(date)
        exceptions[date] = []
      } else if section == "DaysOfWeek", let number = Int(head), (1...7).contains(number) {
        day = .weekday((number + 5) % 7)
        week[(number + 5) % 7] = []
      }
    }
  }

  private mutating func add(_ shift: ShiftCalendar.Shift, to day: Day?) {
    switch day {
    case .weekday(let index): week[index].append(shift)
    case .date(let date): exceptions[date, default: []].append(shift)
    case nil: break
    }
  }

  /// `s|08:00|f|12:00`; midnight as an end is the end of the day.
  private static func shift(_ text: String) -> ShiftCalendar.Shift? {
    let parts = text.split(separator: "|")
    guard parts.count == 4, parts[0] == "s" || parts[0] == "f" else { return nil }
    let (from, to) = parts[0] == "s" ? (parts[1], parts[3]) : (parts[3], parts[1])
    guard let start = minute(from), let end = minute(to) else { return nil }
    let last = end == 0 || end == 1439 ? 1440 : end
    return start < last ? start..<last : nil
  }

  private static func minute(_ text: Substring) -> Int? {
    let parts = text.split(separator: ":").compactMap { Int($0) }
    guard parts.count >= 2, (0...24).contains(parts[0]), (0...59).contains(parts[1]) else { return nil }
    return parts[0] * 60 + parts[1]
  }

  /// `d|44557`.
  private static func date(_ text: String) -> CivilDate? {
    let parts = text.split(separator: "|")
    guard parts.count >= 2, parts[0] == "d", let serial = Int32(parts[1]), (1...200_000).contains(serial) else {
      return nil
    }
    return CivilDate(dayNumber: serial - 25_569)
  }
}
