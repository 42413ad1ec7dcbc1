import Dispatch
import Glibc
import MilepostCore

/// The traffic with the outbox: one exchange at a time, on a queue of its own, so that no request waits for the disk.
/// What ends while one is under way is recorded by the next: the slower the disk, the larger the batches. Belongs to the
/// courier's queue.
final class OutboxExchange {
  private static let retryAfterFailure = DispatchTimeInterval.seconds(1)
  /// While there is enough to send, results are gathered for so long, up to so many: each exchange costs a sync of the
  /// disk, and some looking around, however few it records.
  private static let gathering = DispatchTimeInterval.milliseconds(5)
  private static let gatheredMax = 512

  private let queue: DispatchQueue
  private let diskQueue = DispatchQueue(label: "milepost.outbox", qos: .userInitiated)
  private let source: any DeliverySource
  private let clock: @Sendable () -> Instant
  private let onError: @Sendable (any Error) -> Void
  private var timer: (any DispatchSourceTimer)?
  private var armed: Instant?
  private var results: [AttemptResult] = []
  private var isExchanging = false
  private var isFailing = false
  private var isWanted = false
  private var isStopped = false
  private var isGathering = false
  private var isGathered = false
  /// Whether there is more to send than could be sent before the next exchange.
  var isBusy: () -> Bool = { false }
  /// Jobs claimed at once, at most; 0: none any more.
  var limit = 0
  var onJobs: ([DeliveryJob]) -> Void = { _ in }
  var onHalt: (Int64) -> Void = { _ in }
  /// Called when everything is recorded.
  var onIdle: () -> Void = {}

  init(
    queue: DispatchQueue, source: any DeliverySource, clock: @escaping @Sendable () -> Instant,
    onError: @escaping @Sendable (any Error) -> Void
  ) {
    self.queue = queue
    self.source = source
    self.clock = clock
    self.onError = onError
  }

  var isIdle: Bool { !isExchanging && results.isEmpty }

  func record(_ result: AttemptResult) { results.append(result) }

  /// There may be something new to claim.
  func wake() {
    isWanted = true
    exchangeIfUseful()
  }

  func exchangeIfUseful() {
    guard !isExchanging, !isFailing, !isStopped, !results.isEmpty || isWanted && limit > 0 else { return }
    guard isWanted || isGathered || results.count >= OutboxExchange.gatheredMax || !isBusy() else { return gather() }
    isExchanging = true
    isWanted = false
    isGathered = false
    let batch = results
    results = []
    let me = Confined(self, to: queue)
    diskQueue.async { [source, limit] in
      let outcome = Result { try source.exchange(results: batch, claiming: limit) }
      me.async { $0.exchanged(batch, outcome) }
    }
  }

  private func gather() {
    guard !isGathering else { return }
    isGathering = true
    let me = Confined(self, to: queue)
    queue.asyncAfter(deadline: .now() + OutboxExchange.gathering) {
      me.use { exchange in
        exchange.isGathering = false
        exchange.isGathered = true
        exchange.exchangeIfUseful()
      }
    }
  }

  /// Calls `done` once the queue that waits for the disk has answered.
  func beat(_ done: @escaping @Sendable () -> Void) { diskQueue.async(execute: done) }

  func stop() {
    isStopped = true
    timer?.cancel()
    timer = nil
    onJobs = { _ in }
    onHalt = { _ in }
    onIdle = {}
    isBusy = { false }
  }

  private func exchanged(_ batch: [AttemptResult], _ outcome: Result<DeliveryBatch, any Error>) {
    isExchanging = false
    switch outcome {
    case .success(let claimed):
      look(at: claimed.nextAttempt)
      for endpointID in claimed.halted { onHalt(endpointID) }
      onJobs(claimed.jobs)
    case .failure(let error):
      // Nothing more is claimed until these are recorded, so they cannot pile up.
      results = batch + results
      onError(error)
      retryLater()
    }
    exchangeIfUseful()
    if isIdle { onIdle() }
  }

  private func retryLater() {
    isFailing = true
    let me = Confined(self, to: queue)
    queue.asyncAfter(deadline: .now() + OutboxExchange.retryAfterFailure) {
      me.use { exchange in
        exchange.isFailing = false
        exchange.wake()
      }
    }
  }

  /// Sees to it that the outbox is asked again at that moment.
  private func look(at next: Instant?) {
    guard limit > 0, let next else { return }
    guard next > clock() else {
      isWanted = true
      return
    }
    guard next != armed else { return }
    armed = next
    let (seconds, milliseconds) = next.milliseconds.quotientAndRemainder(dividingBy: 1000)
    let moment = DispatchWallTime(timespec: timespec(tv_sec: Int(seconds), tv_nsec: Int(milliseconds) * 1_000_000))
    wakeTimer().schedule(wallDeadline: moment, leeway: .milliseconds(10))
  }

  private func wakeTimer() -> any DispatchSourceTimer {
    if let timer { return timer }
    let me = Confined(self, to: queue)
    let timer = DispatchSource.makeTimerSource(queue: queue)
    timer.setEventHandler { @Sendable in
      me.use { exchange in
        exchange.armed = nil
        exchange.wake()
      }
    }
    timer.activate()
    self.timer = timer
    return timer
  }
}
