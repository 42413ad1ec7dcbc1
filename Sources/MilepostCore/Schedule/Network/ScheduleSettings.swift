/// How a network is to be counted.
package struct ScheduleSettings: Hashable, Sendable {
  /// What becomes of work that began before its links allowed it.
  package enum ProgressRule: String, Codable, Sendable, CaseIterable {
    /// The rest waits for all predecessors.
    case retainedLogic = "retained_logic"
    /// Links that were broken no longer count.
    case progressOverride = "progress_override"
    /// As `progressOverride`, and what broke a link was due when its successor really began: its float turns negative.
    case actualDates = "actual_dates"
  }

  package enum LagCalendar: Hashable, Sendable {
    case predecessor, successor
    case calendar(CalendarID)
  }

  /// Nothing unstarted lies before it.
  package var start: CivilMinute
  /// Nothing unstarted and no remaining work lies before it; nil: work under way runs on from its actual start.
  package var dataDate: CivilMinute?
  package var progressRule: ProgressRule
  package var lagCalendar: LagCalendar
  /// “No later” constraints pull early dates back (MS Project: tasks always honour their constraint dates).
  package var lateConstraintsPull: Bool
  /// The end that late dates count back from; nil: the computed end.
  package var finishBy: CivilMinute?

  package init(
    start: CivilMinute, dataDate: CivilMinute? = nil, progressRule: ProgressRule = .retainedLogic,
    lagCalendar: LagCalendar = .predecessor, lateConstraintsPull: Bool = false, finishBy: CivilMinute? = nil
  ) {
    self.start = start
    self.dataDate = dataDate
    self.progressRule = progressRule
    self.lagCalendar = lagCalendar
    self.lateConstraintsPull = lateConstraintsPull
    self.finishBy = finishBy
  }

  /// Before it no unstarted work lies.
  var floor: CivilMinute { max(start, dataDate ?? start) }
}
