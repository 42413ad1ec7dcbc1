import Dispatch
import Glibc
import Synchronization

/// Tells the service manager that the service can still do its work, for as long as it can.
///
/// Each beat asks the parts that do the work; the word goes out when they have answered, and never else. When one of
/// them hangs, the silence has the manager kill and restart the service.
final class Watchdog: Sendable {
  private let notifier: Notifier
  private let interval: DispatchTimeInterval
  private let queue = DispatchQueue(label: "milepost.watchdog")
  private let ask: @Sendable (@escaping @Sendable () -> Void) -> Void
  private let status: @Sendable () -> String?
  private let timer = Mutex<(any DispatchSourceTimer)?>(nil)

  /// `status` gives the line to be shown when it is another than before.
  init(
    notifier: Notifier, intervalMicroseconds: Int,
    ask: @escaping @Sendable (@escaping @Sendable () -> Void) -> Void, status: @escaping @Sendable () -> String?
  ) {
    self.notifier = notifier
    interval = .microseconds(intervalMicroseconds)
    self.ask = ask
    self.status = status
  }

  deinit { stop() }

  func start() {
    timer.withLock { timer in
      let source = DispatchSource.makeTimerSource(queue: queue)
      let (notifier, ask, status) = (notifier, ask, status)
      source.setEventHandler { @Sendable in
        let line = status()
        ask { notifier.send([.watchdog] + (line.map { [.status($0)] } ?? [])) }
      }
      source.schedule(deadline: .now() + interval, repeating: interval, leeway: .milliseconds(100))
      source.activate()
      timer = source
    }
  }

  func stop() {
    timer.withLock { timer in
      timer?.cancel()
      timer = nil
    }
  }

  /// Half of what the manager allows between two signs of life; nil when it wants none of this process.
  static func interval(environment: [String: String]) -> Int? {
    guard let allowed = environment["WATCHDOG_USEC"].flatMap(Int.init), allowed > 0 else { return nil }
    if let pid = environment["WATCHDOG_PID"], pid != String(getpid()) { return nil }
    return max(1, allowed / 2)
  }
}
