import GRDB
import MilepostCore

/// Activities, and which projects wait for which.
extension StoreReader {
  package func activity(projectID: Int64, key: String) throws -> PlanActivity? {
    try row(
      "SELECT \(ActivityRow.columns) FROM activity WHERE project_id = ? AND key = ?", [projectID, key],
      ActivityRow.activity)
  }

  /// In the order in which they were entered.
  package func activities(projectID: Int64) throws -> [PlanActivity] {
    try rows(
      "SELECT \(ActivityRow.columns) FROM activity WHERE project_id = ? ORDER BY id", [projectID],
      ActivityRow.activity)
  }

  /// Calendars of the project's own, by name.
  package func calendars(projectID: Int64) throws -> [String: ShiftCalendar] {
    let shifts = try rows("SELECT shifts FROM project_calendar WHERE project_id = ?", [projectID]) { row in
      try JSONColumn.value(ShiftCalendar.self, row[0])
    }
    return Dictionary(shifts.map { ($0.name, $0) }) { first, _ in first }
  }

  /// Whether anything in the project waits for anything, or drives a milestone of another.
  package func isScheduled(projectID: Int64) throws -> Bool {
    try value(
      """
      SELECT EXISTS (SELECT 1 FROM activity WHERE project_id = :id)
        OR EXISTS (
          SELECT 1 FROM milestone INDEXED BY milestone_linked
          WHERE project_id = :id AND after_keys IS NOT NULL AND removed_at IS NULL)
        OR EXISTS (SELECT 1 FROM project_link WHERE before_id = :id)
      """, ["id": projectID]) ?? false
  }

  /// The project and all that are linked to it, over any number of links; the lowest id first.
  package func linkedProjects(to projectID: Int64) throws -> [Int64] {
    try rows(
      """
      WITH RECURSIVE linked (id) AS (
        VALUES (?)
        UNION SELECT before_id FROM project_link JOIN linked ON project_id = linked.id
        UNION SELECT project_id FROM project_link JOIN linked ON before_id = linked.id
      ) SELECT id FROM linked ORDER BY id
      """, [projectID]
    ) { $0[0] }
  }

  /// A project's milestones whose people were told that they are at risk, by due date.
  package func milestonesAtRisk(projectID: Int64) throws -> [Milestone] {
    try rows(
      """
      SELECT \(MilestoneRow.columns) FROM milestone
      WHERE project_id = ? AND risk_day IS NOT NULL AND open = 1 ORDER BY due_day, key
      """, [projectID], MilestoneRow.milestone)
  }

  /// Projects that wait for something in this one.
  package func projectsWaiting(for projectID: Int64) throws -> [Int64] {
    try rows("SELECT project_id FROM project_link WHERE before_id = ? ORDER BY project_id", [projectID]) { $0[0] }
  }

  /// Projects into whose schedule a new day must be put, the longest waiting first.
  package func projectsToForecast(at now: Instant, limit: Int) throws -> [Int64] {
    try rows(
      """
      SELECT id FROM project WHERE next_forecast IS NOT NULL AND next_forecast <= ?
      ORDER BY next_forecast, id LIMIT ?
      """, [now.milliseconds, limit]
    ) { $0[0] }
  }

  package func nextForecast(projectID: Int64) throws -> Instant? {
    try (value("SELECT next_forecast FROM project WHERE id = ?", [projectID]) as Int64?)
      .map(Instant.init(milliseconds:))
  }

  package func wakes() throws -> Wakes {
    let forecast: Int64? = try value("SELECT min(next_forecast) FROM project WHERE next_forecast IS NOT NULL")
    return Wakes(
      check: try earliestCheck(), forecast: forecast.map(Instant.init(milliseconds:)), dispatch: try earliestDispatch())
  }

  /// What was forecast for a milestone, from when on; the oldest first.
  package func forecasts(milestoneID: Int64, before: Instant? = nil, limit: Int) throws -> [ForecastPoint] {
    try rows(
      """
      SELECT at, day, due_day, cause, reason, driver FROM (
        SELECT * FROM forecast WHERE milestone_id = ? AND at < ? ORDER BY at DESC LIMIT ?
      ) ORDER BY at
      """, [milestoneID, before?.milliseconds ?? .max, limit]
    ) { row in
      ForecastPoint(
        at: Instant(milliseconds: row[0]), forecast: CivilDate(dayNumber: row[1]), due: CivilDate(dayNumber: row[2]),
        cause: row[3], reason: row[4], driver: row[5])
    }
  }
}

/// A milestone's forecast from a moment on.
package struct ForecastPoint: Hashable, Sendable {
  package var at: Instant
  package var forecast: CivilDate
  /// What was promised then.
  package var due: CivilDate
  /// Who or what moved it: the author of a change, or `service` for the passing of time.
  package var cause: String
  /// Why, as far as somebody said.
  package var reason: String?
  /// What drove it, `project/key`.
  package var driver: String?

  package init(
    at: Instant, forecast: CivilDate, due: CivilDate, cause: String, reason: String? = nil, driver: String? = nil
  ) {
    self.at = at
    self.forecast = forecast
    self.due = due
    self.cause = cause
    self.reason = reason
    self.driver = driver
  }
}

/// For what the timer must wake, and when; nil: never, as things stand.
package struct Wakes: Sendable {
  /// A milestone's check.
  package var check: Instant?
  /// A project's new day.
  package var forecast: Instant?
  /// Something that waits to go out.
  package var dispatch: Instant?

  package var earliest: Instant? { [check, forecast, dispatch].compactMap(\.self).min() }
}
