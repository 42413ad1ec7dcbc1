import Synchronization

/// Tells whoever listens that something was committed: not what, for that stands in the store.
///
/// Costs a lock and a count while nobody listens.
package final class Bulletin: Sendable {
  private struct State {
    var version: UInt64 = 0
    var next = 0
    var listeners: [Int: @Sendable () -> Void] = [:]
  }

  private let state = Mutex(State())

  /// Grows with every commit of a change or a tick.
  package var version: UInt64 { state.withLock { $0.version } }

  /// How many listen.
  package var listeners: Int { state.withLock { $0.listeners.count } }

  /// Calls `heard` after each commit, on the engine's queue: it must not wait for anything. The answer ends it.
  package func listen(_ heard: @escaping @Sendable () -> Void) -> @Sendable () -> Void {
    let id = state.withLock { state in
      state.next += 1
      state.listeners[state.next] = heard
      return state.next
    }
    return { [self] in state.withLock { _ = $0.listeners.removeValue(forKey: id) } }
  }

  func post() {
    let listeners = state.withLock { state in
      state.version += 1
      return state.listeners.isEmpty ? [] : Array(state.listeners.values)
    }
    for heard in listeners { heard() }
  }
}
