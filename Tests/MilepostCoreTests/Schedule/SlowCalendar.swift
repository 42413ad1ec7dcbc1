import MilepostCore

/// A calendar counted minute by minute, over a stretch of time that holds all that the tests compute.
struct SlowCalendar {
  static let firstDay = ISO.day("2023-11-20")
  static let days = 130
  /// Elapsed time.
  static let elapsed = SlowCalendar(.roundTheClock)

  let source: ShiftCalendar
  private let isWorked: [Bool]
  /// Working minutes since the first day, before each minute.
  private let worked: [Int]
  /// Every working minute in order.
  private let minutes: [Int]

  init(_ calendar: ShiftCalendar) {
    source = calendar
    var isWorked = [Bool](repeating: false, count: SlowCalendar.days * 1440)
    for day in 0..<SlowCalendar.days {
      let date = SlowCalendar.firstDay.adding(days: day)
      for shift in calendar.exceptions[date] ?? calendar.week[date.weekday - 1] {
        for minute in shift { isWorked[day * 1440 + minute] = true }
      }
    }
    var worked = [0]
    for minute in isWorked { worked.append(worked[worked.count - 1] + (minute ? 1 : 0)) }
    self.isWorked = isWorked
    self.worked = worked
    minutes = isWorked.indices.filter { isWorked[$0] }
  }

  static var firstMinute: Int { CivilMinute(firstDay).value }

  func isWorked(_ instant: Int) -> Bool { isWorked[instant - SlowCalendar.firstMinute] }

  func count(before instant: Int) -> Int { worked[instant - SlowCalendar.firstMinute] }

  /// Where the working minute after so many begins.
  func start(_ count: Int) -> Int { SlowCalendar.firstMinute + minutes[count] }

  /// Where the last of so many working minutes has been worked.
  func end(_ count: Int) -> Int { SlowCalendar.firstMinute + minutes[count - 1] + 1 }

  /// Minutes worked from one instant to another; negative the other way round.
  func minutes(from start: Int, to end: Int) -> Int { count(before: end) - count(before: start) }

  /// The first minute worked at or after an instant.
  func nextWork(_ instant: Int) -> Int {
    var instant = instant
    while !isWorked(instant) { instant += 1 }
    return instant
  }

  /// Walks so many working minutes on, or back, and stops as soon as they have been walked.
  func walk(_ instant: Int, _ minutes: Int) -> Int {
    var instant = instant
    var left = minutes
    while left > 0 {
      if isWorked(instant) { left -= 1 }
      instant += 1
    }
    while left < 0 {
      instant -= 1
      if isWorked(instant) { left += 1 }
    }
    return instant
  }
}
