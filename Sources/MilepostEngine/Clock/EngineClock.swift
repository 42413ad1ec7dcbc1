import Dispatch
import Glibc
import MilepostCore

/// The time by which deadlines are judged.
package protocol EngineClock: Sendable {
  func now() -> Instant
  /// The wall-clock time at which `now()` will have come to `instant`; nil when no timer can tell, and somebody has to
  /// call `Engine.check()`.
  func wallTime(for instant: Instant) -> DispatchWallTime?
  /// True when the clock is not the real one, and people must be told so.
  var isRehearsal: Bool { get }
}

/// The machine's real-time clock.
package struct SystemClock: EngineClock {
  package let isRehearsal = false

  package init() {}

  package func now() -> Instant {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return Instant(milliseconds: Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000)
  }

  package func wallTime(for instant: Instant) -> DispatchWallTime? {
    let ms = max(0, instant.milliseconds)
    return DispatchWallTime(timespec: timespec(tv_sec: Int(ms / 1000), tv_nsec: Int(ms % 1000) * 1_000_000))
  }
}
