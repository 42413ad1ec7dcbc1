import MilepostCore
import MilepostEngine
import MilepostWebhooks
import Synchronization

/// Where the engine hands over what the real courier would do: it is only written down here, and `Rounds` does it when
/// its time has come.
final class PostOffice: Carrier {
  private struct State {
    var isWanted = false
    var withdrawn: [Int64] = []
  }

  let source: any DeliverySource
  private let state = Mutex(State())

  init(source: any DeliverySource) { self.source = source }

  func start() { wake() }
  func wake() { state.withLock { $0.isWanted = true } }
  func apply(settings: CourierSettings, policy: NetworkPolicy) {}
  func withdraw(endpointID: Int64) { state.withLock { $0.withdrawn.append(endpointID) } }
  func beat(_ done: @escaping @Sendable () -> Void) { done() }
  func stop(within milliseconds: Int) async {}

  func attempt(_ job: DeliveryJob) async -> AttemptResult {
    AttemptResult(
      jobID: job.id, endpointID: job.endpointID, attempt: job.attempt, decision: .withdrawn, status: nil, error: nil,
      startedAt: Instant(milliseconds: 0), durationMs: 0, responseHead: nil)
  }

  var isWanted: Bool { state.withLock { $0.isWanted } }

  /// Whether somebody has asked to look, and which endpoints are to be left alone; both are forgotten.
  func takeRequests() -> (isWanted: Bool, withdrawn: [Int64]) {
    state.withLock { state in
      defer { state = State() }
      return (state.isWanted, state.withdrawn)
    }
  }
}
