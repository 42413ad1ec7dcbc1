import GRDB
import MilepostCore

/// A delivery that the courier may send, with all that it needs.
package struct LeasedDelivery: Sendable {
  package let delivery: Delivery
  package let body: String
  package let endpoint: Endpoint
  /// When its alert was due, by the machine's clock, in which deliveries are made: as long before this one was made as
  /// the alert fired late.
  package let dueAt: Instant
}

/// What one attempt gave.
package struct Settlement: Sendable {
  package enum Outcome: Sendable {
    case delivered
    case retry(at: Instant)
    case dead
    /// It was not tried and is as before.
    case released
  }

  package var deliveryID: Int64
  package var endpointID: Int64
  /// Counted from 1.
  package var attempt: Int
  package var outcome: Outcome
  package var status: Int?
  package var error: String?
  package var startedAt: Instant
  package var durationMs: Int64
  package var responseHead: String?

  package init(
    deliveryID: Int64, endpointID: Int64, attempt: Int, outcome: Outcome, status: Int?, error: String?,
    startedAt: Instant, durationMs: Int64, responseHead: String?
  ) {
    self.deliveryID = deliveryID
    self.endpointID = endpointID
    self.attempt = attempt
    self.outcome = outcome
    self.status = status
    self.error = error
    self.startedAt = startedAt
    self.durationMs = durationMs
    self.responseHead = responseHead
  }
}

extension StoreWriter {
  /// Deliveries in the courier's hands at once, of all endpoints together; and the fewest and most of one endpoint.
  private static let heldMax = 4096
  private static let heldOfOne = 32...512

  /// Hands out at most `limit` deliveries whose time has come, the longest waiting of each active endpoint first. Every
  /// endpoint gets an equal share before any gets more, and none may hold more than its part of what is in the
  /// courier's hands, so a backlog for one starves none.
  package func leaseDue(at now: Instant, limit: Int) throws -> [LeasedDelivery] {
    let endpoints = try reader.endpoints().filter { $0.state == .active }
    guard !endpoints.isEmpty, limit > 0 else { return [] }
    let share = max(1, limit / endpoints.count)
    let heldMax = min(max(Self.heldMax / endpoints.count, Self.heldOfOne.lowerBound), Self.heldOfOne.upperBound)
    var leased: [LeasedDelivery] = []
    var hungry: [Endpoint] = []
    for endpoint in endpoints where leased.count < limit {
      let got = try lease(for: endpoint, at: now, limit: min(share, limit - leased.count), heldMax: heldMax)
      leased += got
      if got.count == share { hungry.append(endpoint) }
    }
    for endpoint in hungry where leased.count < limit && endpoints.count > 1 {
      leased += try lease(for: endpoint, at: now, limit: limit - leased.count, heldMax: heldMax)
    }
    return leased
  }

  private func lease(
    for endpoint: Endpoint, at now: Instant, limit: Int, heldMax: Int
  ) throws -> [LeasedDelivery] {
    let mine = effects.taken.count { $0.endpoint == endpoint.id }
    let held = reader.claims.count(endpointID: endpoint.id) + mine
    let limit = min(limit, heldMax - held)
    guard limit > 0 else { return [] }
    let columns = DeliveryRow.columns.split(separator: ", ").map { "d.\($0)" }.joined(separator: ", ")
    let cursor = try Row.fetchCursor(
      db.cachedStatement(
        sql: """
          SELECT \(columns), coalesce(d.body, a.body), a.fired_at - a.scheduled_at
          FROM delivery d LEFT JOIN alert a ON a.id = d.alert_id
          WHERE d.state = 'pending' AND d.endpoint_id = ? AND d.next_attempt <= ?
          ORDER BY d.next_attempt, d.id LIMIT ?
          """), arguments: [endpoint.id, now.milliseconds, limit + held])
    let taken = Set(effects.taken.map(\.delivery))
    var leased: [LeasedDelivery] = []
    while leased.count < limit, let row = try cursor.next() {
      let id: Int64 = row[0]
      if taken.contains(id) || reader.claims.contains(id, endpointID: endpoint.id) { continue }
      effects.taken.append((id, endpoint.id))
      let delivery = DeliveryRow.delivery(row)
      leased.append(
        LeasedDelivery(
          delivery: delivery, body: row[DeliveryRow.count], endpoint: endpoint,
          dueAt: delivery.createdAt.adding(milliseconds: -(row[DeliveryRow.count + 1] ?? 0))))
    }
    return leased
  }

  /// Records what attempts gave and lets go of their deliveries.
  package func settle(_ settlements: [Settlement], at now: Instant) throws {
    var delivered: [Int64: Int] = [:]
    for settlement in settlements {
      effects.released.append((settlement.deliveryID, settlement.endpointID))
      if try settle(settlement, at: now) { delivered[settlement.endpointID, default: 0] += 1 }
    }
    for (endpointID, count) in delivered {
      try run("UPDATE endpoint SET delivered = delivered + ? WHERE id = ?", [count, endpointID])
    }
  }

  /// True if it was delivered. What is no longer pending (its webhook was removed meanwhile) stays as it is.
  private func settle(_ settlement: Settlement, at now: Instant) throws -> Bool {
    let state: Delivery.State
    var next: Int64?
    switch settlement.outcome {
    case .delivered: state = .delivered
    case .dead: state = .dead
    case .released: return false
    case .retry(let at):
      state = .pending
      next = at.milliseconds
    }
    try run(
      """
      UPDATE delivery SET state = ?, attempts = ?, next_attempt = coalesce(?, next_attempt), finished_at = ?,
        last_status = ?, last_error = ? WHERE id = ? AND state = 'pending'
      """,
      [
        state.rawValue, settlement.attempt, next, next == nil ? now.milliseconds : nil, settlement.status,
        settlement.error, settlement.deliveryID,
      ])
    let counts = db.changesCount > 0
    try run(
      """
      INSERT OR REPLACE INTO attempt (delivery_id, number, started_at, duration_ms, status, error, response_head)
      VALUES (?, ?, ?, ?, ?, ?, ?)
      """,
      [
        settlement.deliveryID, settlement.attempt, settlement.startedAt.milliseconds, settlement.durationMs,
        settlement.status, settlement.error, settlement.responseHead,
      ])
    return counts && state == .delivered
  }
}
