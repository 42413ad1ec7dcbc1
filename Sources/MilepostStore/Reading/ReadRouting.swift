import GRDB
import MilepostCore

/// What waits for one endpoint and group. Without members: the group's next message waits until then.
package struct Batch: Hashable, Sendable {
  package var id: Int64
  package var route: String
  package var endpointID: Int64
  package var groupKey: String
  package var flushAt: Instant
}

/// A level at which others are told of an alert, at a moment of its own.
package struct Escalation: Hashable, Sendable {
  package var alertID: Int64
  package var route: String
  /// From 1.
  package var level: Int
  package var since: Instant
  package var dueAt: Instant
  package var toldAt: Instant?
  /// Endpoints that heard it by this route.
  package var toldTo: [Int64]

  package init(
    alertID: Int64, route: String, level: Int, since: Instant, dueAt: Instant, toldAt: Instant? = nil,
    toldTo: [Int64] = []
  ) {
    self.alertID = alertID
    self.route = route
    self.level = level
    self.since = since
    self.dueAt = dueAt
    self.toldAt = toldAt
    self.toldTo = toldTo
  }
}

/// Routes, silences, and what waits. The cost of each is that of what it returns.
extension StoreReader {
  /// In the order in which they are asked.
  package func routes() throws -> [Route] {
    try rows("SELECT document FROM route ORDER BY position, name") { try StoreReader.routeMemory.value($0[0]) }
  }

  private static let routeMemory = JSONMemory<Route>()

  /// Silences whose end is to come, or not yet dealt with, by that end.
  package func standingSilences() throws -> [Silence] {
    try rows(
      "SELECT \(SilenceRow.columns) FROM silence WHERE ended_at IS NULL ORDER BY ends_at, id", [], SilenceRow.silence)
  }

  /// Newest first.
  package func silences(beforeID: Int64?, limit: Int) throws -> [Silence] {
    try rows(
      "SELECT \(SilenceRow.columns) FROM silence WHERE id < ? ORDER BY id DESC LIMIT ?", [beforeID ?? .max, limit],
      SilenceRow.silence)
  }

  package func silence(id: Int64) throws -> Silence? {
    try row("SELECT \(SilenceRow.columns) FROM silence WHERE id = ?", [id], SilenceRow.silence)
  }

  package func silencedAlerts(silenceID: Int64) throws -> [Int64] {
    try rows("SELECT alert_id FROM silenced WHERE silence_id = ? ORDER BY alert_id", [silenceID]) { $0[0] }
  }

  package func batch(route: String, endpointID: Int64, groupKey: String) throws -> Batch? {
    try row(
      "SELECT \(BatchRow.columns) FROM batch WHERE route = ? AND endpoint_id = ? AND group_key = ?",
      [route, endpointID, groupKey], BatchRow.batch)
  }

  package func batches() throws -> [Batch] {
    try rows("SELECT \(BatchRow.columns) FROM batch ORDER BY id", [], BatchRow.batch)
  }

  package func dueBatches(at now: Instant, limit: Int) throws -> [Batch] {
    try rows(
      "SELECT \(BatchRow.columns) FROM batch WHERE flush_at <= ? ORDER BY flush_at, id LIMIT ?",
      [now.milliseconds, limit], BatchRow.batch)
  }

  package func isEmpty(batchID: Int64) throws -> Bool {
    try value("SELECT NOT EXISTS (SELECT 1 FROM batch_member WHERE batch_id = ?)", [batchID]) ?? true
  }

  /// The alerts in a batch, the oldest first.
  package func members(batchID: Int64) throws -> [Alert] {
    let columns = AlertRow.columns.split(separator: ", ").map { "alert.\($0)" }.joined(separator: ", ")
    return try rows(
      """
      SELECT \(columns) FROM batch_member JOIN alert ON alert.id = alert_id WHERE batch_id = ? ORDER BY alert_id
      """, [batchID], AlertRow.alert)
  }

  /// Endpoints for which one of these alerts waits in a batch.
  package func endpointsWaiting(alertIDs: [Int64]) throws -> Set<Int64> {
    var waiting: Set<Int64> = []
    for id in alertIDs {
      waiting.formUnion(
        try rows(
          "SELECT endpoint_id FROM batch_member JOIN batch ON batch.id = batch_id WHERE alert_id = ?", [id]
        ) { $0[0] })
    }
    return waiting
  }

  /// Endpoints that one of these alerts was told to, or is to be.
  package func endpointsHearing(alertIDs: [Int64]) throws -> Set<Int64> {
    try endpointsTold(alertIDs: alertIDs).union(endpointsWaiting(alertIDs: alertIDs))
  }

  package func alerts(milestoneID: Int64, newerThan id: Int64) throws -> [Int64] {
    try rows("SELECT id FROM alert WHERE milestone_id = ? AND id > ?", [milestoneID, id]) { $0[0] }
  }

  /// Alerts that stand, the oldest first.
  package func standingAlerts(limit: Int) throws -> [Alert] {
    try rows(
      "SELECT \(AlertRow.columns) FROM alert WHERE state <> 'resolved' ORDER BY id LIMIT ?", [limit], AlertRow.alert)
  }

  package func dueEscalations(at now: Instant, limit: Int) throws -> [Escalation] {
    try rows(
      """
      SELECT \(EscalationRow.columns) FROM escalation WHERE told_at IS NULL AND due_at <= ?
      ORDER BY due_at, alert_id LIMIT ?
      """, [now.milliseconds, limit], EscalationRow.escalation)
  }

