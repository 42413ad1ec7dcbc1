import Hummingbird
import MilepostCore
import MilepostEngine
import MilepostStore
import NIOPosix

/// What every route works with.
struct API: Sendable {
  let engine: Engine
  let admission: Admission
  let signIns = SignInLimit()
  let answerLimiter = AnswerLimiter()
  let hub: EventHub
  let pages = PageCache()

  init(engine: Engine) {
    self.engine = engine
    admission = Admission(engine: engine)
    hub = EventHub(engine)
  }

  /// Under which others reach the service, without a slash at its end; nil when nobody said so.
  var publicURL: String? { engine.settings.publicURL }

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

  /// The revision that the caller has seen, from `If-Match`; nil when it does not care.
  func ifMatch(_ request: Request) throws(Refusal) -> Int64? { try Precondition.revision(in: request) }
}
