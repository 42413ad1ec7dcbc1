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
    /// Late, or expected to be.
    case red

    package static func < (left: Light, right: Light) -> Bool { left.rank < right.rank }

    private var rank: Int {
      switch self {
      case .grey: 0
      case .green: 1
      case .yellow: 2
      case .red: 3
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

  package init(_ milestone: Milestone, today: CivilDate, calendar: WorkCalendar) {
    let due = milestone.due.date
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
      light = expected > due ? .red : due.days(since: today) <= MilestoneOutlook.yellowDays ? .yellow : .green
    }
    floatDays = calendar.workingDays(from: forecast, to: due)
  }
}
