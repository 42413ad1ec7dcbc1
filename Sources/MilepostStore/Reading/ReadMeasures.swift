import GRDB
import MilepostCore

/// What is measured from outside every few seconds: sums that are kept, and counts of what waits.
extension StoreReader {
  /// `today` and `soon` are days of the service's own zone; `overdue` is counted in each project's.
  package func measures(today: CivilDate, week: CivilDate, near: CivilDate) throws -> StoreMeasures {
    let sums = try row(
      """
      SELECT coalesce(sum(open), 0),
        coalesce(sum(open) FILTER (WHERE due_day < :today), 0),
        coalesce(sum(open) FILTER (WHERE due_day BETWEEN :today AND :week), 0),
        coalesce(sum(slipping) FILTER (WHERE due_day >= :today), 0),
        coalesce(sum(open - slipping) FILTER (WHERE due_day BETWEEN :today AND :near), 0)
      FROM due_tally
      """, ["today": today.dayNumber, "week": week.dayNumber, "near": near.dayNumber]
    ) { (open: $0[0] as Int, past: $0[1] as Int, week: $0[2] as Int, slipping: $0[3] as Int, near: $0[4] as Int) }
    let (open, past, week, slipping, near) = sums ?? (0, 0, 0, 0, 0)
    return StoreMeasures(
      projects: try value("SELECT count(*) FROM project WHERE archived_at IS NULL") ?? 0, open: open, dueInWeek: week,
      atRisk: slipping, red: past + slipping, yellow: near, green: open - past - slipping - near,
      alerts: try rows("SELECT type, state, value FROM alert_tally ORDER BY type, state") {
        StoreMeasures.Alerts(type: $0[0], state: $0[1], count: $0[2])
      },
      endpoints: try endpointMeasures(),
      ledger: try value("SELECT coalesce(max(sequence), 0) FROM ledger") ?? 0)
  }

  private func endpointMeasures() throws -> [StoreMeasures.Endpoint] {
    let pending = try rows(
      """
      SELECT endpoint_id, sum(n), min(oldest) FROM (
        SELECT endpoint_id, count(*) AS n, min(id) AS oldest FROM \(HotSQL.freshOnes)
        WHERE \(HotSQL.isFresh) GROUP BY endpoint_id
        UNION ALL
        SELECT endpoint_id, count(*), min(id) FROM \(HotSQL.retryOnes) WHERE \(HotSQL.isRetry) GROUP BY endpoint_id)
      GROUP BY endpoint_id
      """
    ) { ($0[0] as Int64, (count: $0[1] as Int, oldest: $0[2] as Int64)) }
    let dead = try rows(
      """
      SELECT endpoint_id, count(*) FROM delivery INDEXED BY delivery_dead WHERE state = 'dead' GROUP BY endpoint_id
      """
    ) { ($0[0] as Int64, $0[1] as Int) }
    let waiting = Dictionary(uniqueKeysWithValues: pending)
    let givenUp = Dictionary(uniqueKeysWithValues: dead)
    return try rows("SELECT id, name, state, delivered, breaker FROM endpoint WHERE removed = 0 ORDER BY name") { row in
      let id: Int64 = row[0]
      let oldest: Int64? = try waiting[id].flatMap {
        try value("SELECT created_at FROM delivery WHERE id = ?", [$0.oldest])
      }
      return StoreMeasures.Endpoint(
        id: id, name: row[1], state: row[2], delivered: row[3], pending: waiting[id]?.count ?? 0,
        dead: givenUp[id] ?? 0, oldestPending: oldest.map(Instant.init(milliseconds:)),
        breaker: try (row[4] as String?).map { try JSONColumn.value(Breaker.self, $0) })
    }
  }

  /// When the longest waiting delivery that nothing holds back was to be tried; nil when none waits. Breakers, limits and
  /// an older message of the same milestone hold back.
  package func earliestPending(at now: Instant) throws -> Instant? {
    let free = try endpoints().filter { $0.clearance(at: now) == .all }
    let times = try free.flatMap { endpoint in
      try HotSQL.lines.compactMap { line -> Int64? in
        try value(
          """
          SELECT next_attempt FROM \(line.from) WHERE \(line.of) AND endpoint_id = ? AND NOT EXISTS (
            SELECT 1 FROM delivery o INDEXED BY delivery_retry_order WHERE o.state = 'pending' AND o.attempts + o.uncounted > 0
              AND o.endpoint_id = delivery.endpoint_id AND o.milestone_id = delivery.milestone_id
              AND o.id < delivery.id)
          ORDER BY \(line.by) LIMIT 1
          """, [endpoint.id])
      }
    }
    return times.min().map(Instant.init(milliseconds:))
  }
}

package struct StoreMeasures: Equatable, Sendable {
  package struct Alerts: Equatable, Sendable {
    package var type: String
    /// Empty: all that ever were.
    package var state: String
    package var count: Int
  }

  package struct Endpoint: Equatable, Sendable {
    package var id: Int64
    package var name: String
    package var state: String
    package var delivered: Int
    package var pending: Int
    package var dead: Int
    package var oldestPending: Instant?
    /// Nil while all is well.
    package var breaker: Breaker?
  }

  package var projects: Int
  package var open: Int
  package var dueInWeek: Int
  /// Not late yet, and expected after the due date.
  package var atRisk: Int
  /// Open milestones by the light that the table `standard` gives them.
  package var red: Int
  package var yellow: Int
  package var green: Int
  package var alerts: [Alerts]
  package var endpoints: [Endpoint]
  /// Entries of the ledger.
  package var ledger: Int64
}
