import Dispatch
import MilepostCore
import MilepostEngine
import Synchronization

/// True time, which only goes forward, and what the machine's clock shows, which may be wrong.
final class SimulatedClock: EngineClock {
  private struct State {
    var time: Int64
    var error: Int64 = 0
    var latest: Int64 = .min

    mutating func note() { latest = max(latest, time + error) }
  }

  let isRehearsal = false
  private let state: Mutex<State>

  init(at time: Int64) { state = Mutex(State(time: time)) }

  /// Milliseconds of true time since 1970.
  var time: Int64 {
    get { state.withLock { $0.time } }
    set {
      state.withLock {
        $0.time = max($0.time, newValue)
        $0.note()
      }
    }
  }

  /// By how much the machine's clock is ahead of true time, in milliseconds.
  var error: Int64 {
    get { state.withLock { $0.error } }
    set {
      state.withLock {
        $0.error = newValue
        $0.note()
      }
    }
  }

  /// The latest that the machine's clock has ever shown.
  var latest: Int64 { state.withLock { $0.latest } }

  func now() -> Instant { state.withLock { Instant(milliseconds: $0.time + $0.error) } }

  /// When the clock will show `instant`.
  func time(of instant: Instant) -> Int64 { state.withLock { instant.milliseconds - $0.error } }

  func wallTime(for instant: Instant) -> DispatchWallTime? { nil }
}
