import Synchronization

/// Tells whoever listens that something was committed: not what, for that stands in the store.
///
/// Costs a lock and a count while nobody listens.
package final class Bulletin: Sendable {
  package enum Notice: Sendable {
    /// A change, or a tick that fired.
    case change
    /// What came of deliveries, by their ids.
    case results([Int64])
  }

  private struct State {
    var version: UInt64 = 0
    var results: Int64
    var next = 0
    var listeners: [Int: @Sendable (Notice) -> Void] = [:]
  }

  private let state: Mutex<State>

  /// - Parameter first: what `results` counts on from. Another on each start, so that nobody takes an earlier service's
  ///   count for this one's.
  init(countingFrom first: Int64 = 0) { state = Mutex(State(results: first)) }

  /// Grows with every commit of a change or a tick, and with every result of a delivery.
  package var version: UInt64 { state.withLock { $0.version } }

  /// Grows with every result of a delivery.
  package var results: Int64 { state.withLock { $0.results } }

  /// How many listen.
  package var listeners: Int { state.withLock { $0.listeners.count } }

  /// Calls `heard` after each commit, on a queue of the engine's or the courier's: it must not wait for anything. The
  /// answer ends it.
  package func listen(_ heard: @escaping @Sendable (Notice) -> Void) -> @Sendable () -> Void {
    let id = state.withLock { state in
      state.next += 1
      state.listeners[state.next] = heard
      return state.next
    }
    return { [self] in state.withLock { _ = $0.listeners.removeValue(forKey: id) } }
  }

  func post(_ notice: Notice = .change) {
    let listeners = state.withLock { state in
      state.version += 1
      if case .results(let ids) = notice { state.results += Int64(ids.count) }
      return state.listeners.isEmpty ? [] : Array(state.listeners.values)
    }
    for heard in listeners { heard(notice) }
  }
}