  package func escalations(alertID: Int64) throws -> [Escalation] {
    try rows(
      "SELECT \(EscalationRow.columns) FROM escalation WHERE alert_id = ? ORDER BY route, level", [alertID],
      EscalationRow.escalation)
  }

  /// Levels to come, due at this very moment.
  package func escalations(dueAt moment: Instant) throws -> [Escalation] {
    try rows(
      "SELECT \(EscalationRow.columns) FROM escalation WHERE told_at IS NULL AND due_at = ?", [moment.milliseconds],
      EscalationRow.escalation)
  }

  /// Acknowledged or snoozed alerts that are to be told again.
  package func wakingAlerts(at now: Instant, limit: Int) throws -> [Alert] {
    try rows(
      """
      SELECT \(AlertRow.columns) FROM alert
      WHERE wakes_at IS NOT NULL AND state <> 'resolved' AND wakes_at <= ? ORDER BY wakes_at, id LIMIT ?
      """, [now.milliseconds, limit], AlertRow.alert)
  }

  package func endedSilences(at now: Instant, limit: Int) throws -> [Silence] {
    try rows(
      "SELECT \(SilenceRow.columns) FROM silence WHERE ended_at IS NULL AND ends_at <= ? ORDER BY ends_at LIMIT ?",
      [now.milliseconds, limit], SilenceRow.silence)
  }

  /// Silences that have begun, and have not yet taken back all that waited then.
  package func beginningSilences(at now: Instant, limit: Int) throws -> [Silence] {
    try rows(
      """
      SELECT \(SilenceRow.columns) FROM silence
      WHERE begun_at IS NULL AND ended_at IS NULL AND starts_at <= ? ORDER BY starts_at LIMIT ?
      """, [now.milliseconds, limit], SilenceRow.silence)
  }

  /// When something that waits is to be looked at next.
  package func earliestDispatch() throws -> Instant? {
    let times: [Int64?] = [
      try value("SELECT min(flush_at) FROM batch"),
      try value("SELECT min(due_at) FROM escalation WHERE told_at IS NULL"),
      try value("SELECT min(ends_at) FROM silence WHERE ended_at IS NULL"),
      try value("SELECT min(starts_at) FROM silence WHERE begun_at IS NULL AND ended_at IS NULL"),
      try value("SELECT min(wakes_at) FROM alert WHERE wakes_at IS NOT NULL AND state <> 'resolved'"),
    ]
    return times.compactMap(\.self).min().map(Instant.init(milliseconds:))
  }

  /// The oldest first.
  package func acts(alertID: Int64) throws -> [AlertAct] {
    try rows("SELECT at, author, action, detail FROM alert_act WHERE alert_id = ? ORDER BY id", [alertID]) { row in
      AlertAct(at: Instant(milliseconds: row[0]), author: row[1], action: row[2], detail: row[3])
    }
  }

  /// Messages that told, or are to tell, an alert; the oldest first.
  package func deliveries(alertID: Int64) throws -> [Delivery] {
    try rows(
      """
      SELECT \(DeliveryRow.columns) FROM delivery WHERE alert_id = :id
      UNION
      SELECT \(DeliveryRow.columns.split(separator: ", ").map { "delivery.\($0)" }.joined(separator: ", "))
      FROM delivery JOIN delivery_alert ON delivery_id = delivery.id WHERE delivery_alert.alert_id = :id
      ORDER BY 1
      """, ["id": alertID], DeliveryRow.delivery)
  }

  /// How often a milestone's rule has spoken since.
  package func alertCount(milestoneID: Int64, rule: String, since start: Instant) throws -> Int {
    try value(
      "SELECT count(*) FROM alert WHERE milestone_id = ? AND rule = ? AND fired_at >= ?",
      [milestoneID, rule, start.milliseconds]) ?? 0
  }
}

enum SilenceRow {
  static let columns = "id, matchers, starts_at, ends_at, author, comment, created_at, ended_at"

  static func silence(_ row: Row) throws -> Silence {
    Silence(
      id: row[0], match: try JSONColumn.value([String].self, row[1]), startsAt: Instant(milliseconds: row[2]),
      endsAt: Instant(milliseconds: row[3]), author: row[4], comment: row[5],
      createdAt: Instant(milliseconds: row[6]), endedAt: (row[7] as Int64?).map(Instant.init(milliseconds:)))
  }
}

enum BatchRow {
  static let columns = "id, route, endpoint_id, group_key, flush_at"

  static func batch(_ row: Row) -> Batch {
    Batch(
      id: row[0], route: row[1], endpointID: row[2], groupKey: row[3], flushAt: Instant(milliseconds: row[4]))
  }
}

enum EscalationRow {
  static let columns = "alert_id, route, level, since, due_at, told_at, told_to"

  static func escalation(_ row: Row) throws -> Escalation {
    Escalation(
      alertID: row[0], route: row[1], level: row[2], since: Instant(milliseconds: row[3]),
      dueAt: Instant(milliseconds: row[4]), toldAt: (row[5] as Int64?).map(Instant.init(milliseconds:)),
      toldTo: try (row[6] as String?).map { try JSONColumn.value([Int64].self, $0) } ?? [])
  }
}
