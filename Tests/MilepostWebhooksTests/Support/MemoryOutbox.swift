import MilepostCore
import MilepostTestSupport
import Synchronization

@testable import MilepostWebhooks

/// An outbox in memory that keeps every result, and can be made to fail or to be slow.
final class MemoryOutbox: DeliverySource {
  struct State {
    var waiting: [(job: DeliveryJob, due: Instant)] = []
    var held: [Int64: DeliveryJob] = [:]
    var results: [AttemptResult] = []
    var batches: [Int] = []
    var calls = 0
    var failures = 0
    var waiters: [(done: @Sendable (State) -> Bool, resume: @Sendable () -> Void)] = []
  }

  struct Broken: Error {}

  private let state = Mutex(State())
  private let now: @Sendable () -> Instant

  init(now: @escaping @Sendable () -> Instant) { self.now = now }

  var current: State { state.withLock { $0 } }
  var results: [AttemptResult] { current.results }

  func add(_ jobs: [DeliveryJob], at due: Instant? = nil) {
    let due = due ?? now()
    state.withLock { $0.waiting += jobs.map { ($0, due) } }
  }

  /// The next exchanges throw.
  func fail(_ count: Int) { state.withLock { $0.failures = count } }

  func exchange(results: [AttemptResult], claiming limit: Int) throws -> DeliveryBatch {
    let now = now()
    let (batch, ready) = try state.withLock { state -> (DeliveryBatch, [@Sendable () -> Void]) in
      state.calls += 1
      if state.failures > 0 {
        state.failures -= 1
        throw Broken()
      }
      state.batches.append(results.count)
      for result in results { record(result, in: &state) }
      let due = state.waiting.filter { $0.due <= now }.prefix(limit)
      let ids = Set(due.map(\.job.id))
      state.waiting.removeAll { ids.contains($0.job.id) }
      for entry in due { state.held[entry.job.id] = entry.job }
      let next = due.count == limit && limit > 0 ? now : state.waiting.map(\.due).min()
      let ready = state.waiters.filter { $0.done(state) }.map(\.resume)
      let now = state
      state.waiters.removeAll { $0.done(now) }
      return (DeliveryBatch(jobs: due.map(\.job), nextAttempt: next), ready)
    }
    for resume in ready { resume() }
    return batch
  }

  private func record(_ result: AttemptResult, in state: inout State) {
    state.results.append(result)
    guard let job = state.held.removeValue(forKey: result.jobID) else { return }
    switch result.decision {
    case .retry(let at): state.waiting.append((job.next, at))
    case .withdrawn: state.waiting.append((job, now()))
    case .delivered, .dead, .gone: break
    }
  }

  /// Waits until the state is as wanted; an error after so many seconds.
  func wait(seconds: Double = 30, _ done: @escaping @Sendable (State) -> Bool) async throws {
    let isDone = await Bound.wait(seconds: seconds) { resume in
      let now = state.withLock { state -> Bool in
        if done(state) { return true }
        state.waiters.append((done, resume))
        return false
      }
      if now { resume() }
    }
    if !isDone { throw NotInTime(state: current) }
  }

  struct NotInTime: Error, CustomStringConvertible {
    let state: State
    var description: String {
      "not in time: \(state.results.count) results, \(state.waiting.count) waiting, \(state.held.count) held, "
        + "last: \(state.results.last.map { "\($0)" } ?? "none")"
    }
  }
}

extension DeliveryJob {
  /// The same delivery's next try.
  var next: DeliveryJob {
    DeliveryJob(
      id: id, endpointID: endpointID, url: url, secret: secret, messageID: messageID, body: body,
      attempt: attempt + 1, concurrency: concurrency)
  }
}
