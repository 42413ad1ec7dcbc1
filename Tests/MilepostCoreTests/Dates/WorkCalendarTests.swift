import MilepostCore
import Testing

@Suite struct WorkCalendarTests {
  /// The obvious way: day after day.
  private func counted(_ calendar: WorkCalendar, from start: CivilDate, to end: CivilDate) -> Int {
    guard start <= end else { return -counted(calendar, from: end, to: start) }
    var count = 0
    var date = start
    while date < end {
      date = date.adding(days: 1)
      if isWorked(calendar, date) { count += 1 }
    }
    return count
  }

  private func isWorked(_ calendar: WorkCalendar, _ date: CivilDate) -> Bool {
    calendar.exceptions[date]?.isWorking ?? calendar.workingWeekdays.contains(date.weekday)
  }

  private func walked(_ calendar: WorkCalendar, _ days: Int, from date: CivilDate) -> CivilDate {
    var current = date
    var left = abs(days)
    while left > 0 {
      current = current.adding(days: days.signum())
      if isWorked(calendar, current) { left -= 1 }
    }
    return current
  }

  private func random(_ random: inout SeededRandom) -> WorkCalendar {
    var exceptions: [CivilDate: WorkCalendar.Exception] = [:]
    for _ in 0..<Int.random(in: 0...120, using: &random) {
      let date = CivilDate(dayNumber: .random(in: -400...1200, using: &random))
      exceptions[date] = WorkCalendar.Exception(isWorking: .random(using: &random), name: "")
    }
    let weekdays = Set((1...7).filter { _ in Bool.random(using: &random) }).union([.random(in: 1...7, using: &random)])
    return WorkCalendar(name: "random", workingWeekdays: weekdays, exceptions: exceptions)
  }

  @Test("Counting and adding working days agree with walking day by day", arguments: 0..<60 as Range<UInt64>)
  func againstWalking(seed: UInt64) {
    var random = SeededRandom(seed: seed)
    let calendar = self.random(&random)
    for _ in 0..<40 {
      let start = CivilDate(dayNumber: .random(in: -800...1600, using: &random))
      let end = start.adding(days: .random(in: -900...900, using: &random))
      let days = Int.random(in: -150...150, using: &random)
      #expect(calendar.isWorkingDay(start) == isWorked(calendar, start))
      #expect(calendar.workingDays(from: start, to: end) == counted(calendar, from: start, to: end))
      #expect(calendar.adding(workingDays: days, to: start) == walked(calendar, days, from: start))
    }
  }

  @Test(
    "Adding working days and counting them undo each other",
    arguments: [-1_000_000, -251, -1, 0, 1, 10, 251, 1_000_000])
  func inverse(days: Int) throws {
    let start = try #require(CivilDate("2022-06-30"))
    let end = WorkCalendar.weekdays.adding(workingDays: days, to: start)
    #expect(WorkCalendar.weekdays.workingDays(from: start, to: end) == days)
  }

  @Test("A calendar with no working day gives the date back", arguments: [-5, 1, .max, .min + 1])
  func noWorkingDay(days: Int) throws {
    let calendar = WorkCalendar(name: "never", workingWeekdays: [])
    let date = try #require(CivilDate("2022-06-30"))
    #expect(calendar.adding(workingDays: days, to: date) == date)
    #expect(calendar.workingDay(onOrAfter: date) == date)
    #expect(calendar.workingDay(onOrBefore: date) == date)
    #expect(calendar.workingDays(from: date, to: date.adding(days: 1000)) == 0)
  }

  @Test("The working days next to a week off lie on either side of it")
  func neighbours() throws {
    let days = try (1...7).map { try #require(CivilDate(year: 2022, month: 10, day: $0)) }
    let off = WorkCalendar.Exception(isWorking: false, name: "国庆节")
    let calendar = WorkCalendar(name: "test", exceptions: Dictionary(uniqueKeysWithValues: days.map { ($0, off) }))
    #expect(calendar.workingDay(onOrBefore: days[3]) == CivilDate("2022-09-30"))
    #expect(calendar.workingDay(onOrAfter: days[3]) == CivilDate("2022-10-10"))
  }
}
