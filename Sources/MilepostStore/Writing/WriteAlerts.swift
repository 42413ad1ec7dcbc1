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
    effects.newAlerts[TransactionEffects.AlertSort(type: alert.type, state: alert.state), default: 0] += 1
    var stored = alert
    stored.id = db.lastInsertedRowID
    return stored
  }

  /// Adds this transaction's new alerts to the sums: once for all, where a trigger would for each.
  func countNewAlerts() throws {
    for (sort, count) in effects.newAlerts {
      try run(
        """
        INSERT INTO alert_tally (type, state, value) VALUES (?, ?, ?), (?, '', ?)
        ON CONFLICT (type, state) DO UPDATE SET value = value + excluded.value
        """, [sort.type, sort.state.rawValue, count, sort.type, count])
    }
  }

  /// Resolves alerts that stand: their cause is gone.
  package func resolve(alertIDs: [Int64], at now: Instant) throws {
    for id in alertIDs {
      try run(
        "\(StoreWriter.resolve) WHERE id = ? AND state <> 'resolved'",
        [Alert.End.gone.rawValue, now.milliseconds, id])
    }
  }

  /// A newer alert says all that the others of its milestone said: those of its own rule, or of all but some. Returns
  /// them.
  package func supersedeOfRule(by alert: Alert) throws -> [SupersededAlert] {
    try reader.rows(
      """
      \(StoreWriter.resolve) WHERE milestone_id = ? AND rule = ? AND id <> ? AND state <> 'resolved'
      RETURNING \(SupersededAlert.columns)
      """,
      [Alert.End.superseded.rawValue, alert.firedAt.milliseconds, alert.milestoneID, alert.rule, alert.id]
    ) { row in
      SupersededAlert(
        id: row[0], rule: row[1], acknowledgedBy: row[2],
        acknowledgedAt: (row[3] as Int64?).map(Instant.init(milliseconds:)), acknowledgedReason: row[4],
        wakesAt: (row[5] as Int64?).map(Instant.init(milliseconds:)))
    }
  }

  /// Names at most `HotSQL.exceptedMax` rules.
  package func supersede(by alert: Alert, except rules: [String]) throws -> [SupersededAlert] {
    assert(rules.count <= HotSQL.exceptedMax)
    // Most have no older one; an update that finds nothing costs four times as much as this look.
    guard try hasStanding(beside: alert) else { return [] }
    var statement = try hot.statement(.supersede, on: db)
    statement.bind(Alert.End.superseded.rawValue)
    statement.bind(alert.firedAt.milliseconds)
    statement.bind(alert.milestoneID)
    statement.bind(alert.id)
    for place in 0..<HotSQL.exceptedMax { statement.bind(place < rules.count ? rules[place] : "") }
    defer { statement.end() }
    var older: [SupersededAlert] = []
    while try statement.next() {
      older.append(
        SupersededAlert(
          id: statement.int64(), rule: statement.text(), acknowledgedBy: statement.optionalText(),
          acknowledgedAt: statement.optionalInt64().map(Instant.init(milliseconds:)),
          acknowledgedReason: statement.optionalText(),
          wakesAt: statement.optionalInt64().map(Instant.init(milliseconds:))))
    }
    return older
  }

  private func hasStanding(beside alert: Alert) throws -> Bool {
    var statement = try hot.statement(.standing, on: db)
    statement.bind(alert.milestoneID)
    statement.bind(alert.id)
    defer { statement.end() }
    return try statement.next()
  }

  /// As above, of the service's own of the same subject and rule.
  package func supersedeOwn(by alert: Alert) throws {
    try run(
      """
      \(StoreWriter.resolve)
      WHERE milestone_id IS NULL AND subject = ? AND rule = ? AND id <> ? AND state <> 'resolved'
      """, [Alert.End.superseded.rawValue, alert.firedAt.milliseconds, alert.subject, alert.rule, alert.id])
  }

  static let resolve = "UPDATE alert SET state = 'resolved', ended = ?, resolved_at = ?"

  /// Writes what somebody made of an alert that stands.
  package func setState(_ alert: Alert) throws {
    try run(
      """
      UPDATE alert SET state = ?, acknowledged_by = ?, acknowledged_at = ?, acknowledged_reason = ?, wakes_at = ?,
        told_by = ? WHERE id = ? AND state <> 'resolved'
      """,
      [
        alert.state.rawValue, alert.acknowledgedBy, alert.acknowledgedAt?.milliseconds, alert.acknowledgedReason,
        alert.wakesAt?.milliseconds, alert.toldBy, alert.id,
      ])
    try refuseUnlessChanged()
  }

  /// Keeps what somebody, or the service, did to an alert.
  package func addAct(_ act: AlertAct, alertID: Int64) throws {
    try run(
      "INSERT INTO alert_act (alert_id, at, author, action, detail) VALUES (?, ?, ?, ?, ?)",
      [alertID, act.at.milliseconds, act.author, act.action, act.detail])
  }
}

/// An alert for which a newer one stands now, with what somebody had made of it.
package struct SupersededAlert: Sendable {
  static let columns = "id, rule, acknowledged_by, acknowledged_at, acknowledged_reason, wakes_at"

  package let id: Int64
  package let rule: String
  package let acknowledgedBy: String?
  package let acknowledgedAt: Instant?
  package let acknowledgedReason: String?
  package let wakesAt: Instant?
}

/// What was done to an alert, when and by whom.
package struct AlertAct: Hashable, Sendable {
  package var at: Instant
  package var author: String
  package var action: String
  package var detail: String?

  package init(at: Instant, author: String, action: String, detail: String? = nil) {
    self.at = at
    self.author = author
    self.action = action
    self.detail = detail
  }
}
