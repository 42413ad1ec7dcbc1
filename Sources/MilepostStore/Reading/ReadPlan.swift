import GRDB
import MilepostCore

/// Projects and milestones.
extension StoreReader {
  package func project(key: String) throws -> Project? {
    try row("SELECT \(ProjectRow.columns) FROM project WHERE key = ?", [key], ProjectRow.project)
  }

  package func project(id: Int64) throws -> Project? {
    try row("SELECT \(ProjectRow.columns) FROM project WHERE id = ?", [id], ProjectRow.project)
  }

  /// By key.
  package func projects(includingArchived: Bool) throws -> [Project] {
    let condition = includingArchived ? "" : "WHERE archived_at IS NULL"
    return try rows("SELECT \(ProjectRow.columns) FROM project \(condition) ORDER BY key", [], ProjectRow.project)
  }

  package func milestone(projectID: Int64, key: String) throws -> Milestone? {
    try row(
      "SELECT \(MilestoneRow.columns) FROM milestone WHERE project_id = ? AND key = ? AND removed_at IS NULL",
      [projectID, key], MilestoneRow.milestone)
  }

  package func milestone(id: Int64) throws -> Milestone? {
    try row("SELECT \(MilestoneRow.columns) FROM milestone WHERE id = ?", [id], MilestoneRow.milestone)
  }

  /// By due date, then key; without those removed.
  package func milestones(projectID: Int64) throws -> [Milestone] {
    try rows(
      """
      SELECT \(MilestoneRow.columns) FROM milestone
      WHERE project_id = ? AND removed_at IS NULL ORDER BY due_day, key
      """, [projectID], MilestoneRow.milestone)
  }

  /// Open milestones of projects that are not archived, by due date.
  package func openMilestones(limit: Int) throws -> [Milestone] {
    try rows(
      "SELECT \(MilestoneRow.columns) FROM milestone WHERE open = 1 ORDER BY due_day, id LIMIT ?", [limit],
      MilestoneRow.milestone)
  }

  /// Open milestones by id, for a walk over all of them.
  package func openMilestones(afterID id: Int64, limit: Int) throws -> [Milestone] {
    try rows(
      "SELECT \(MilestoneRow.columns) FROM milestone WHERE id > ? AND open = 1 ORDER BY id LIMIT ?", [id, limit],
      MilestoneRow.milestone)
  }
}
