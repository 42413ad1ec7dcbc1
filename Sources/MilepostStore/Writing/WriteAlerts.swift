import GRDB
import MilepostCore

extension StoreWriter {
  /// The alert with its id; nil, and nothing written, when what it is about, rule and occurrence have one already.
  package func insert(_ alert: Alert) throws -> Alert? {
    let count = try run(.insertAlert) { values in
      values.bind(alert.milestoneID)
      values.bind(alert.subject)
      values.bind(alert.rule)
      values.bind(alert.occurrence)
      values.bind(alert.type)
      values.bind(alert.state.rawValue)
      values.bind(alert.ended?.rawValue)
      values.bind(alert.scheduledAt.milliseconds)
      values.bind(alert.firedAt.milliseconds)
      values.bind(alert.resolvedAt?.milliseconds)
      values.bind(alert.toldBy)
      values.bind(alert.body)
    }
    guard count > 0 else { return nil }
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

  /// Names at most `HotSQL.exceptedMax` rules.
  package func supersede(by alert: Alert, except rules: [String]) throws {
    assert(rules.count <= HotSQL.exceptedMax)
    try run(.supersede) { values in
      values.bind(Alert.End.superseded.rawValue)
      values.bind(alert.firedAt.milliseconds)
      values.bind(alert.milestoneID)
      values.bind(alert.id)
      for place in 0..<HotSQL.exceptedMax { values.bind(place < rules.count ? rules[place] : "") }
    }
  }

  /// As above, of the service's own of the same subject and rule.
  package func supersedeOwn(by alert: Alert) throws {
    try run(
      """
      \(StoreWriter.resolve)
      WHERE milestone_id IS NULL AND subject = ? AND rule = ? AND id <> ? AND state <> 'resolved'
      """, [Alert.End.superseded.rawValue, alert.firedAt.milliseconds, alert.subject, alert.rule, alert.id])
  }

  static let resolve = "UPDATE alert SET state = 'resolved', ended = ?, resolved_at = ?, wakes_at = NULL"

  package func acknowledge(alertID: Int64, by author: String, at now: Instant) throws {
    try run(
      """
      UPDATE alert SET state = 'acknowledged', acknowledged_by = ?, acknowledged_at = ?
      WHERE id = ? AND state IN ('open', 'snoozed')
      """, [author, now.milliseconds, alertID])
    try refuseUnlessChanged()
  }
}
