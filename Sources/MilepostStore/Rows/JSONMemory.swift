import Synchronization

/// Values of a column whose rows hold few different texts: each text is read once, not once a row.
final class JSONMemory<Value: Decodable & Sendable>: Sendable {
  private let textsMax = 64
  private let known = Mutex<[String: Value]>([:])

  func value(_ text: String) throws -> Value {
    if let value = known.withLock({ $0[text] }) { return value }
    let value = try JSONColumn.value(Value.self, text)
    known.withLock { known in
      if known.count >= textsMax { known = [:] }
      known[text] = value
    }
    return value
  }
}
