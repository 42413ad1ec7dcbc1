/// The number of an activity or milestone in its network, in the order of adding.
package struct ActivityID: Hashable, Comparable, Sendable {
  package let index: Int

  package init(_ index: Int) {
    self.index = index
  }

  package static func < (left: ActivityID, right: ActivityID) -> Bool { left.index < right.index }
}

/// The number of a calendar in its network.
package struct CalendarID: Hashable, Sendable {
  /// Every minute counts: elapsed time, “calendar days”.
  package static let elapsed = CalendarID(0)

  package let index: Int

  package init(_ index: Int) {
    self.index = index
  }
}

/// Work with a duration, or a milestone, as a network takes it in.
package struct Activity: Hashable, Sendable {
  package enum Kind: UInt8, Sendable {
    case work
    /// Stands where the next work can begin: 08:00.
    case startMilestone
    /// Stands where the last work has ended: 17:00, or whenever what it waits for ends, worked or not.
    case finishMilestone
  }

  package var name: Bilingual
  /// Work that lasts no time is counted as a finish milestone.
  package var kind: Kind
  /// Where its duration and its float are counted.
  package var calendar: CalendarID
  /// Minutes of its calendar; 0 for milestones.
  package var duration: Int
  package var progress: Progress
  package var constraints: [DateConstraint]
  /// Starts there whatever its links say (MS Project: manually scheduled).
  package var pinnedStart: CivilMinute?

  package init(
    name: Bilingual, kind: Kind = .work, calendar: CalendarID, duration: Int = 0, progress: Progress = Progress(),
    constraints: [DateConstraint] = [], pinnedStart: CivilMinute? = nil
  ) {
    self.name = name
    self.kind = kind
    self.calendar = calendar
    self.duration = duration
    self.progress = progress
    self.constraints = constraints
    self.pinnedStart = pinnedStart
  }

  /// A milestone in one line.
  package static func milestone(
    _ name: Bilingual, calendar: CalendarID, constraints: [DateConstraint] = [], reached: CivilMinute? = nil
  ) -> Activity {
    Activity(
      name: name, kind: .finishMilestone, calendar: calendar,
      progress: Progress(actualStart: reached, actualFinish: reached), constraints: constraints)
  }
}

/// What has been done of an activity.
package struct Progress: Hashable, Sendable {
  package var actualStart: CivilMinute?
  package var actualFinish: CivilMinute?
  /// Working minutes still to do. Without it they follow from `percent`, and without that the work is taken to have
  /// gone as planned from its start to the data date.
  package var remaining: Int?
  /// Of the duration, 0...100.
  package var percent: Double?

  package init(
    actualStart: CivilMinute? = nil, actualFinish: CivilMinute? = nil, remaining: Int? = nil, percent: Double? = nil
  ) {
    self.actualStart = actualStart
    self.actualFinish = actualFinish
    self.remaining = remaining
    self.percent = percent
  }
}

/// A date that bears on one activity beside its links.
package struct DateConstraint: Hashable, Sendable {
  package enum Kind: UInt8, Sendable, CaseIterable {
    case startNoEarlier, finishNoEarlier
    /// Bound late dates; they pull early ones only where `ScheduleSettings.lateConstraintsPull` says so.
    case startNoLater, finishNoLater
    /// No earlier and no later.
    case startOn, finishOn
    /// Stand against all links: early and late dates both.
    case mustStart, mustFinish
    /// A finish no earlier than a person expects.
    case expectedFinish
    /// What was promised: bounds late dates and never pulls the forecast.
    case promise
  }

  package var kind: Kind
  package var at: CivilMinute

  package init(_ kind: Kind, _ at: CivilMinute) {
    self.kind = kind
    self.at = at
  }
}
