import Dispatch

/// Shares with closures an object that only one queue may touch.
///
/// `@unchecked Sendable` is safe: the object is reached through `use` alone, which traps off the queue, and a serial
/// queue runs one closure at a time.
struct Confined<Value: AnyObject>: @unchecked Sendable {
  let queue: DispatchQueue
  private let value: Value

  /// `queue` must be serial, and the caller must give up its own use of `value`.
  init(_ value: Value, to queue: DispatchQueue) {
    self.value = value
    self.queue = queue
  }

  func use(_ body: (Value) -> Void) {
    dispatchPrecondition(condition: .onQueue(queue))
    body(value)
  }

  func async(_ body: @escaping @Sendable (Value) -> Void) {
    queue.async { use(body) }
  }
}
