import GRDB
import MilepostCore

extension StoreWriter {
  /// The alert with its id; nil, and nothing written, when its milestone, rule and occurrence have one already.
  package func insert(_ alert: Alert) throws -> Alert? {
    try run(
      """
      INSERT INTO alert (milestone_id, rule, occurrence, type, state, scheduled_at, fired_at, acknowledged_by,
        acknowledged_at, resolved_at, body)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (milestone_id, rule, occurrence) DO NOTHING
      """,
      [
        alert.milestoneID, alert.rule, alert.occurrence, alert.type, alert.state.rawValue,
        alert.scheduledAt.milliseconds, alert.firedAt.milliseconds, alert.acknowledgedBy,
        alert.acknowledgedAt?.milliseconds, alert.resolvedAt?.milliseconds, alert.body,
      ])
    guard db.changesCount > 0 else { return nil }
    var stored = alert
    stored.id = db.lastInsertedRowID
    return stored
  }

  /// Resolves a milestone's open and acknowledged alerts. Returns how many.
  package func resolveAlerts(milestoneID: Int64, at now: Instant) throws -> Int {
    try run(
      """
      UPDATE alert SET state = 'resolved', resolved_at = ?
      WHERE milestone_id = ? AND state IN ('open', 'acknowledged')
      """, [now.milliseconds, milestoneID])
    return db.changesCount
  }

  /// As above, of one rule only, or of all but one.
  package func resolveAlerts(milestoneID: Int64, of rule: String, at now: Instant) throws {
    try run(
      """
      UPDATE alert SET state = 'resolved', resolved_at = ?
      WHERE milestone_id = ? AND rule = ? AND state IN ('open', 'acknowledged')
      """, [now.milliseconds, milestoneID, rule])
  }

  package func resolveAlerts(milestoneID: Int64, except rules: [String], at now: Instant) throws {
    // Names of rules: nothing that somebody typed.
    let list = rules.map { "'\($0)'" }.joined(separator: ", ")
    try run(
      """
      UPDATE alert SET state = 'resolved', resolved_at = ?
      WHERE milestone_id = ? AND rule NOT IN (\(list)) AND state IN ('open', 'acknowledged')
      """, [now.milliseconds, milestoneID])
  }

  package func acknowledge(alertID: Int64, by author: String, at now: Instant) throws {
    try run(
      """
      UPDATE alert SET state = 'acknowledged', acknowledged_by = ?, acknowledged_at = ?
      WHERE id = ? AND state = 'open'
      """, [author, now.milliseconds, alertID])
    try refuseUnlessChanged()
  }
}
