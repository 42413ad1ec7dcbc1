import GRDB
import MilepostCore

/// What stands in one project, for those who may see only some.
extension StoreReader {
  package func openMilestones(projectID: Int64) throws -> [Milestone] {
    try rows(
      "SELECT \(MilestoneRow.columns) FROM milestone WHERE project_id = ? AND open = 1 ORDER BY due_day, id",
      [projectID], MilestoneRow.milestone)
  }

  /// Open or acknowledged alerts about its milestones.
  package func alertsOpen(projectID: Int64) throws -> Int {
    try value(
      """
      SELECT count(*) FROM milestone JOIN alert ON alert.milestone_id = milestone.id
      WHERE project_id = ? AND alert.state IN ('open', 'acknowledged')
      """, [projectID]) ?? 0
  }

  /// Of alerts about its milestones.
  package func deliveries(projectID: Int64, state: Delivery.State) throws -> Int {
    try value(
      """
      SELECT count(*) FROM delivery JOIN alert ON alert.id = alert_id JOIN milestone ON milestone.id = alert.milestone_id
      WHERE delivery.state = ? AND project_id = ?
      """, [state.rawValue, projectID]) ?? 0
  }
}
