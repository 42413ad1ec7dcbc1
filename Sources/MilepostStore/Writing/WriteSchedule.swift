import GRDB
import MilepostCore

extension StoreWriter {
  /// The activity with its id.
  package func insert(_ activity: PlanActivity) throws -> PlanActivity {
    try run(
      """
      INSERT INTO activity (project_id, key, name, name_en, owner, duration, calendar, after_links, constraints,
        started_day, finished_day, remaining, remaining_day, revision)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """, ActivityRow.values(activity) + [activity.revision])
    var stored = activity
    stored.id = db.lastInsertedRowID
    return stored
  }

  /// Replaces the activity's row, if it still has the revision of `activity`; returns it with the next one.
  package func update(_ activity: PlanActivity) throws -> PlanActivity {
    try run(
      """
      UPDATE activity SET project_id = ?, key = ?, name = ?, name_en = ?, owner = ?, duration = ?, calendar = ?,
        after_links = ?, constraints = ?, started_day = ?, finished_day = ?, remaining = ?, remaining_day = ?,
        revision = ? WHERE id = ? AND revision = ?
      """, ActivityRow.values(activity) + [activity.revision + 1, activity.id, activity.revision])
    try refuseUnlessChanged()
    var stored = activity
    stored.revision += 1
    return stored
  }

  package func remove(activityID: Int64) throws {
    try run("DELETE FROM activity WHERE id = ?", [activityID])
  }

  /// Puts a calendar of the project's own in place of the one of its name.
  package func setCalendar(projectID: Int64, _ shifts: ShiftCalendar) throws {
    try run(
      """
      INSERT INTO project_calendar (project_id, name, shifts) VALUES (?, ?, ?)
      ON CONFLICT (project_id, name) DO UPDATE SET shifts = excluded.shifts
      """, [projectID, shifts.name, try JSONColumn.text(shifts)])
  }

  /// Says for which other projects this one waits.
  package func setLinks(projectID: Int64, before others: Set<Int64>) throws {
    try run("DELETE FROM project_link WHERE project_id = ?", [projectID])
    for other in others.sorted() {
      try run("INSERT INTO project_link (project_id, before_id) VALUES (?, ?)", [projectID, other])
    }
  }

  package func setNextForecast(projectID: Int64, _ instant: Instant?) throws {
    try run("UPDATE project SET next_forecast = ? WHERE id = ?", [instant?.milliseconds, projectID])
  }

  /// Has every schedule counted anew at `now`.
  package func forecastAll(at now: Instant) throws {
    try run("UPDATE project SET next_forecast = ? WHERE next_forecast IS NOT NULL", [now.milliseconds])
  }

  /// What the schedule says of a milestone, and what its people were told of it. Its revision stays: nobody changed it.
  package func setProjection(milestoneID: Int64, _ projection: Projection?, riskDate: CivilDate?) throws {
    try run(
      "UPDATE milestone SET projection = ?, projected_day = ?, risk_day = ? WHERE id = ?",
      [
        try projection.map { try JSONColumn.text($0) }, projection?.date.dayNumber, riskDate?.dayNumber, milestoneID,
      ])
  }

  /// Word of the work that drives milestones is word of them.
  package func heard(projectID: Int64, ofOrigin path: String, at now: Instant) throws -> [Int64] {
    let ids: [Int64] = try reader.rows(
      """
      SELECT id FROM milestone WHERE project_id = ? AND open = 1 AND projection IS NOT NULL
        AND json_extract(projection, '$.origin') = ?
      """, [projectID, path]
    ) { $0[0] }
    for id in ids { try setLastWord(milestoneID: id, now) }
    return ids
  }

  package func setLastWord(milestoneID: Int64, _ instant: Instant) throws {
    try run("UPDATE milestone SET last_word = ? WHERE id = ?", [instant.milliseconds, milestoneID])
  }

  /// It has been late, or forecast to be; that stays known.
  package func rememberRed(milestoneID: Int64) throws {
    try run("UPDATE milestone SET was_red = 1 WHERE id = ? AND was_red = 0", [milestoneID])
  }

  /// Adds to a milestone's history; of two within one millisecond the later counts.
  package func addForecast(milestoneID: Int64, _ point: ForecastPoint) throws {
    try run(
      """
      INSERT INTO forecast (milestone_id, at, day, due_day, cause, reason, driver) VALUES (?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (milestone_id, at) DO UPDATE
        SET day = excluded.day, due_day = excluded.due_day, cause = excluded.cause,
          reason = excluded.reason, driver = excluded.driver
      """,
      [
        milestoneID, point.at.milliseconds, point.forecast.dayNumber, point.due.dayNumber, point.cause,
        point.reason, point.driver,
      ])
  }

  /// Opens again an alert that had resolved.
  package func reopenAlert(id: Int64) throws {
    try run(
      "UPDATE alert SET state = 'open', ended = NULL, resolved_at = NULL WHERE id = ? AND state = 'resolved'", [id])
  }
}
