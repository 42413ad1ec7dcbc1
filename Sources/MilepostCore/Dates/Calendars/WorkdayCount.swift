/// How many days have been worked up to a day, in logarithmic time: whole weeks by arithmetic, and the days that break
/// the pattern from a sorted list with running sums.
struct WorkdayCount: Hashable, Sendable {
  /// Entry n: how many of a week's first n days, from Monday on, the pattern has.
  private let perWeek: [Int]
  /// Days (since 1970-01-01) on which the opposite of the pattern holds, in order.
  private let turns: [Int]
  /// Entry n: days added less days taken away by the first n turns.
  private let balance: [Int]

  init(weekdays: Set<Int>, exceptions: [CivilDate: Bool]) {
    let turned = exceptions.filter { weekdays.contains($0.key.weekday) != $0.value }.sorted { $0.key < $1.key }
    perWeek = (1...7).reduce(into: [0]) { $0.append($0[$1 - 1] + (weekdays.contains($1) ? 1 : 0)) }
    turns = turned.map { Int($0.key.dayNumber) }
    balance = turned.reduce(into: [0]) { $0.append($0[$0.count - 1] + ($1.value ? 1 : -1)) }
  }

  func isWorked(_ day: Int) -> Bool {
    let (_, index) = WorkdayCount.week(of: day)
    let next = turnsBefore(day)
    return (perWeek[index + 1] > perWeek[index]) != (next < turns.count && turns[next] == day)
  }

  /// Days worked from the Monday before 1970-01-01 up to and including `day`; negative before that.
  func through(_ day: Int) -> Int {
    let (week, index) = WorkdayCount.week(of: day)
    return week * perWeek[7] + perWeek[index + 1] + balance[turnsBefore(day + 1)]
  }

  /// The day with which the count reaches `rank`, which lies `distance` working days from `start`; nil when there is
  /// none within `dayNumberMax`.
  func day(ofRank rank: Int, near start: Int, distance: Int) -> Int32? {
    guard distance <= WorkdayCount.dayNumberMax else { return nil }
    // Even a week of one working day, with every turn a day taken away, holds so many in this reach.
    let reach = perWeek[7] > 0 ? 7 * (distance + turns.count + 2) : WorkdayCount.dayNumberMax
    var low = start - reach
    var high = start + reach
    guard through(low) < rank, through(high) >= rank else { return nil }
    while high - low > 1 {
      let middle = low + (high - low) / 2
      if through(middle) < rank { low = middle } else { high = middle }
    }
    return Int32(exactly: high)
  }

  /// Far past year 9999, and still far from any overflow.
  private static let dayNumberMax = 10_000_000

  /// Day 0 was a Thursday.
  private static func week(of day: Int) -> (week: Int, index: Int) {
    let week = Int(floorDivide(Int64(day) + 3, by: 7))
    return (week, day + 3 - week * 7)
  }

  /// Binary search: how many turns come before `day`.
  private func turnsBefore(_ day: Int) -> Int {
    var low = 0
    var high = turns.count
    while low < high {
      let middle = (low + high) / 2
      if turns[middle] < day { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
