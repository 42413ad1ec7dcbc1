import MilepostCore
import MilepostWebhooks
import Synchronization

/// What this process has seen of its own work since it started; what outlives it is in the store.
package final class Meters: Sendable {
  /// What came of tries.
  package enum Outcome: String, CaseIterable, Sendable {
    case delivered, retried, throttled
    case givenUp = "given_up"
  }

  package struct Attempt: Hashable, Sendable {
    package let endpointID: Int64
    package let outcome: Outcome

    package init(endpointID: Int64, outcome: Outcome) {
      self.endpointID = endpointID
      self.outcome = outcome
    }
  }

  package struct Reading: Sendable {
    /// From the moment at which an alert was due to the receiver's success, in seconds.
    package var latency = Histogram(bounds: [
      0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 900, 3600, 14_400, 86_400,
    ])
    /// Of single tries, in seconds.
    package var tries = Histogram(bounds: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20, 60])
    /// Of batches of the tick, in seconds.
    package var ticks = Histogram(bounds: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5])
    /// Milestones in a batch of the tick.
    package var batches = Histogram(bounds: [1, 2, 5, 10, 25, 50, 100, 250, 500])
    package var attempts: [Attempt: Int] = [:]
    package var tickFailures = 0
    package var lastSweep: Instant?
    package var lastAttempt: Instant?
  }

  /// By the machine's clock.
  package let startedAt: Instant
  private let state = Mutex(Reading())

  init(startedAt: Instant) { self.startedAt = startedAt }

  package var reading: Reading { state.withLock { $0 } }

  func observe(_ results: [AttemptResult], at now: Instant) {
    guard !results.isEmpty else { return }
    state.withLock { reading in
      for result in results {
        guard let outcome = Outcome(result) else { continue }
        reading.attempts[Attempt(endpointID: result.endpointID, outcome: outcome), default: 0] += 1
        reading.tries.observe(Double(result.durationMs) / 1000)
        reading.lastAttempt = now
        guard outcome == .delivered, let due = result.dueAt else { continue }
        let accepted = result.startedAt.adding(milliseconds: result.durationMs)
        reading.latency.observe(Double(max(0, accepted.since(due))) / 1000)
      }
    }
  }

  /// How many pairs of an endpoint and an outcome are counted.
  var attemptKinds: Int { state.withLock { $0.attempts.count } }

  func forget(allBut endpointIDs: Set<Int64>) {
    state.withLock { reading in reading.attempts = reading.attempts.filter { endpointIDs.contains($0.key.endpointID) } }
  }

  func observeTick(milestones: Int, microseconds: UInt64) {
    state.withLock { reading in
      reading.ticks.observe(Double(microseconds) / 1_000_000)
      reading.batches.observe(Double(milestones))
    }
  }

  func countTickFailure() { state.withLock { $0.tickFailures += 1 } }

  func sweep(at now: Instant) { state.withLock { $0.lastSweep = now } }
}

extension Meters.Outcome {
  /// Nil for what was not tried.
  init?(_ result: AttemptResult) {
    switch result.decision {
    case .delivered: self = .delivered
    case .retry: self = result.isThrottled || result.status == 429 ? .throttled : .retried
    case .dead, .gone: self = .givenUp
    case .withdrawn: return nil
    }
  }
}
