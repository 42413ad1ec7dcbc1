import Hummingbird
import MilepostCore
import MilepostEngine
import MilepostStore
import NIOPosix

/// What every route works with.
struct API: Sendable {
  let engine: Engine

  var standpoint: Standpoint { Standpoint(engine) }

  /// One consistent look at the store, on a thread that may wait for the disk.
  func read<Value: Sendable>(
    _ body: @escaping @Sendable (StoreReader) throws -> Value
  ) async throws -> Value {
    try await blocking { try engine.store.read(body) }
  }

  func blocking<Value: Sendable>(_ body: @escaping @Sendable () throws -> Value) async throws -> Value {
    try await NIOThreadPool.singleton.runIfActive(body)
  }

  /// The revision that the caller has seen, from `If-Match: "7"`; nil when it does not care.
  func ifMatch(_ request: Request) throws(Refusal) -> Int64? {
    guard let header = request.headers[.ifMatch], header != "*" else { return nil }
    let tag = header.hasPrefix("W/") ? header.dropFirst(2) : header[...]
    guard tag.count > 2, tag.hasPrefix("\""), tag.hasSuffix("\""), let revision = Int64(tag.dropFirst().dropLast())
    else {
      throw Refusal(
        .invalidValue, en: "If-Match must be one ETag of this service, such as \"7\".",
        zh: "If-Match 应为本服务给出的一个 ETag，例如 \"7\"。", place: "If-Match")
    }
    return revision
  }
}
