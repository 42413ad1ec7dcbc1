import Dispatch
import MilepostCore
import Synchronization

/// Two Dispatch timers on the engine's queue: one on the wall clock, armed at the earliest next check, and a slow sweep
/// on the monotonic clock that guards against a missed wake and a clock that was set.
final class DeadlineTimer: Sendable {
  static let sweepSeconds = 60

  private struct Sources {
    var deadline: any DispatchSourceTimer
    var sweep: any DispatchSourceTimer
    var armedFor: Instant?
  }

  private let queue: DispatchQueue
  private let clock: any EngineClock
  private let sources = Mutex<Sources?>(nil)

  init(queue: DispatchQueue, clock: any EngineClock) {
    self.queue = queue
    self.clock = clock
  }

  func start(onDue: @escaping @Sendable () -> Void, onSweep: @escaping @Sendable () -> Void) {
    sources.withLock { sources in
      guard sources == nil else { return }
      let deadline = DispatchSource.makeTimerSource(queue: queue)
      deadline.setEventHandler(handler: onDue)
      deadline.schedule(wallDeadline: .distantFuture)
      deadline.activate()
      let sweep = DispatchSource.makeTimerSource(queue: queue)
      sweep.setEventHandler(handler: onSweep)
      let interval = DispatchTimeInterval.seconds(DeadlineTimer.sweepSeconds)
      sweep.schedule(deadline: .now() + interval, repeating: interval, leeway: .seconds(1))
      sweep.activate()
      sources = Sources(deadline: deadline, sweep: sweep)
    }
  }

  var isRunning: Bool { sources.withLock { $0 != nil } }

  /// Sets the timer to `instant`; nil: nothing is due, ever, as things stand.
  func arm(at instant: Instant?) {
    sources.withLock { sources in
      guard sources != nil, sources?.armedFor != instant else { return }
      sources?.armedFor = instant
      let wallTime = instant.flatMap { clock.wallTime(for: $0) }
      sources?.deadline.schedule(wallDeadline: wallTime ?? .distantFuture, leeway: .nanoseconds(0))
    }
  }

  /// To be called when the timer has fired, or when the clock may have been set: the same moment is armed anew.
  func forget() { sources.withLock { $0?.armedFor = nil } }

  func stop() {
    sources.withLock { sources in
      sources?.deadline.cancel()
      sources?.sweep.cancel()
      sources = nil
    }
  }
}
