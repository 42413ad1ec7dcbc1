/// When work is done, to the minute: the shifts of each weekday, and of each day that differs from its weekday.
package struct ShiftCalendar: Hashable, Sendable {
  /// Minutes past midnight; `1440` is the midnight that ends the day. Work through midnight is two shifts.
  package typealias Shift = Range<Int>

  /// 08:00-12:00 and 13:00-17:00.
  package static let officeHours: [Shift] = [480..<720, 780..<1020]
  package static let wholeDay: [Shift] = [0..<1440]

  package var name: String
  /// The working calendar of the service that it differs from, if it is written as such; what it says is then filled in
  /// by `resolved`.
  package var base: String?
  /// Seven lists of shifts in order, Monday's first; empty: those of `base`.
  package var week: [[Shift]]
  package var exceptions: [CivilDate: [Shift]]
  /// The last year whose holidays are known; nil: every year is certain.
  package var publishedThrough: Int?

  package init(
    name: String, base: String? = nil, week: [[Shift]], exceptions: [CivilDate: [Shift]] = [:],
    publishedThrough: Int? = nil
  ) {
    self.name = name
    self.base = base
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

  /// With what its base says filled in, as that is now; without a base, or with one that is gone, as it is written.
  package func resolved(in library: CalendarLibrary) -> ShiftCalendar {
    guard let base else { return self }
    var calendar = ShiftCalendar((try? library.calendar(named: base)) ?? .weekdays)
    calendar.name = name
    if !week.isEmpty { calendar.week = week }
    calendar.exceptions.merge(exceptions) { _, own in own }
    return calendar
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

extension WorkCalendar {
  /// The days on which a calendar of shifts is worked at all.
  package init(_ shifts: ShiftCalendar) {
    self.init(
      name: shifts.name, workingWeekdays: Set((1...7).filter { !shifts.week[$0 - 1].isEmpty }),
      exceptions: shifts.exceptions.mapValues { Exception(isWorking: !$0.isEmpty, name: "") })
  }
}

/// Stored as minutes of the day: `{"name", "week": [[[480, 720], …], …], "exceptions": {"2022-10-01": []}}`.
extension ShiftCalendar: Codable {
  private enum CodingKeys: String, CodingKey { case name, base, week, exceptions }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let days = try container.decode([String: [[Int]]].self, forKey: .exceptions)
    let week = try container.decode([[[Int]]].self, forKey: .week)
    self.init(
      name: try container.decode(String.self, forKey: .name),
      base: try container.decodeIfPresent(String.self, forKey: .base), week: week.map(ShiftCalendar.shifts),
      exceptions: Dictionary(
        days.compactMap { day, shifts in CivilDate(day).map { ($0, ShiftCalendar.shifts(shifts)) } }
      ) { first, _ in first })
    guard week.count == 7 || (week.isEmpty && base != nil) else {
      throw DecodingError.dataCorruptedError(forKey: .week, in: container, debugDescription: "a week has seven days")
    }
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(name, forKey: .name)
    try container.encodeIfPresent(base, forKey: .base)
    try container.encode(week.map { $0.map { [$0.lowerBound, $0.upperBound] } }, forKey: .week)
    let days = exceptions.map { ($0.key.description, $0.value.map { [$0.lowerBound, $0.upperBound] }) }
    try container.encode(Dictionary(days) { first, _ in first }, forKey: .exceptions)
  }

  private static func shifts(_ pairs: [[Int]]) -> [Shift] {
    pairs.compactMap { $0.count == 2 && $0[0] < $0[1] ? $0[0]..<$0[1] : nil }
  }
}
