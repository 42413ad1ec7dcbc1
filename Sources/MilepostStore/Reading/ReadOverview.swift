import GRDB
import MilepostCore

/// What an overview of all projects asks.
extension StoreReader {
  /// The open milestone of each project that is due first, by the project's id.
  package func nextMilestones() throws -> [Int64: Milestone] {
    let milestones = try rows(
      """
      SELECT \(MilestoneRow.columns) FROM milestone WHERE id IN (
        SELECT id FROM (SELECT id, min(due_day) FROM milestone WHERE open = 1 GROUP BY project_id))
      """, [], MilestoneRow.milestone)
    return Dictionary(milestones.map { ($0.projectID, $0) }) { first, _ in first }
  }

  /// Open milestones that are late, expected to be, told to be at risk, or of a kind that can stand still for another
  /// reason; by due date.
  package func troubledMilestones(today: CivilDate, limit: Int) throws -> [Milestone] {
    try rows(
      """
      SELECT \(MilestoneRow.columns) FROM milestone
      WHERE open = 1 AND (due_day <= :today OR coalesce(projected_day, expected_day, due_day) > due_day
        OR risk_day IS NOT NULL OR kind IN ('gate', 'count', 'finding'))
      ORDER BY due_day, id LIMIT :limit
      """, ["today": today.dayNumber, "limit": limit], MilestoneRow.milestone)
  }

  /// Alerts that nobody has acknowledged, by the project's id.
  package func unacknowledgedCounts() throws -> [Int64: Int] {
    let counts = try rows(
      """
      SELECT project_id, count(*) FROM alert JOIN milestone ON milestone.id = milestone_id
      WHERE alert.state IN ('open', 'acknowledged') AND alert.state = 'open' GROUP BY project_id
      """
    ) { ($0[0] as Int64, $0[1] as Int) }
    return Dictionary(counts) { first, _ in first }
  }

  /// Open milestones due, or expected, within some days.
  package func milestones(dueIn days: ClosedRange<CivilDate>, limit: Int) throws -> [Milestone] {
    try rows(
      """
      SELECT \(MilestoneRow.columns) FROM milestone
      JOIN (SELECT id AS project, archived_at FROM project) ON project = project_id
      WHERE removed_at IS NULL AND archived_at IS NULL
        AND (due_day BETWEEN :first AND :last
          OR coalesce(actual_day, projected_day, expected_day, due_day) BETWEEN :first AND :last)
      ORDER BY due_day, id LIMIT :limit
      """, ["first": days.lowerBound.dayNumber, "last": days.upperBound.dayNumber, "limit": limit],
      MilestoneRow.milestone)
  }

  /// A project's alerts, the newest first.
  package func alerts(projectID: Int64, limit: Int) throws -> [Alert] {
    try rows(
      """
      SELECT \(AlertRow.columns) FROM alert
      WHERE milestone_id IN (SELECT id FROM milestone WHERE project_id = ?) ORDER BY id DESC LIMIT ?
      """, [projectID, limit], AlertRow.alert)
  }

  /// One milestone's alerts, the newest first.
  package func alerts(milestoneID: Int64, limit: Int) throws -> [Alert] {
    try rows(
      "SELECT \(AlertRow.columns) FROM alert WHERE milestone_id = ? ORDER BY id DESC LIMIT ?", [milestoneID, limit],
      AlertRow.alert)
  }

  /// The newest entries of the ledger about something, the newest first. Of the last `scan` entries only.
  package func ledger(about subject: String, scan: Int, limit: Int) throws -> [LedgerEntry] {
    let head = try ledgerHead()?.sequence ?? 0
    return try ledger(after: max(0, head - Int64(scan)), limit: scan)
      .filter { $0.subject == subject || $0.subject.hasPrefix("\(subject)/") }.suffix(limit).reversed()
  }

  /// The alerts that one message stands for.
  package func alertIDs(ofDelivery id: Int64) throws -> [Int64] {
    try rows("SELECT alert_id FROM delivery_alert WHERE delivery_id = ? ORDER BY alert_id", [id]) { $0[0] }
  }

  /// The number of the newest alert; 0 while there is none.
  package func alertHead() throws -> Int64 { try value("SELECT max(id) FROM alert") ?? 0 }

  /// Keys of the projects that alerts after one are about; nil when there are more alerts than `limit`, or some that are
  /// about no project.
  package func projectKeys(ofAlertsAfter id: Int64, limit: Int) throws -> Set<String>? {
    let keys = try rows(
      """
      SELECT project.key FROM alert LEFT JOIN milestone ON milestone.id = milestone_id
      LEFT JOIN project ON project.id = project_id WHERE alert.id > ? LIMIT ?
      """, [id, limit + 1]
    ) { $0[0] as String? }
    return keys.count > limit || keys.contains(nil) ? nil : Set(keys.compactMap(\.self))
  }

  /// Keys of the projects that some messages are about; nil when one is about none.
  package func projectKeys(ofDeliveries ids: [Int64]) throws -> Set<String>? {
    let list = "[\(ids.map(String.init).joined(separator: ","))]"
    let keys = try rows(
      """
      SELECT DISTINCT project.key FROM delivery LEFT JOIN delivery_alert ON delivery_id = delivery.id
      LEFT JOIN alert ON alert.id = delivery_alert.alert_id
      LEFT JOIN milestone ON milestone.id = coalesce(delivery.milestone_id, alert.milestone_id)
      LEFT JOIN project ON project.id = project_id WHERE delivery.id IN (SELECT value FROM json_each(?))
      """, [list]
    ) { $0[0] as String? }
    return keys.contains(nil) ? nil : Set(keys.compactMap(\.self))
  }
}
