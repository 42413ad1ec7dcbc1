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
  /// It asks whether an endpoint that failed is there again.
  package var isProbe = false
}

/// What was handed out, and when there will be more.
package struct ClaimedDeliveries: Sendable {
  package var deliveries: [LeasedDelivery] = []
  /// Nil: when something else changes.
  package var nextAttempt: Instant?
}

extension StoreWriter {
  /// Deliveries in the courier's hands at once, of all endpoints together; and the fewest and most of one endpoint.
  private static let heldMax = 4096
  private static let heldOfOne = 32...1024

  /// Hands out at most `limit` deliveries whose time has come, the longest waiting of each active endpoint first, and of
  /// each milestone only the oldest that waits. Every endpoint gets an equal share before any gets more, and none may
  /// hold more than its part of what is in the courier's hands, so a backlog for one starves none.
  ///
  /// An endpoint whose breaker is open gets one probe at a time. One with a limit gets what it may have; what is over it
  /// is folded into one message, under an id that `messageID` makes.
  package func claim(
    _ endpoints: [Endpoint], at now: Instant, limit: Int, messageID: () -> String
  ) throws -> ClaimedDeliveries {
    var active = endpoints.filter { $0.state == .active }
    guard !active.isEmpty, limit > 0 else { return ClaimedDeliveries() }
    let share = max(1, limit / active.count)
    let heldMax = min(max(Self.heldMax / active.count, Self.heldOfOne.lowerBound), Self.heldOfOne.upperBound)
    var claimed = ClaimedDeliveries()
    var hungry: [Int] = []
    for index in active.indices where claimed.deliveries.count < limit {
      let most = min(share, limit - claimed.deliveries.count)
      let got = try claim(for: &active[index], at: now, limit: most, heldMax: heldMax, messageID: messageID)
      claimed.deliveries += got
      if got.count == most { hungry.append(index) }
    }
    for index in hungry where claimed.deliveries.count < limit && active.count > 1 {
      claimed.deliveries += try claim(
        for: &active[index], at: now, limit: limit - claimed.deliveries.count, heldMax: heldMax, messageID: messageID)
    }
    claimed.nextAttempt =
      claimed.deliveries.count == limit ? now : try reader.earliestAttempt(of: active, after: now)
    return claimed
  }

  private func claim(
    for endpoint: inout Endpoint, at now: Instant, limit: Int, heldMax: Int, messageID: () -> String
  ) throws -> [LeasedDelivery] {
    let id = endpoint.id
    let held = reader.claims.count(endpointID: id) + effects.taken.count { $0.endpoint == id }
    let limit = min(limit, heldMax - held)
    guard limit > 0 else { return [] }
    switch endpoint.clearance(at: now) {
    case .none: return []
    case .all:
      return try due(for: endpoint, at: now, limit: limit).map { take($0, for: endpoint) }
    case .probe:
      guard held == 0, let probe = try probe(for: endpoint, at: now) else { return [] }
      endpoint = try charge(endpoint, 1, at: now)
      if endpoint.throttle != nil { try noteTry(of: probe) }
      return [take(probe, for: endpoint, isProbe: true)]
    case .some(let allowed):
      let allowed = min(allowed, limit)
      let waiting = try due(for: endpoint, at: now, limit: allowed + GroupMessage.alertsMax)
      guard !waiting.isEmpty else { return [] }
      let plan = FoldPlan(waiting, allowed: allowed, foldMax: GroupMessage.alertsMax, canFold: \.canFold)
      for single in plan.single { try noteTry(of: single) }
      var leased = plan.single.map { take($0, for: endpoint) }
      if !plan.folded.isEmpty { leased.append(try fold(plan.folded, for: endpoint, at: now, messageID: messageID())) }
      endpoint = try charge(endpoint, leased.count, at: now)
      return leased
    }
  }

  private func take(_ waiting: WaitingDelivery, for endpoint: Endpoint, isProbe: Bool = false) -> LeasedDelivery {
    effects.taken.append((waiting.delivery.id, endpoint.id))
    return LeasedDelivery(
      delivery: waiting.delivery, body: waiting.body, endpoint: endpoint, dueAt: waiting.dueAt, isProbe: isProbe)
  }

  /// Keeps that it may arrive: after a crash it goes out under its own id again, and is folded into nothing else. What
  /// comes of the try is written over this.
  private func noteTry(of waiting: WaitingDelivery) throws {
    try run("UPDATE delivery SET uncounted = uncounted + 1 WHERE id = ?", [waiting.delivery.id])
  }

  /// Writes down what the endpoint's limits have left, if it has any.
  private func charge(_ endpoint: Endpoint, _ count: Int, at now: Instant) throws -> Endpoint {
    let charged = endpoint.charged(count, at: now)
    if charged.throttle != endpoint.throttle { try keep(throttle: charged.throttle, endpointID: endpoint.id) }
    return charged
  }

