import GRDB
import MilepostCore

/// Endpoints, alerts and deliveries.
extension StoreReader {
  /// By name.
  package func endpoints() throws -> [Endpoint] {
    var options: Set<String> = []
    let endpoints = try rows("SELECT \(EndpointRow.columns) FROM endpoint WHERE removed = 0 ORDER BY name", []) { row in
      if let text = row[EndpointRow.optionsPlace] as String? { options.insert(text) }
      return try EndpointRow.endpoint(row)
    }
    EndpointRow.options.forget(allBut: options)
    return endpoints
  }

  package func endpoint(name: String) throws -> Endpoint? {
    try row(
      "SELECT \(EndpointRow.columns) FROM endpoint WHERE name = ? AND removed = 0", [name], EndpointRow.endpoint)
  }

  package func endpoint(id: Int64) throws -> Endpoint? {
    try row("SELECT \(EndpointRow.columns) FROM endpoint WHERE id = ? AND removed = 0", [id], EndpointRow.endpoint)
  }

  package func alert(id: Int64) throws -> Alert? {
    try row("SELECT \(AlertRow.columns) FROM alert WHERE id = ?", [id], AlertRow.alert)
  }

  /// Endpoints that were told of any of these alerts, or are about to be.
  package func endpointsTold(alertIDs: [Int64]) throws -> Set<Int64> {
    var told: Set<Int64> = []
    for id in alertIDs {
      told.formUnion(
        try rows(
          """
          WITH teller (id) AS (
            SELECT coalesce(b.told_by, b.id) FROM alert a JOIN alert b ON b.id = coalesce(a.told_by, a.id)
            WHERE a.id = ?)
          SELECT endpoint_id FROM teller JOIN delivery ON alert_id = teller.id
            WHERE state NOT IN ('dead', 'withdrawn')
          UNION
          SELECT endpoint_id FROM teller JOIN delivery_alert ON delivery_alert.alert_id = teller.id
            JOIN delivery ON delivery.id = delivery_id WHERE state NOT IN ('dead', 'withdrawn')
          """, [id]
        ) { $0[0] })
    }
    return told
  }

  package func alert(milestoneID: Int64, rule: String, occurrence: String) throws -> Alert? {
    try row(
      "SELECT \(AlertRow.columns) FROM alert WHERE milestone_id = ? AND rule = ? AND occurrence = ?",
      [milestoneID, rule, occurrence], AlertRow.alert)
  }

  /// Alerts of a milestone that stand; nil: of all rules.
  package func standingAlerts(milestoneID: Int64, of rule: String?) throws -> [Int64] {
    try rows(
      "SELECT id FROM alert WHERE milestone_id = ? AND rule = coalesce(?, rule) AND state <> 'resolved' ORDER BY id",
      [milestoneID, rule]
    ) { $0[0] }
  }

  /// The service's own of a subject and rule that stand.
  package func standingAlerts(subject: String, of rule: String) throws -> [Int64] {
    try rows(
      """
      SELECT id FROM alert WHERE milestone_id IS NULL AND subject = ? AND rule = ? AND state <> 'resolved' ORDER BY id
      """, [subject, rule]
    ) { $0[0] }
  }

  /// Newest first; `beforeID` is where the page before ended.
  package func alerts(states: [Alert.State], beforeID: Int64?, limit: Int) throws -> [Alert] {
    // Names of an enum: nothing that somebody typed.
    let list = states.map { "'\($0.rawValue)'" }.joined(separator: ", ")
    return try rows(
      "SELECT \(AlertRow.columns) FROM alert WHERE id < ? AND state IN (\(list)) ORDER BY id DESC LIMIT ?",
      [beforeID ?? .max, limit], AlertRow.alert)
  }

  /// Newest first.
  package func deliveries(
    endpointID: Int64?, state: Delivery.State?, beforeID: Int64?, limit: Int
  ) throws -> [Delivery] {
    var conditions = ["id < ?"]
    var arguments: StatementArguments = [beforeID ?? .max]
    if let endpointID {
      conditions.append("endpoint_id = ?")
      arguments += [endpointID]
    }
    if let state { conditions.append("state = '\(state.rawValue)'") }
    return try rows(
      """
      SELECT \(DeliveryRow.columns) FROM delivery WHERE \(conditions.joined(separator: " AND "))
      ORDER BY id DESC LIMIT ?
      """, arguments + [limit], DeliveryRow.delivery)
  }

