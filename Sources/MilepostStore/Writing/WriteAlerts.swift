import GRDB
import MilepostCore

extension StoreWriter {
  /// The alert with its id; nil, and nothing written, when what it is about, rule and occurrence have one already.
  package func insert(_ alert: Alert) throws -> Alert? {
    try run(
      """
      INSERT INTO alert (milestone_id, subject, rule, occurrence, type, state, ended, scheduled_at, fired_at,
        resolved_at, told_by, body)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT DO NOTHING
      """,
      [
        alert.milestoneID, alert.subject, alert.rule, alert.occurrence, alert.type, alert.state.rawValue,
        alert.ended?.rawValue, alert.scheduledAt.milliseconds, alert.firedAt.milliseconds,
        alert.resolvedAt?.milliseconds, alert.toldBy, alert.body,
      ])
    guard db.changesCount > 0 else { return nil }
    var stored = alert
    stored.id = db.lastInsertedRowID
    return stored
  }

  /// Resolves a milestone's alerts that stand: its cause is gone. Returns how many.
  package func resolveAlerts(milestoneID: Int64, at now: Instant) throws -> Int {
    try run(
      "\(StoreWriter.resolve) WHERE milestone_id = ? AND state <> 'resolved'",
      [Alert.End.gone.rawValue, now.milliseconds, milestoneID])
    return db.changesCount
  }

  /// As above, of one rule only.
  package func resolveAlerts(milestoneID: Int64, of rule: String, at now: Instant) throws {
    try run(
      "\(StoreWriter.resolve) WHERE milestone_id = ? AND rule = ? AND state <> 'resolved'",
      [Alert.End.gone.rawValue, now.milliseconds, milestoneID, rule])
  }

  /// Resolves what stands of the service's own of a subject and rule.
  package func resolveAlerts(subject: String, of rule: String, at now: Instant) throws {
    try run(
      """
      \(StoreWriter.resolve)
      WHERE milestone_id IS NULL AND subject = ? AND rule = ? AND state <> 'resolved'
      """, [Alert.End.gone.rawValue, now.milliseconds, subject, rule])
  }

  /// A newer alert says all that the others of its milestone said: those of one rule, or of all but some.
  package func supersede(by alert: Alert, of rule: String) throws {
    try run(
      "\(StoreWriter.resolve) WHERE milestone_id = ? AND rule = ? AND id <> ? AND state <> 'resolved'",
      [Alert.End.superseded.rawValue, alert.firedAt.milliseconds, alert.milestoneID, rule, alert.id])
  }

  package func supersede(by alert: Alert, except rules: [String]) throws {
    try run(
      """
      \(StoreWriter.resolve)
      WHERE milestone_id = ? AND rule NOT IN (\(list(rules))) AND id <> ? AND state <> 'resolved'
      """, [Alert.End.superseded.rawValue, alert.firedAt.milliseconds, alert.milestoneID, alert.id])
  }

  /// As above, of the service's own of the same subject and rule.
  package func supersedeOwn(by alert: Alert) throws {
    try run(
      """
      \(StoreWriter.resolve)
      WHERE milestone_id IS NULL AND subject = ? AND rule = ? AND id <> ? AND state <> 'resolved'
      """, [Alert.End.superseded.rawValue, alert.firedAt.milliseconds, alert.subject, alert.rule, alert.id])
  }

  /// Names of rules: nothing that somebody typed.
  private func list(_ rules: [String]) -> String { rules.map { "'\($0)'" }.joined(separator: ", ") }

  private static let resolve = "UPDATE alert SET state = 'resolved', ended = ?, resolved_at = ?, wakes_at = NULL"

  package func acknowledge(alertID: Int64, by author: String, at now: Instant) throws {
    try run(
      """
      UPDATE alert SET state = 'acknowledged', acknowledged_by = ?, acknowledged_at = ?
      WHERE id = ? AND state IN ('open', 'snoozed')
      """, [author, now.milliseconds, alertID])
    try refuseUnlessChanged()
  }
}
