import GRDB
import MilepostCore

/// What one attempt gave.
package struct Settlement: Sendable {
  package enum Outcome: Sendable {
    case delivered
    case retry(at: Instant)
    /// It was a probe and failed: recorded, and to be tried when it was to be tried before.
    case probed
    case dead
    /// It was not tried and is as before.
    case released

    var isUntried: Bool {
      if case .released = self { true } else { false }
    }
  }

  package var deliveryID: Int64
  package var endpointID: Int64
  /// Tries that count, this one among them if it does.
  package var attempts: Int
  /// Tries that do not count, this one among them if it does not.
  package var uncounted: Int
  package var outcome: Outcome
  package var status: Int?
  package var error: String?
  package var startedAt: Instant
  package var durationMs: Int64
  package var responseHead: String?

  package init(
    deliveryID: Int64, endpointID: Int64, attempts: Int, uncounted: Int = 0, outcome: Outcome, status: Int?,
    error: String?, startedAt: Instant, durationMs: Int64, responseHead: String?
  ) {
    self.uncounted = uncounted
    self.deliveryID = deliveryID
    self.endpointID = endpointID
    self.attempts = attempts
    self.outcome = outcome
    self.status = status
    self.error = error
    self.startedAt = startedAt
    self.durationMs = durationMs
    self.responseHead = responseHead
  }
}

extension StoreWriter {
  /// Records what attempts gave and lets go of their deliveries.
  package func settle(_ settlements: [Settlement], at now: Instant) throws {
    var delivered: [Int64: Int] = [:]
    for settlement in settlements {
      effects.released.append((settlement.deliveryID, settlement.endpointID, settlement.outcome.isUntried))
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
    case .delivered:
      if try deliver(settlement, at: now) { return true }
      state = .delivered
    case .dead: state = .dead
    case .released:
      try run(
        "UPDATE delivery SET uncounted = ? WHERE id = ? AND uncounted > ?",
        [settlement.uncounted, settlement.deliveryID, settlement.uncounted])
      return false
    case .probed: state = .pending
    case .retry(let at):
      state = .pending
      next = at.milliseconds
    }
    try run(.settle) { values in
      values.bind(state.rawValue)
      values.bind(settlement.attempts)
      values.bind(next)
      values.bind(next == nil ? now.milliseconds : nil)
      values.bind(settlement.status)
      values.bind(settlement.error)
      values.bind(settlement.uncounted)
      values.bind(settlement.deliveryID)
    }
    try run(.insertAttempt) { values in
      values.bind(settlement.deliveryID)
      values.bind(settlement.attempts + settlement.uncounted)
      values.bind(settlement.startedAt.milliseconds)
      values.bind(settlement.durationMs)
      values.bind(settlement.status)
      values.bind(settlement.error)
      values.bind(settlement.responseHead)
    }
    return false
  }

  /// The try that delivered it is kept in the delivery's own row. False if it was not pending any more.
  private func deliver(_ settlement: Settlement, at now: Instant) throws -> Bool {
    try run(.deliver) { values in
      values.bind(settlement.attempts)
      values.bind(now.milliseconds)
      values.bind(settlement.status)
      values.bind(settlement.error)
      values.bind(settlement.uncounted)
      values.bind(settlement.startedAt.milliseconds)
      values.bind(settlement.durationMs)
      values.bind(settlement.responseHead)
      values.bind(settlement.deliveryID)
    } > 0
  }
}
