/// One all-day event of a calendar file: days off, or days worked in their stead.
struct CalendarEvent: Hashable {
  /// An event of more days is a mistake, not a holiday.
  static let daysMax = 366

  let line: Int
  let first: CivilDate
  let days: Int
  let isWorking: Bool
  let name: String
  let yearly: YearlyRule?

  /// Nil for an event that has a time of day or is cancelled: it takes no day away.
  init?(_ properties: [ICalendarLine], begun line: Int) throws(CalendarFault) {
    func property(_ name: String) -> ICalendarLine? { properties.first { $0.name == name } }
    guard let start = property("DTSTART") else {
      throw CalendarFault(line: line, en: "The event has no DTSTART.", zh: "该事件没有 DTSTART。")
    }
    guard property("STATUS")?.value.uppercased() != "CANCELLED", CalendarEvent.isAllDay(start) else { return nil }
    guard let first = CalendarEvent.day(start.value) else { throw CalendarFault.badDate(start) }
    self.line = line
    self.first = first
    days = try CalendarEvent.length(from: first, end: property("DTEND"), duration: property("DURATION"))
    isWorking = try CalendarEvent.isWorking(properties)
    name = DraftRules.shown(property("SUMMARY")?.text ?? "")
    yearly = try property("RRULE").map { rule throws(CalendarFault) in try YearlyRule(rule) }
    if let other = property("RDATE") ?? property("EXDATE") {
      throw CalendarFault(
        line: other.number, en: "\(other.name) is not read here; write an event for each day.",
        zh: "此处不支持 \(other.name)；请为每一天各写一个事件。")
    }
  }

  /// Its days, those of a yearly event in `year` alone.
  func dates(in year: Int) -> [CivilDate] {
    guard let yearly else { return run(from: first) }
    return yearly.occurrence(of: first, in: year).map { run(from: $0) } ?? []
  }

  private func run(from first: CivilDate) -> [CivilDate] { (0..<days).map { first.adding(days: $0) } }

  /// A day without a time: `VALUE=DATE`, or the eight digits of one.
  private static func isAllDay(_ start: ICalendarLine) -> Bool {
    start.parameters["VALUE"]?.uppercased() == "DATE" || !start.value.contains("T")
  }

  static func day(_ value: String) -> CivilDate? {
    guard value.utf8.count == 8, value.utf8.allSatisfy({ (48...57).contains($0) }), let number = Int(value) else {
      return nil
    }
    return CivilDate(year: number / 10_000, month: number / 100 % 100, day: number % 100)
  }

  /// DTEND is the day after the last; without it and DURATION an event lasts one day (RFC 5545, 3.6.1).
  private static func length(
    from first: CivilDate, end: ICalendarLine?, duration: ICalendarLine?
  ) throws(CalendarFault) -> Int {
    guard let bound = end ?? duration else { return 1 }
    var days = wholeDays(bound.value) ?? 0
    if let end {
      guard let day = day(end.value) else { throw CalendarFault.badDate(end) }
      // Some programs write the same day twice for an event of one.
      days = day == first ? 1 : day.days(since: first)
    }
    guard (1...daysMax).contains(days) else { throw CalendarFault.badLength(bound) }
    return days
  }

  /// `P3D` or `P1W`.
  private static func wholeDays(_ value: String) -> Int? {
    guard value.hasPrefix("P"), let unit = value.last, let count = Int(value.dropFirst().dropLast()),
      (1...daysMax).contains(count)
    else { return nil }
    return unit == "D" ? count : unit == "W" ? count * 7 : nil
  }

  /// A day off unless the file says that it is worked: in our own property, in Apple's, in its categories, or in the
  /// words with which Chinese calendars mark a make-up workday.
  private static func isWorking(_ properties: [ICalendarLine]) throws(CalendarFault) -> Bool {
    if let property = properties.first(where: { $0.name == "X-MILEPOST-DAY" }) {
      switch property.value.uppercased() {
      case "WORKING": return true
      case "OFF": return false
      default: throw CalendarFault.badValue(property, should: "X-MILEPOST-DAY:working, X-MILEPOST-DAY:off")
      }
    }
    if let property = properties.first(where: { $0.name == "X-APPLE-SPECIAL-DAY" }) {
      return property.value.uppercased() == "ALTERNATE-WORKDAY"
    }
    let marks = ["WORKDAY", "WORKING DAY", "补班", "上班", "（班）", "(班)"]
    return properties.contains { property in
      guard property.name == "CATEGORIES" || property.name == "SUMMARY" else { return false }
      let value = property.text.uppercased()
      return marks.contains { value.contains($0) }
    }
  }
}
