/// What a milestone is beyond a date.
package enum MilestoneDetail: Hashable, Sendable {
  case count(CountDuty)
  case recurring(RecurringDuty)
  case gate(Gate)
  case finding(Finding)

  package var kind: Milestone.Kind {
    switch self {
    case .count: .count
    case .recurring: .recurring
    case .gate: .gate
    case .finding: .finding
    }
  }
}

/// A number that must be reached by the due date, with what was reported of it.
package struct CountDuty: Hashable, Codable, Sendable {
  package var target: CountTarget
  /// The first day on which something could be done.
  package var start: CivilDate
  /// Percentage points behind which it may lie and still be called on pace.
  package var tolerancePoints: Double
  /// In the order in which they came.
  package var reports: [CountReport]

  package init(
    target: CountTarget, start: CivilDate, tolerancePoints: Double = CountPeriod.usualTolerancePoints,
    reports: [CountReport] = []
  ) {
    self.target = target
    self.start = start
    self.tolerancePoints = tolerancePoints
    self.reports = reports
  }

  /// Refuses with `invalid_date` a start after `due`, and a tolerance that is none.
  package func period(due: CivilDate) throws(Refusal) -> CountPeriod {
    try CountPeriod(start: start, due: due, tolerancePoints: tolerancePoints)
  }

  /// Nil when the period is none; `period` says why.
  package func pace(due: CivilDate, today: CivilDate) -> CountPace? {
    guard let period = try? period(due: due) else { return nil }
    return CountPace(target: target, period: period, reports: reports, today: today)
  }

  /// The first day on whose morning the count lies behind its pace if nothing more is reported; nil when it never does
  /// before it is due, or is reached.
  package func behindFrom(due: CivilDate) -> CivilDate? {
    guard let period = try? period(due: due), let last = pace(due: due, today: due.adding(days: 1)),
      last.reachedOn == nil
    else { return nil }
    // Behind is expected - done > tolerance, and expected grows by a step a day: search where it passes.
    var (low, high) = (0, period.days)
    guard isBehind(after: high, due: due) else { return nil }
    while low < high {
      let middle = (low + high) / 2
      if isBehind(after: middle, due: due) { high = middle } else { low = middle + 1 }
    }
    return start.adding(days: high)
  }

  /// As if everything that is reported had been reported before.
  private func isBehind(after days: Int, due: CivilDate) -> Bool {
    guard let period = try? period(due: due) else { return false }
    let value = reports.enumerated().max { ($0.element.date, $0.offset) < ($1.element.date, $1.offset) }?.element.value
    let known = value.flatMap { try? CountReport(date: start, value: $0) }.map { [$0] } ?? []
    return CountPace(target: target, period: period, reports: known, today: start.adding(days: days)).isBehind
  }
}
