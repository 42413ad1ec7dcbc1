import Dispatch
import Synchronization

/// Waits for an event, but not forever.
package enum Bound {
  /// Calls `arrange` with what is to be called when the event comes. False when it did not come in time.
  package static func wait(seconds: Double, _ arrange: (@escaping @Sendable () -> Void) -> Void) async -> Bool {
    await withCheckedContinuation { continuation in
      let once = Once(continuation)
      arrange { once.resume(true) }
      DispatchQueue.global().asyncAfter(deadline: .now() + seconds) { once.resume(false) }
    }
  }

  private final class Once: Sendable {
    private let continuation: Mutex<CheckedContinuation<Bool, Never>?>

    init(_ continuation: CheckedContinuation<Bool, Never>) { self.continuation = Mutex(continuation) }

    func resume(_ value: Bool) {
      let waiting = continuation.withLock { continuation in
        defer { continuation = nil }
        return continuation
      }
      waiting?.resume(returning: value)
    }
  }
}
