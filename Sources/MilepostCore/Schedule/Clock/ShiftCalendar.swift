/// When work is done, to the minute: the shifts of each weekday, and of each day that differs from its weekday.
package struct ShiftCalendar: Hashable, Sendable {
  /// Minutes past midnight; `1440` is the midnight that ends the day. Work through midnight is two shifts.
  package typealias Shift = Range<Int>

  /// 08:00-12:00 and 13:00-17:00.
  package static let officeHours: [Shift] = [480..<720, 780..<1020]
  package static let wholeDay: [Shift] = [0..<1440]

  package var name: String
  /// Seven lists of shifts in order, Monday's first.
  package var week: [[Shift]]
  package var exceptions: [CivilDate: [Shift]]
  /// The last year whose holidays are known; nil: every year is certain.
  package var publishedThrough: Int?

  package init(
    name: String, week: [[Shift]], exceptions: [CivilDate: [Shift]] = [:], publishedThrough: Int? = nil
  ) {
    self.name = name
    self.week = week
    self.exceptions = exceptions
    self.publishedThrough = publishedThrough
  }

  /// A calendar of days, worked at the same hours on every day that is worked.
  package init(_ calendar: WorkCalendar, hours: [Shift] = ShiftCalendar.officeHours) {
    self.init(
      name: calendar.name, week: (1...7).map { calendar.workingWeekdays.contains($0) ? hours : [] },
      exceptions: calendar.exceptions.mapValues { $0.isWorking ? hours : [] },
      publishedThrough: calendar.publishedYears.map { $0.max() ?? ShiftCalendarRules.years.lowerBound - 1 })
  }

  /// Every minute of every day.
  package static let roundTheClock = ShiftCalendar(name: "24h", week: Array(repeating: wholeDay, count: 7))

  /// The minutes that people mean by “a working day”: those of most weekdays worked, of the longest where two tie.
  package var minutesPerDay: Int {
    var days: [Int: Int] = [:]
    for shifts in week where !shifts.isEmpty { days[shifts.reduce(0) { $0 + $1.count }, default: 0] += 1 }
    return days.max { ($0.value, $0.key) < ($1.value, $1.key) }?.key ?? 480
  }
}
