import GRDB
import MilepostCore

extension StoreWriter {
  /// The project with its id.
  package func insert(_ project: Project) throws -> Project {
    try run(
      """
      INSERT INTO project (key, name, name_en, owner, zone, calendar, labels, facts, policy, archived_at,
        progress_rule, lights, revision)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """, ProjectRow.values(project) + [project.revision])
    var stored = project
    stored.id = db.lastInsertedRowID
    return stored
  }

  /// Replaces the project's row, if it still has the revision of `project`; returns it with the next one.
  package func update(_ project: Project) throws -> Project {
    try run(
      """
      UPDATE project SET key = ?, name = ?, name_en = ?, owner = ?, zone = ?, calendar = ?, labels = ?, facts = ?,
        policy = ?, archived_at = ?, progress_rule = ?, lights = ?, revision = ? WHERE id = ? AND revision = ?
      """, ProjectRow.values(project) + [project.revision + 1, project.id, project.revision])
    try refuseUnlessChanged()
    if project.archivedAt != nil {
      try run("UPDATE milestone SET open = 0 WHERE project_id = ? AND open = 1", [project.id])
    }
    var stored = project
    stored.revision += 1
    return stored
  }

  /// The milestone with its id.
  package func insert(_ milestone: Milestone) throws -> Milestone {
    try run(
      """
      INSERT INTO milestone (project_id, key, name, name_en, kind, due_written, due_day, due_provisional,
        expected_day, actual_day, evidence, labels, after_keys, policy, evaluated_through, next_check, buffer, detail,
        last_word, due_written_day, revision, open)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """, MilestoneRow.values(milestone) + [milestone.revision, milestone.actual == nil])
    var stored = milestone
    stored.id = db.lastInsertedRowID
    return stored
  }

  /// Replaces the milestone's row, if it still has the revision of `milestone`; returns it with the next one.
  package func update(_ milestone: Milestone) throws -> Milestone {
    try run(
      """
      UPDATE milestone SET project_id = ?, key = ?, name = ?, name_en = ?, kind = ?, due_written = ?, due_day = ?,
        due_provisional = ?, expected_day = ?, actual_day = ?, evidence = ?, labels = ?, after_keys = ?, policy = ?,
        evaluated_through = ?, next_check = ?, buffer = ?, detail = ?, last_word = ?,
        due_written_day = ?, revision = ?, open = ? WHERE id = ? AND revision = ?
        AND removed_at IS NULL
      """,
      MilestoneRow.values(milestone) + [
        milestone.revision + 1, milestone.actual == nil, milestone.id, milestone.revision,
      ])
    try refuseUnlessChanged()
    var stored = milestone
    stored.revision += 1
    return stored
  }

  /// Takes the milestone out of every list; its alerts and the ledger still know it, and its key is free again.
  package func remove(milestoneID: Int64, at now: Instant) throws {
    try run(
      "UPDATE milestone SET removed_at = ?, open = 0, next_check = NULL WHERE id = ?", [now.milliseconds, milestoneID])
  }

  package func setSchedule(milestoneID: Int64, evaluatedThrough: Instant, nextCheck: Instant?) throws {
    try run(.setSchedule) { values in
      values.bind(evaluatedThrough.milliseconds)
      values.bind(nextCheck?.milliseconds)
      values.bind(milestoneID)
    }
  }

  package func setNote(_ name: Note, _ value: String) throws {
    try run(
      "INSERT INTO note (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
      [name.rawValue, value])
  }
}
