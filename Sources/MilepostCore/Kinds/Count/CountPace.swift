/// How a count stands on a day: what is done, what was to be expected, and when it ends if it goes on like this.
///
/// A count holds until the next report, so silence is no progress. Calendar days are counted, not working days.
package struct CountPace: Hashable, Codable, Sendable {
  package let target: CountTarget
  package let period: CountPeriod
  package let today: CivilDate
  /// The count that holds today; the target's `from` while nothing is reported.
  package let value: Double
  /// The day of the report that holds; nil while there is none.
  package let reportedOn: CivilDate?
  /// The first day since which the target has been reached without a break; nil while it is not.
  package let reachedOn: CivilDate?

  /// Reports may come in any order. Of two for one day the later in the list holds, as its correction; those after
  /// `today` do not count yet.
  package init(target: CountTarget, period: CountPeriod, reports: [CountReport], today: CivilDate) {
    self.target = target
    self.period = period
    self.today = today
    let known = CountPace.sorted(reports.filter { $0.date <= today })
    value = known.last?.value ?? target.from
    reportedOn = known.last?.date
    reachedOn = known.reversed().prefix { target.isReached(at: $0.value) }.last?.date
  }

  /// The part that is done; more than 1 when the target is exceeded, negative when the count moved away from it.
  package var done: Double { target.fraction(at: value) }

  /// The part that was to be expected by now, 0...1: as much of the way as of the period's days is over.
  package var expected: Double { Double(period.daysPassed(by: today)) / Double(period.days) }

  /// Percentage points by which `done` lies behind `expected`; negative when it is ahead.
  package var pointsBehind: Double {
    // Differences of fractions such as 0.8 - 0.7 must not miss a tolerance by a last binary digit.
    ((expected - done) * 100_000_000_000).rounded() / 1_000_000_000
  }

  /// Behind by more than the period tolerates; never once it is reached.
  package var isBehind: Bool { reachedOn == nil && pointsBehind > period.tolerancePoints }

  /// The day on which the target is reached at the pace of the whole period so far; the day it was reached once it
  /// is. Nil before the first day is over, while nothing is done, and when it lies beyond the year 9999.
  ///
  /// Up to the due date it lies after the due date exactly when `pointsBehind` is more than 0.
  package var forecast: CivilDate? {
    if let reachedOn { return reachedOn }
    let passed = today.days(since: period.start)
    let done = value - target.from
    guard passed > 0, self.done > 0 else { return nil }
    // Multiplied before it is divided: whole counts then give whole days exactly.
    let days = Double(passed) * (target.target - target.from) / done
    guard days < CountPace.forecastDaysMax else { return nil }
    let last = Int((days * (1 - CountPace.binarySlack)).rounded(.up)) - 1
    let date = max(today, period.start.adding(days: last))
    return date.year <= 9999 ? date : nil
  }

  private static let forecastDaysMax: Double = 3_700_000
  private static let binarySlack = 1e-12

  private static func sorted(_ reports: [CountReport]) -> [CountReport] {
    var byDate: [CivilDate: CountReport] = [:]
    for report in reports { byDate[report.date] = report }
    return byDate.values.sorted { $0.date < $1.date }
  }
}
