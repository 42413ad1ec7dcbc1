/// How a milestone stands at a moment: the date now expected, the float left, and the light that says so.
package struct MilestoneOutlook: Hashable, Sendable {
  package enum State: String, Sendable, CaseIterable {
    case open, overdue, reached
  }

  package enum Light: String, Sendable, CaseIterable, Comparable {
    /// Reached.
    case grey
    case green
    /// Due within `yellowDays`.
    case yellow
    case orange
    /// Late, or expected to be.
    case red

    package static func < (left: Light, right: Light) -> Bool { left.rank < right.rank }

    private var rank: Int {
      switch self {
      case .grey: 0
      case .green: 1
      case .yellow: 2
      case .orange: 3
      case .red: 4
      }
    }
  }

  /// Days before the due date from which an open milestone is yellow.
  package static let yellowDays = 14

  package let state: State
  /// The actual date once reached; before that what the schedule says, else what a person expects, else the due date,
  /// and never before today.
  package let forecast: CivilDate
  /// Working days from the forecast to the due date; negative is late.
  package let floatDays: Int
  /// Days past the due date; 0 while it is not.
  package let daysOverdue: Int
  package let light: Light

  /// - Parameters:
  ///   - rule: by what table its light is chosen.
  ///   - lastWord: the day on which somebody last said something of it.
  package init(
    _ milestone: Milestone, today: CivilDate, calendar: WorkCalendar,
    rule: LightRule = LightRule.Preset.standard.rule, lastWord: CivilDate? = nil
  ) {
    let due = milestone.due.date
    let light: Light?
    if let actual = milestone.actual {
      state = .reached
      forecast = actual
      daysOverdue = max(0, actual.days(since: due))
      light = .grey
    } else {
      let expected = max(milestone.projection?.date ?? milestone.expected ?? due, today)
      forecast = expected
      daysOverdue = max(0, today.days(since: due))
      state = daysOverdue > 0 ? .overdue : .open
      light = nil
    }
    floatDays = calendar.workingDays(from: forecast, to: due)
    self.light =
      light
      ?? rule.light(
        for: LightFacts(
          daysLate: forecast.days(since: due), floatDays: floatDays, daysLeft: due.days(since: today),
          silentDays: lastWord.map { today.days(since: $0) } ?? 0, pace: milestone.pace(on: today),
          unstartedMonths: milestone.unstartedMonths(on: today), wasRed: milestone.wasRed))
  }
}

extension Milestone {
  /// Of a count: the part that is done, and that was to be by now.
  fileprivate func pace(on today: CivilDate) -> (done: Double, expected: Double)? {
    guard case .count(let duty) = detail, let pace = duty.pace(due: due.date, today: today) else { return nil }
    return (pace.done, pace.expected)
  }

  /// Of a count: whole months since it could begin, while nothing of it is done.
  fileprivate func unstartedMonths(on today: CivilDate) -> Int {
    guard case .count(let duty) = detail, let pace = duty.pace(due: due.date, today: today), pace.done <= 0 else {
      return 0
    }
    let (from, to) = (duty.start.components, today.components)
    // A month that has no such day is over with its last one.
    let day = min(from.day, CivilDate.daysInMonth(year: to.year, month: to.month))
    return max(0, (to.year - from.year) * 12 + to.month - from.month - (to.day < day ? 1 : 0))
  }
}
