import Dispatch
import Glibc
import MilepostCore

/// A clock that starts at a moment of one's choice and runs at a constant multiple of real time, so that a programme
/// can be lived through in a minute. It counts on the monotonic clock and so never jumps.
package struct RehearsalClock: EngineClock {
  package let isRehearsal = true
  private let start: Instant
  private let speed: Double
  private let origin: UInt64

  /// `speed` is simulated seconds per real second, above zero.
  package init(start: Instant, speed: Double) {
    self.start = start
    self.speed = speed
    origin = DispatchTime.now().uptimeNanoseconds
  }

  package func now() -> Instant {
    let elapsedMs = Double(DispatchTime.now().uptimeNanoseconds - origin) / 1_000_000
    return start.adding(milliseconds: Int64(elapsedMs * speed))
  }

  package func wallTime(for instant: Instant) -> DispatchWallTime? {
    let realMs = Double(instant.since(now())) / speed
    // A timer that fires a moment early would find nothing due; one millisecond more is cheaper than a second look.
    return DispatchWallTime.now() + .milliseconds(Int(min(max(0, realMs + 1), 86_400_000)))
  }
}