  /// One message for several that wait. Each stays on record as told by it; none is lost.
  private func fold(
    _ waiting: [WaitingDelivery], for endpoint: Endpoint, at now: Instant, messageID: String
  ) throws -> LeasedDelivery {
    let message = GroupMessage(bodies: waiting.map(\.body), at: now)
    let group = try enqueue(
      Delivery(
        messageID: messageID, endpointID: endpoint.id, alertID: nil, body: message.body, nextAttempt: now,
        createdAt: now), telling: waiting.compactMap(\.delivery.alertID))
    for entry in waiting {
      try run(
        "UPDATE delivery SET state = 'folded', folded_into = ?, finished_at = ? WHERE id = ?",
        [group.id, now.milliseconds, entry.delivery.id])
    }
    effects.taken.append((group.id, endpoint.id))
    return LeasedDelivery(
      delivery: group, body: message.body, endpoint: endpoint, dueAt: waiting.map(\.dueAt).min() ?? now)
  }

  package func keep(throttle: Throttle?, endpointID: Int64) throws {
    try run(
      "UPDATE endpoint SET throttle = ? WHERE id = ?", [try throttle.map { try JSONColumn.text($0) }, endpointID])
  }

  package func keep(breaker: Breaker?, endpointID: Int64) throws {
    try run("UPDATE endpoint SET breaker = ? WHERE id = ?", [try breaker.map { try JSONColumn.text($0) }, endpointID])
  }

  /// Lets what was tried before go out now, in the order in which it came to be, and not when its own time would come.
  package func hasten(endpointID: Int64, at now: Instant) throws {
    try run(
      """
      UPDATE delivery SET next_attempt = min(created_at, ?)
      WHERE state = 'pending' AND endpoint_id = ? AND attempts + uncounted > 0
      """, [now.milliseconds, endpointID])
  }
}

/// A delivery that may be handed out, with its message.
private struct WaitingDelivery {
  let delivery: Delivery
  let body: String
  let dueAt: Instant

  /// What was tried may have arrived: under another id it would be told twice.
  var canFold: Bool { delivery.alertID != nil && delivery.attempts == 0 && delivery.uncounted == 0 }
}

extension StoreWriter {
  /// What is due and not in the courier's hands, the longest waiting first.
  private func due(for endpoint: Endpoint, at now: Instant, limit: Int) throws -> [WaitingDelivery] {
    var ids = try hot.statement(.waiting, on: db)
    ids.bind(endpoint.id)
    ids.bind(now.milliseconds)
    defer { ids.end() }
    return try pick(limit, for: endpoint) { try ids.next() ? ids.int64() : nil }
  }

  /// The oldest that was due once, whenever it is to be tried again.
  private func probe(for endpoint: Endpoint, at now: Instant) throws -> WaitingDelivery? {
    var ids = try reader.rows(
      """
      SELECT id FROM delivery WHERE state = 'pending' AND endpoint_id = ?
        AND (next_attempt <= ? OR attempts + uncounted > 0)
      ORDER BY next_attempt, id LIMIT ?
      """, [endpoint.id, now.milliseconds, GroupMessage.alertsMax]
    ) { $0[0] as Int64 }.makeIterator()
    return try pick(1, for: endpoint) { ids.next() }.first
  }

  private func pick(
    _ limit: Int, for endpoint: Endpoint, of next: () throws -> Int64?
  ) throws -> [WaitingDelivery] {
    let taken = Set(effects.taken.map(\.delivery))
    let claimed = reader.claims.held(endpointID: endpoint.id)
    let groups = try GroupOrder(endpointID: endpoint.id, in: reader)
    var picked: [WaitingDelivery] = []
    while picked.count < limit, let id = try next() {
      guard !taken.contains(id), !claimed.contains(id), let oldest = try oldestOfItsMilestone(id, for: endpoint),
        try groups?.allows(oldest.delivery, in: reader) ?? true
      else { continue }
      picked.append(oldest)
    }
    return picked
  }

  /// Nil while an older one of its milestone waits.
  private func oldestOfItsMilestone(_ id: Int64, for endpoint: Endpoint) throws -> WaitingDelivery? {
    var row = try hot.statement(.waitingOne, on: db)
    row.bind(id)
    defer { row.end() }
    guard try row.next() else { return nil }
    // Arguments are taken from left to right, as the columns stand.
    let delivery = Delivery(
      id: id, messageID: row.text(), endpointID: endpoint.id, alertID: row.optionalInt64(),
      milestoneID: row.optionalInt64(), attempts: Int(row.int64()), nextAttempt: Instant(milliseconds: row.int64()),
      createdAt: Instant(milliseconds: row.int64()), uncounted: Int(row.int64()))
    let body = row.text()
    return WaitingDelivery(
      delivery: delivery, body: body, dueAt: delivery.createdAt.adding(milliseconds: -(row.optionalInt64() ?? 0)))
  }
}
