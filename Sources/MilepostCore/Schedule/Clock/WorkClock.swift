/// A calendar compiled for counting: between an instant and W, the working minutes since an epoch of its own.
///
/// Prefix sums stand for every day from the first exception to the last; outside them the week alone rules and whole
/// weeks are skipped by division, so time has no end in either direction and memory follows the exceptions.
package struct WorkClock: Sendable {
  private struct Span {
    var from: Int32
    var to: Int32
    /// Minutes worked that day before this shift.
    var before: Int32
  }

  private static let mondayAfterEpoch = 4

  package let name: String
  /// What a working day means here, in minutes; see `ShiftCalendar.minutesPerDay`.
  package let minutesPerDay: Int
  /// The first instant that rests on a year not yet published; nil: there is none.
  package let uncertainFrom: CivilMinute?

  /// The shifts of every distinct day one after another; pattern `p` has `spanStart[p]..<spanStart[p + 1]`.
  private let spans: [Span]
  private let spanStart: [Int32]
  private let weekPattern: [Int32]
  private let weekBefore: [Int]
  private let weekMinutes: Int
  /// The Monday on which the table begins; W is 0 at its midnight.
  private let firstDay: Int
  private let dayPattern: [Int32]
  /// Minutes worked before each day of the table; one more than days.
  private let dayBefore: [Int32]
  private let total: Int

  /// Refuses shifts that overlap or leave the day, a week without work, and exceptions outside 1900...2199.
  package init(_ calendar: ShiftCalendar) throws(Refusal) {
    try ShiftCalendarRules.check(calendar)
    var patterns = PatternTable()
    let week = calendar.week.map { patterns.index(of: $0) }
    let days = calendar.exceptions.keys.map { Int($0.dayNumber) }
    let first = WorkClock.monday(onOrBefore: days.min() ?? WorkClock.mondayAfterEpoch)
    let end = days.max().map { WorkClock.monday(onOrBefore: $0) + 7 } ?? first
    var table = (first..<end).map { week[($0 - first) % 7] }
    for (date, shifts) in calendar.exceptions { table[Int(date.dayNumber) - first] = patterns.index(of: shifts) }
    var spans: [Span] = []
    var spanStart: [Int32] = [0]
    for shifts in patterns.patterns {
      var before: Int32 = 0
      for shift in shifts {
        spans.append(Span(from: Int32(shift.lowerBound), to: Int32(shift.upperBound), before: before))
        before += Int32(shift.count)
      }
      spanStart.append(Int32(spans.count))
    }
    let minutes = patterns.patterns.map { $0.reduce(0) { $0 + $1.count } }
    name = calendar.name
    minutesPerDay = calendar.minutesPerDay
    uncertainFrom = calendar.publishedThrough.flatMap { CivilDate(year: $0 + 1, month: 1, day: 1) }
      .map { CivilMinute($0) }
    self.spans = spans
    self.spanStart = spanStart
    weekPattern = week
    weekBefore = week.reduce(into: [0]) { $0.append($0[$0.count - 1] + minutes[Int($1)]) }
    weekMinutes = weekBefore[7]
    firstDay = first
    dayPattern = table
    dayBefore = table.reduce(into: [Int32(0)]) { $0.append($0[$0.count - 1] + Int32(minutes[Int($1)])) }
    total = Int(dayBefore[table.count])
  }

  /// Days for which the table holds a place: 8 bytes each.
  package var tableDays: Int { dayPattern.count }

  /// W: the working minutes before `instant`, negative before the epoch.
  package func work(before instant: Int) -> Int {
    let day = floorDivide(instant, by: CivilMinute.perDay)
    let minute = instant - day * CivilMinute.perDay
    var offset = day - firstDay
    if offset >= 0, offset < dayPattern.count {
      return Int(dayBefore[offset]) + minutesWorked(dayPattern[offset], before: minute)
    }
    var base = 0
    if offset >= 0 {
      offset -= dayPattern.count
      base = total
    }
    let weeks = floorDivide(offset, by: 7)
    let weekday = offset - weeks * 7
    return base + weeks * weekMinutes + weekBefore[weekday] + minutesWorked(weekPattern[weekday], before: minute)
  }

  /// The latest instant with this W: where the next minute is worked. A start stands there.
  package func start(at work: Int) -> Int {
    if work >= 0, work < total {
      let day = tableDay(of: work)
      return (firstDay + day) * CivilMinute.perDay + minute(dayPattern[day], after: work - Int(dayBefore[day]))
    }
    let rest = work < 0 ? work : work - total
    let weeks = floorDivide(rest, by: weekMinutes)
    let inWeek = rest - weeks * weekMinutes
    var weekday = 0
    while weekBefore[weekday + 1] <= inWeek { weekday += 1 }
    let day = firstDay + (work < 0 ? 0 : dayPattern.count) + weeks * 7 + weekday
    return day * CivilMinute.perDay + minute(weekPattern[weekday], after: inWeek - weekBefore[weekday])
  }

  /// The earliest instant with this W: where the last of its minutes has been worked. A finish stands there.
  package func finish(at work: Int) -> Int { start(at: work - 1) + 1 }

  private func minutesWorked(_ pattern: Int32, before minute: Int) -> Int {
    var sum = 0
    for index in Int(spanStart[Int(pattern)])..<Int(spanStart[Int(pattern) + 1]) {
      let span = spans[index]
      guard minute > Int(span.from) else { break }
      sum = Int(span.before) + min(minute, Int(span.to)) - Int(span.from)
    }
    return sum
  }

  /// The minute of the day at which the working minute after `worked` ones begins; the day has more than `worked`.
  private func minute(_ pattern: Int32, after worked: Int) -> Int {
    var index = Int(spanStart[Int(pattern) + 1]) - 1
    while Int(spans[index].before) > worked { index -= 1 }
    return Int(spans[index].from) + worked - Int(spans[index].before)
  }

  /// The last day of the table with no more than `work` minutes before it.
  private func tableDay(of work: Int) -> Int {
    var low = 0
    var high = dayPattern.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if Int(dayBefore[middle]) <= work { low = middle } else { high = middle }
    }
    return low
  }

  private static func monday(onOrBefore day: Int) -> Int {
    day - (day - mondayAfterEpoch - floorDivide(day - mondayAfterEpoch, by: 7) * 7)
  }
}

/// Gives every distinct list of shifts one number.
private struct PatternTable {
  private(set) var patterns: [[ShiftCalendar.Shift]] = []
  private var numbers: [[ShiftCalendar.Shift]: Int32] = [:]

  mutating func index(of shifts: [ShiftCalendar.Shift]) -> Int32 {
    if let number = numbers[shifts] { return number }
    let number = Int32(patterns.count)
    patterns.append(shifts)
    numbers[shifts] = number
    return number
  }
}
