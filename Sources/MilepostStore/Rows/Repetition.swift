/// A request that its sender may send again: who, under which key, and the SHA-256 of what was asked.
package struct Repetition: Hashable, Sendable {
  package var asker: String
  package var key: String
  package var request: [UInt8]

  package init(asker: String, key: String, request: [UInt8]) {
    self.asker = asker
    self.key = key
    self.request = request
  }
}

/// The answer that such a request got.
package struct KeptAnswer: Hashable, Sendable {
  /// Nil: the change stands, its answer was not kept.
  package var status: Int?
  package var headers: [String: String]
  package var body: [UInt8]

  package init(status: Int?, headers: [String: String] = [:], body: [UInt8] = []) {
    self.status = status
    self.headers = headers
    self.body = body
  }
}