  package func delivery(endpointID: Int64, messageID: String) throws -> Delivery? {
    try row(
      "SELECT \(DeliveryRow.columns) FROM delivery WHERE endpoint_id = ? AND message_id = ?", [endpointID, messageID],
      DeliveryRow.delivery)
  }

  /// The first try first.
  package func attempts(deliveryID: Int64) throws -> [Attempt] {
    try rows(
      """
      SELECT number, started_at, duration_ms, status, error, response_head FROM attempt WHERE delivery_id = ?
      UNION ALL
      SELECT attempts + uncounted, tried_at, took_ms, last_status, last_error, answer FROM delivery
      WHERE id = ? AND tried_at IS NOT NULL
      ORDER BY number
      """, [deliveryID, deliveryID]
    ) { row in
      Attempt(
        number: row[0], startedAt: Instant(milliseconds: row[1]), durationMs: row[2], status: row[3], error: row[4],
        responseHead: row[5])
    }
  }

  package func deliveryCounts(endpointID: Int64) throws -> (pending: Int, delivered: Int, dead: Int) {
    (
      try pendingCount(endpointID: endpointID),
      try value("SELECT delivered FROM endpoint WHERE id = ?", [endpointID]) ?? 0,
      try value(
        "SELECT count(*) FROM delivery INDEXED BY delivery_dead WHERE state = 'dead' AND endpoint_id = ?", [endpointID])
        ?? 0
    )
  }

  /// The next moment after `now` at which something may be tried at one of these endpoints.
  package func earliestAttempt(of endpoints: [Endpoint], after now: Instant) throws -> Instant? {
    try endpoints.compactMap { try earliestAttempt(of: $0, after: now) }.min()
  }

  private func earliestAttempt(of endpoint: Endpoint, after now: Instant) throws -> Instant? {
    switch endpoint.clearance(at: now) {
    case .all, .some, .probe:
      // What is new and was not handed out waits for something that will be heard of, not for a time.
      return try waiting(
        """
        SELECT min(next_attempt) FROM \(HotSQL.retryOnes)
        WHERE \(HotSQL.isRetry) AND endpoint_id = ? AND next_attempt > ?
        """,
        [endpoint.id, now.milliseconds])
    case .none(nil): return nil
    case .none(let until?):
      let isNew: Int64? = try value(
        "SELECT 1 FROM \(HotSQL.freshOnes) WHERE \(HotSQL.isFresh) AND endpoint_id = ? LIMIT 1", [endpoint.id])
      let first =
        try isNew != nil
        ? now
        : waiting(
          "SELECT min(next_attempt) FROM \(HotSQL.retryOnes) WHERE \(HotSQL.isRetry) AND endpoint_id = ?",
          [endpoint.id])
      // A probe does not wait for the time of what it takes along.
      return first.map { endpoint.breaker?.isOpen ?? false ? until : max(until, $0) }
    }
  }

  private func waiting(_ sql: String, _ arguments: StatementArguments) throws -> Instant? {
    (try value(sql, arguments) as Int64?).map(Instant.init(milliseconds:))
  }

  /// Nil: of all.
  private func pendingCount(endpointID: Int64?) throws -> Int {
    let place = endpointID == nil ? "" : " AND endpoint_id = ?"
    return try HotSQL.lines.reduce(0) { sum, line in
      let sql = "SELECT count(*) FROM \(line.from) WHERE \(line.of)\(place)"
      return try sum + (value(sql, endpointID.map { [$0] } ?? []) ?? 0)
    }
  }

  /// Counts for a status line. `today`: milestones due before it are overdue.
  package func counts(today: CivilDate) throws -> StoreCounts {
    StoreCounts(
      projects: try value("SELECT count(*) FROM project WHERE archived_at IS NULL") ?? 0,
      milestonesOpen: try value("SELECT value FROM tally WHERE name = 'milestones_open'") ?? 0,
      overdue: try value("SELECT coalesce(sum(open), 0) FROM due_tally WHERE due_day < ?", [today.dayNumber]) ?? 0,
      alertsOpen: try value("SELECT count(*) FROM alert WHERE state <> 'resolved'") ?? 0,
      deliveriesPending: try pendingCount(endpointID: nil),
      deliveriesDead: try value("SELECT count(*) FROM delivery WHERE state = 'dead'") ?? 0)
  }
}

package struct StoreCounts: Equatable, Sendable {
  package var projects: Int
  package var milestonesOpen: Int
  package var overdue: Int
  /// Not resolved.
  package var alertsOpen: Int
  package var deliveriesPending: Int
  package var deliveriesDead: Int
}
