import GRDB
import MilepostCore

/// A delivery that the courier may send, with its message.
package struct LeasedDelivery: Sendable {
  package let delivery: Delivery
  package let body: String
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

  /// Hands out at most `limit` deliveries whose time has come: of each active endpoint first what was tried before, then
  /// what is new, in the order in which it came to be; of each milestone only the oldest that waits. Every endpoint gets an equal share before any gets more, and none may
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
    let held = held(endpointID: id)
    let limit = min(limit, heldMax - held.deliveries.count)
    guard limit > 0 else { return [] }
    switch endpoint.clearance(at: now) {
    case .none: return []
    case .all:
      let waiting = try due(for: endpoint, held, at: now, limit: limit)
      for group in waiting where group.isForSeveral { try noteTry(of: group.delivery) }
      return waiting.map { take($0, for: endpoint) }
    case .probe:
      guard held.deliveries.isEmpty, let probe = try probe(for: endpoint, held) else { return [] }
      endpoint = try charge(endpoint, 1, at: now)
      if endpoint.throttle != nil || probe.isForSeveral { try noteTry(of: probe.delivery) }
      return [take(probe, for: endpoint, isProbe: true)]
    case .some(let allowed):
      let allowed = min(allowed, limit)
      let waiting = try due(for: endpoint, held, at: now, limit: allowed + GroupMessage.alertsMax)
      // What there is no room for yet was looked at and is not taken.
      effects.floors[id] = held.floor
      guard !waiting.isEmpty else { return [] }
      let plan = FoldPlan(waiting, allowed: allowed, foldMax: GroupMessage.alertsMax, canFold: \.canFold)
      for single in plan.single { try noteTry(of: single.delivery) }
      var leased = plan.single.map { take($0, for: endpoint) }
      if !plan.folded.isEmpty { leased.append(try fold(plan.folded, for: endpoint, at: now, messageID: messageID())) }
      endpoint = try charge(endpoint, leased.count, at: now)
      return leased
    }
  }

  private func take(_ waiting: WaitingDelivery, for endpoint: Endpoint, isProbe: Bool = false) -> LeasedDelivery {
    effects.taken[endpoint.id, default: []].append((waiting.delivery.id, waiting.delivery.milestoneID))
    return LeasedDelivery(
      delivery: waiting.delivery, body: waiting.body, dueAt: waiting.dueAt, isProbe: isProbe)
  }

  /// Keeps that it may arrive: after a crash it goes out under its own id again, is folded into nothing else, and nothing
  /// is taken out of it. What comes of the try is written over this.
  private func noteTry(of delivery: Delivery) throws {
    try run("UPDATE delivery SET uncounted = uncounted + 1 WHERE id = ?", [delivery.id])
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
    try noteTry(of: group)
    effects.taken[endpoint.id, default: []].append((group.id, nil))
    return LeasedDelivery(delivery: group, body: message.body, dueAt: waiting.map(\.dueAt).min() ?? now)
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
      UPDATE \(HotSQL.retryOnes) SET next_attempt = min(created_at, ?)
      WHERE \(HotSQL.isRetry) AND endpoint_id = ?
      """, [now.milliseconds, endpointID])
  }
}

/// A delivery that may be handed out, with its message.
private struct WaitingDelivery {
  let delivery: Delivery
  let body: String
  let dueAt: Instant

  /// Out of a row whose number has been read.
  init(_ id: Int64, _ row: HotStatement) {
    delivery = Delivery(
      id: id, messageID: row.text(1), endpointID: row.int64(2), alertID: row.optionalInt64(3),
      milestoneID: row.optionalInt64(4), attempts: Int(row.int64(5)), nextAttempt: Instant(milliseconds: row.int64(6)),
      createdAt: Instant(milliseconds: row.int64(7)), uncounted: Int(row.int64(8)))
    body = row.text(9)
    dueAt = delivery.createdAt.adding(milliseconds: -(row.optionalInt64(10) ?? 0))
  }

  var isForSeveral: Bool { delivery.alertID == nil }

  /// What was tried may have arrived: under another id it would be told twice.
  var canFold: Bool { !isForSeveral && delivery.attempts == 0 && delivery.uncounted == 0 }
}

extension StoreWriter {
  /// What the courier holds, were this transaction to stand as it is now.
  private func held(endpointID: Int64) -> Claims.Held {
    var held = reader.claims.held(endpointID: endpointID)
    for claim in effects.released where claim.endpoint == endpointID {
      held.release(claim.delivery, isUntried: claim.isUntried)
    }
    for claim in effects.taken[endpointID] ?? [] { held.take(claim.delivery, of: claim.milestone) }
    if let floor = effects.floors[endpointID] { held.floor = floor }
    return held
  }

  /// What is due and not in the courier's hands: what was tried before and whose time has come, then what is new.
  private func due(
    for endpoint: Endpoint, _ held: Claims.Held, at now: Instant, limit: Int
  ) throws -> [WaitingDelivery] {
    var order = try DeliveryOrder(endpointID: endpoint.id, engaged: held.milestones, in: reader)
    var due: [WaitingDelivery] = []
    if order.hasRetries {
      var tried = try hot.statement(.retries, on: db)
      tried.bind(endpoint.id)
      tried.bind(now.milliseconds)
      defer { tried.end() }
      while due.count < limit, try tried.next() {
        if let waiting = try admitted(tried.int64(), held, &order) { due.append(waiting) }
      }
    }
    try takeFresh(&due, upTo: limit, for: endpoint, held, &order)
    return due
  }

  private func takeFresh(
    _ due: inout [WaitingDelivery], upTo limit: Int, for endpoint: Endpoint, _ held: Claims.Held,
    _ order: inout DeliveryOrder
  ) throws {
    var fresh = try hot.statement(.fresh, on: db)
    fresh.bind(endpoint.id)
    fresh.bind(held.floor)
    defer { fresh.end() }
    // What may not go yet, and all behind it, is looked at again.
    var (floor, isFloorFixed) = (held.floor, false)
    while due.count < limit, try fresh.next() {
      let id = fresh.int64()
      if !held.deliveries.contains(id) {
        let waiting = WaitingDelivery(id, fresh)
        if try order.admit(waiting.delivery) { due.append(waiting) } else { isFloorFixed = true }
      }
      if !isFloorFixed { floor = id }
    }
    effects.floors[endpoint.id] = floor
  }

  /// What was tried before or else the oldest, whenever it is to be tried again.
  private func probe(for endpoint: Endpoint, _ held: Claims.Held) throws -> WaitingDelivery? {
    var order = try DeliveryOrder(endpointID: endpoint.id, engaged: held.milestones, in: reader)
    for line in HotSQL.lines {
      let sql = "SELECT id FROM \(line.from) WHERE \(line.of) AND endpoint_id = ? ORDER BY \(line.by) LIMIT ?"
      for id in try reader.rows(sql, [endpoint.id, GroupMessage.alertsMax], { $0[0] as Int64 }) {
        if let waiting = try admitted(id, held, &order) { return waiting }
      }
    }
    return nil
  }

  private func admitted(
    _ id: Int64, _ held: Claims.Held, _ order: inout DeliveryOrder
  ) throws -> WaitingDelivery? {
    guard !held.deliveries.contains(id) else { return nil }
    var row = try hot.statement(.waitingOne, on: db)
    row.bind(id)
    defer { row.end() }
    guard try row.next() else { return nil }
    let waiting = WaitingDelivery(row.int64(), row)
    return try order.admit(waiting.delivery) ? waiting : nil
  }
}
