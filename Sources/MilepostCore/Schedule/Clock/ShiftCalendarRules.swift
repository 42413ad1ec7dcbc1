/// What a calendar must be before anything can be counted in it.
enum ShiftCalendarRules {
  static let years = 1900...2199

  static func check(_ calendar: ShiftCalendar) throws(Refusal) {
    guard calendar.week.count == 7 else {
      throw Refusal(
        .invalidValue, en: "The calendar “\(calendar.name)” names \(calendar.week.count) weekdays; a week has seven.",
        zh: "日历“\(calendar.name)”写了\(calendar.week.count)个星期几；一周应有七天。", place: "week")
    }
    for (index, shifts) in calendar.week.enumerated() { try check(shifts, of: calendar, place: "week[\(index)]") }
    guard calendar.week.contains(where: { !$0.isEmpty }) else {
      throw Refusal(
        .invalidValue, en: "The calendar “\(calendar.name)” has no working time in any week; give one day some hours.",
        zh: "日历“\(calendar.name)”每周都没有工作时间；请至少给一天安排工时。", place: "week")
    }
    for (date, shifts) in calendar.exceptions {
      guard years.contains(date.year) else {
        throw Refusal(
          .dateOutOfRange, en: "\(date) in the calendar “\(calendar.name)” lies outside 1900 to 2199.",
          zh: "日历“\(calendar.name)”中的\(date)不在1900年至2199年之间。", place: "exceptions")
      }
      try check(shifts, of: calendar, place: "exceptions[\(date)]")
    }
  }

  private static func check(
    _ shifts: [ShiftCalendar.Shift], of calendar: ShiftCalendar, place: String
  ) throws(Refusal) {
    var end = 0
    for shift in shifts {
      guard shift.lowerBound >= end, shift.upperBound <= CivilMinute.perDay, !shift.isEmpty else {
        throw Refusal(
          .invalidValue,
          en: "The shifts of the calendar “\(calendar.name)” must lie within one day, in order and apart.",
          zh: "日历“\(calendar.name)”的班次必须在同一天之内、按先后排列且互不重叠。", place: place)
      }
      end = shift.upperBound
    }
  }
}
