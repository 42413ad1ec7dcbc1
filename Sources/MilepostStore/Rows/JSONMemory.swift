import Synchronization

/// Values of a column whose texts come again and again: each text is read once, not once a row.
///
/// Where they turn out not to, it rests for a while, and costs next to nothing.
final class JSONMemory<Value: Decodable & Sendable>: Sendable {
  private struct State {
    var known: [String: Value] = [:]
    /// Texts that were known, since it was last emptied.
    var hits = 0
    /// Texts that are still to pass unlooked at.
    var rest = 0
  }

  private static var textsMax: Int { 64 }
  private static var restMax: Int { 1024 }
  private let state = Mutex(State())

  func value(_ text: String) throws -> Value {
    let (known, isResting) = state.withLock { state -> (Value?, Bool) in
      guard state.rest == 0 else {
        state.rest -= 1
        return (nil, true)
      }
      let known = state.known[text]
      if known != nil { state.hits += 1 }
      return (known, false)
    }
    if let known { return known }
    let value = try JSONColumn.value(Value.self, text)
    guard !isResting else { return value }
    state.withLock { state in
      if state.known.count >= Self.textsMax {
        state = State(rest: state.hits < Self.textsMax ? Self.restMax : 0)
      }
      state.known[text] = value
    }
    return value
  }

  /// What is no longer stored may have been secret.
  func forget(allBut texts: Set<String>) {
    state.withLock { state in state.known = state.known.filter { texts.contains($0.key) } }
  }

  var texts: Set<String> { state.withLock { Set($0.known.keys) } }
}
