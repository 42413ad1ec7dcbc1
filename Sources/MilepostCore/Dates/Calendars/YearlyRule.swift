/// The one recurrence that lists of holidays use: every year on the same day (RFC 5545, 3.3.10).
struct YearlyRule: Hashable {
  private var count: Int?
  private var until: CivilDate?

  init(_ property: ICalendarLine) throws(CalendarFault) {
    var isYearly = false
    for part in property.value.uppercased().split(separator: ";") {
      let sides = part.split(separator: "=", maxSplits: 1)
      let value = sides.count == 2 ? String(sides[1]) : ""
      switch sides.first {
      case "FREQ": isYearly = value == "YEARLY"
      case "INTERVAL" where value == "1": continue
      case "COUNT":
        count = Int(value)
        guard count != nil else { throw YearlyRule.unread(property) }
      case "UNTIL":
        until = CalendarEvent.day(String(value.prefix(8)))
        guard until != nil else { throw YearlyRule.unread(property) }
      default: throw YearlyRule.unread(property)
      }
    }
    guard isYearly else { throw YearlyRule.unread(property) }
  }

  /// The day in `year` of an event that was first on `first`; nil when there is none. 29 February is skipped where it
  /// does not exist.
  func occurrence(of first: CivilDate, in year: Int) -> CivilDate? {
    let (start, month, day) = first.components
    guard year >= start, let date = CivilDate(year: year, month: month, day: day) else { return nil }
    if let until, date > until { return nil }
    if let count, (start...year).count(where: { CivilDate(year: $0, month: month, day: day) != nil }) > count {
      return nil
    }
    return date
  }

  private static func unread(_ property: ICalendarLine) -> CalendarFault {
    CalendarFault(
      line: property.number, en: "Only FREQ=YEARLY, with COUNT or UNTIL, is read here; write an event for each day.",
      zh: "此处只支持 FREQ=YEARLY（可带 COUNT 或 UNTIL）；请为每一天各写一个事件。")
  }
}
