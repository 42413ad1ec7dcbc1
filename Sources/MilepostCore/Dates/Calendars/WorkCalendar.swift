/// Which days are worked: a weekly pattern, and the days that a year's list takes out of it or adds to it.
package struct WorkCalendar: Hashable, Sendable {
  package struct Exception: Hashable, Sendable {
    package var isWorking: Bool
    package var name: String

    package init(isWorking: Bool, name: String) {
      self.isWorking = isWorking
      self.name = name
    }
  }

  package let name: String
  /// ISO weekdays (1 is Monday) that are worked when no exception says otherwise.
  package let workingWeekdays: Set<Int>
  package let exceptions: [CivilDate: Exception]
  /// Years whose list is loaded; nil: the pattern alone rules and every year is certain.
  package let publishedYears: Set<Int>?

  package init(
    name: String, workingWeekdays: Set<Int> = [1, 2, 3, 4, 5], exceptions: [CivilDate: Exception] = [:],
    publishedYears: Set<Int>? = nil
  ) {
    self.name = name
    self.workingWeekdays = workingWeekdays
    self.exceptions = exceptions
    self.publishedYears = publishedYears
  }

  /// Monday to Friday, no holidays.
  package static let weekdays = WorkCalendar(name: "weekdays")

  package func isWorkingDay(_ date: CivilDate) -> Bool {
    exceptions[date]?.isWorking ?? workingWeekdays.contains(date.weekday)
  }

  package func isPublished(year: Int) -> Bool { publishedYears?.contains(year) ?? true }

  /// The first working day on or after `date`; `date` itself if a year passes without one.
  package func workingDay(onOrAfter date: CivilDate) -> CivilDate { search(from: date, step: 1) }

  /// The last working day on or before `date`; `date` itself if a year passes without one.
  package func workingDay(onOrBefore date: CivilDate) -> CivilDate { search(from: date, step: -1) }

  /// The date that lies `count` working days after `date` (before it when negative). Zero is `date` itself.
  package func adding(workingDays count: Int, to date: CivilDate) -> CivilDate {
    var current = date
    let step = count < 0 ? -1 : 1
    for _ in 0..<abs(count) { current = search(from: current.adding(days: step), step: step) }
    return current
  }

  /// Working days after `start`, up to and including `end`; negative when `end` comes first.
  package func workingDays(from start: CivilDate, to end: CivilDate) -> Int {
    guard start <= end else { return -workingDays(from: end, to: start) }
    var count = 0
    var date = start
    while date < end {
      date = date.adding(days: 1)
      if isWorkingDay(date) { count += 1 }
    }
    return count
  }

  private func search(from date: CivilDate, step: Int) -> CivilDate {
    var current = date
    for _ in 0..<366 {
      if isWorkingDay(current) { return current }
      current = current.adding(days: step)
    }
    return date
  }
}
