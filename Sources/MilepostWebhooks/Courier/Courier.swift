import Dispatch
import Foundation
import MilepostCore

/// Brings messages to their endpoints: claims what is due from the outbox, posts it with libcurl, signed, many at once,
/// and records what came of it. Each message is sent until its endpoint has taken it or the tries are used up; one that a
/// crash interrupts is sent again under the same id.
package final class Courier: Sendable {
  /// For recording the last results, when the service stops.
  private static let recordingBound = DispatchTimeInterval.seconds(2)

  private let queue: DispatchQueue
  private let loop: Confined<CourierLoop>
  private let clock: @Sendable () -> Instant

  /// Refuses to stand when the system has no memory or descriptors left. `clock` is the real one, whatever clock
  /// deadlines go by: receivers judge a request's age.
  package init(
    settings: CourierSettings, policy: NetworkPolicy, clock: @escaping @Sendable () -> Instant,
    source: any DeliverySource, onError: @escaping @Sendable (any Error) -> Void
  ) throws(Refusal) {
    queue = DispatchQueue(label: "milepost.courier", qos: .userInitiated)
    self.clock = clock
    guard let transfers = TransferLoop(queue: queue, connectionsMax: settings.concurrencyMax) else {
      throw Refusal(
        .unavailable, en: "libcurl cannot start: no memory or file descriptors are left.",
        zh: "无法启动 libcurl：内存或文件描述符不足。")
    }
    let outbox = OutboxExchange(queue: queue, source: source, clock: clock, onError: onError)
    loop = Confined(
      CourierLoop(transfers: transfers, outbox: outbox, settings: settings, policy: policy, clock: clock), to: queue)
  }

  package func start() { loop.async { $0.start() } }

  /// Says that there may be something due.
  package func wake() { loop.async { $0.outbox.wake() } }

  /// Puts new settings into force for requests that start from now on.
  package func apply(settings: CourierSettings, policy: NetworkPolicy) {
    loop.async { $0.apply(settings: settings, policy: policy) }
  }

  /// Gives back to the outbox what waits for an endpoint that was paused or removed.
  package func withdraw(endpointID: Int64) { loop.async { $0.withdraw(endpointID: endpointID) } }

  /// One try at once, past the outbox.
  package func attempt(_ job: DeliveryJob) async -> AttemptResult {
    await withCheckedContinuation { continuation in
      loop.async { $0.attempt(job) { continuation.resume(returning: $0) } }
    }
  }

  /// Calls `done` when the loop that sends and the queue that records have both answered.
  package func beat(_ done: @escaping @Sendable () -> Void) { loop.async { $0.outbox.beat(done) } }

  /// Starts nothing more and lets what is under way end within the bound; returns when the results are recorded. What
  /// had to be broken off is sent again under the same id after the next start.
  package func stop(within milliseconds: Int) async {
    await withCheckedContinuation { continuation in
      loop.async { loop in loop.stop { continuation.resume() } }
      let deadline = DispatchTime.now() + .milliseconds(milliseconds)
      queue.asyncAfter(deadline: deadline) { [loop] in loop.use { $0.abort() } }
      queue.asyncAfter(deadline: deadline + Courier.recordingBound) { [loop] in loop.use { $0.giveUp() } }
    }
  }
}
