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
  private let count: WorkdayCount

  package init(
    name: String, workingWeekdays: Set<Int> = [1, 2, 3, 4, 5], exceptions: [CivilDate: Exception] = [:],
    publishedYears: Set<Int>? = nil
  ) {
    self.name = name
    self.workingWeekdays = workingWeekdays
    self.exceptions = exceptions
    self.publishedYears = publishedYears
    count = WorkdayCount(weekdays: workingWeekdays, exceptions: exceptions.mapValues(\.isWorking))
  }

  /// Monday to Friday, no holidays.
  package static let weekdays = WorkCalendar(name: "weekdays")

  package func isWorkingDay(_ date: CivilDate) -> Bool { count.isWorked(Int(date.dayNumber)) }

  package func isPublished(year: Int) -> Bool { publishedYears?.contains(year) ?? true }

  /// The first working day on or after `date`; `date` itself if a year passes without one.
  package func workingDay(onOrAfter date: CivilDate) -> CivilDate { search(from: date, step: 1) }

  /// The last working day on or before `date`; `date` itself if a year passes without one.
  package func workingDay(onOrBefore date: CivilDate) -> CivilDate { search(from: date, step: -1) }

  /// The date that lies `days` working days after `date` (before it when negative). Zero is `date` itself, and so is
  /// what a calendar with no working weekday does not hold.
  package func adding(workingDays days: Int, to date: CivilDate) -> CivilDate {
    guard days != 0 else { return date }
    let start = Int(date.dayNumber)
    let rank = days > 0 ? count.through(start) + days : count.through(start - 1) + days + 1
    return count.day(ofRank: rank, near: start, distance: abs(days)).map { CivilDate(dayNumber: $0) } ?? date
  }

  /// Working days after `start`, up to and including `end`; negative when `end` comes first.
  package func workingDays(from start: CivilDate, to end: CivilDate) -> Int {
    count.through(Int(end.dayNumber)) - count.through(Int(start.dayNumber))
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
