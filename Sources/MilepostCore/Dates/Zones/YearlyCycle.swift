/// Changes of clocks that come again each year, made out for 400 years: after so many the Gregorian calendar repeats
/// itself to the second, weekdays included.
struct YearlyCycle: Hashable, Sendable {
  private static let seconds: Int64 = 146_097 * 86_400
  /// 2000-01-01T00:00:00Z.
  private static let start: Int64 = 946_684_800
  /// A rule may lay a change a week and a day outside its year.
  private static let years = 1998...2402

  /// Seconds since the cycle began.
  private let table: ChangeTable

  init(_ rule: TZString) {
    guard let summer = rule.summer else {
      table = ChangeTable(before: rule.offset, changes: [])
      return
    }
    let times = YearlyCycle.summers(summer, standard: rule.offset)
    let end = YearlyCycle.start + YearlyCycle.seconds
    var before = rule.offset
    var changes: [ZoneRules.Change] = []
    for time in times {
      if time.lowerBound <= YearlyCycle.start {
        if time.upperBound > YearlyCycle.start { before = summer.offset }
      } else if time.lowerBound < end {
        changes.append(.init(second: time.lowerBound - YearlyCycle.start, offset: summer.offset))
      }
      if time.upperBound > YearlyCycle.start, time.upperBound < end {
        changes.append(.init(second: time.upperBound - YearlyCycle.start, offset: rule.offset))
      }
    }
    table = ChangeTable(before: before, changes: changes)
  }

  /// Seconds in which summer time holds, the oldest first; where one ends as the next begins they are one: that is how
  /// a rule says that it holds all year.
  private static func summers(_ summer: TZString.Summer, standard: Int32) -> [Range<Int64>] {
    let starts = years.map { summer.start.second(in: $0) - Int64(standard) }
    let ends = years.map { summer.end.second(in: $0) - Int64(summer.offset) }
    // South of the equator it ends in the year after.
    let times = zip(starts, zip(ends, ends.dropFirst())).compactMap { start, ends in
      ends.0 > start ? start..<ends.0 : ends.1 > start ? start..<ends.1 : nil
    }
    var joined: [Range<Int64>] = []
    for time in times.sorted(by: { $0.lowerBound < $1.lowerBound }) {
      if let last = joined.last, time.lowerBound <= last.upperBound {
        joined[joined.count - 1] = last.lowerBound..<max(last.upperBound, time.upperBound)
      } else {
        joined.append(time)
      }
    }
    return joined
  }

  func offset(atSecond second: Int64) -> Int32 {
    let rest = second % YearlyCycle.seconds - YearlyCycle.start
    let place = rest % YearlyCycle.seconds
    return table.offset(at: place < 0 ? place + YearlyCycle.seconds : place)
  }

  /// Moments of `range` at which clocks change.
  func moments(in range: Range<Int64>) -> [Int64] {
    guard !table.seconds.isEmpty else { return [] }
    let first = floorDivide(range.lowerBound, by: YearlyCycle.seconds) - 1
    let last = floorDivide(range.upperBound, by: YearlyCycle.seconds)
    return (first...last).flatMap { number in
      let begin = YearlyCycle.start + number * YearlyCycle.seconds
      return table.seconds.lazy.map { begin + $0 }.filter(range.contains)
    }
  }
}
