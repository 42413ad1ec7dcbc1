import Crypto
import Foundation
import Hummingbird
import MilepostCore
import MilepostEngine
import MilepostStore
import NIOCore
import NIOPosix
import Synchronization

/// Requests that may be sent again (`Idempotency-Key`): the change is made once, the second time the first answer comes.
///
/// That a request was carried out is written in the transaction of its change, so it holds over a crash too. Refusals are
/// not kept: they changed nothing.
struct KeptAnswers: Sendable {
  static let keyLengthMax = 255
  /// Bytes of an answer that is kept whole.
  private static let bodyMax = 65_536
  /// Fields that are shown once only, and so not kept.
  private static let secretFields = ["secret", "token", "links"]

  let engine: Engine
  private let underWay = UnderWay()

  init(engine: Engine) { self.engine = engine }

  func answer(
    _ request: Request, _ context: APIContext, _ precondition: RequestMark.Precondition?,
    _ handler: RouteTable.Handler
  ) async throws -> Response {
    // Where nobody says who they are, a key says nothing either.
    guard request.method == .post, context.principal.scope != nil, let written = request.headers[.idempotencyKey] else {
      return try await RequestMark.$current.withValue(RequestMark(precondition: precondition)) {
        try await handler(request, context)
      }
    }
    var request = request
    let repetition = try await repetition(&request, context, key: try KeptAnswers.key(written))
    guard underWay.begin(repetition) else { throw KeptAnswers.stillUnderWay }
    defer { underWay.end(repetition) }
    if let earlier = try await earlier(repetition) { return earlier }
    let mark = RequestMark(precondition: precondition, repetition: repetition)
    let (asked, context) = (request, context)
    let response = try await RequestMark.$current.withValue(mark) { try await handler(asked, context) }
    guard (200...299).contains(response.status.code) else { return response }
    return try await keep(response, to: repetition)
  }

  private static func key(_ written: String) throws(Refusal) -> String {
    let isQuoted = written.count > 2 && written.hasPrefix("\"") && written.hasSuffix("\"")
    let key = isQuoted ? String(written.dropFirst().dropLast()) : written
    guard (1...keyLengthMax).contains(key.utf8.count), key.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
      throw Refusal(
        .invalidValue, en: "Idempotency-Key must be 1 to \(keyLengthMax) visible ASCII characters, such as a UUID.",
        zh: "Idempotency-Key 应为 1 至 \(keyLengthMax) 个可见 ASCII 字符，例如 UUID。", place: "Idempotency-Key")
    }
    return key
  }

  /// Reads the body, which can be read again.
  private func repetition(_ request: inout Request, _ context: APIContext, key: String) async throws -> Repetition {
    let limit =
      context.endpointPath.map { $0.hasSuffix("/import") } ?? false
      ? RequestBodyReader.importMax : RequestBodyReader.planMax
    let buffer = try await RequestBodyReader.bytes(request, context, limit: limit)
    request.body = RequestBody(buffer: buffer)
    var hash = SHA256()
    hash.update(data: Array("\(request.method.rawValue) \(request.head.path ?? "")\n".utf8))
    buffer.withUnsafeReadableBytes { hash.update(bufferPointer: $0) }
    return Repetition(asker: try await context.author(), key: key, request: Array(hash.finalize()))
  }

  private func earlier(_ repetition: Repetition) async throws -> Response? {
    let (engine, now) = (engine, engine.wallNow)
    let found = try await NIOThreadPool.singleton.runIfActive {
      try engine.store.read { try $0.answer(to: repetition, at: now) }
    }
    guard let found else { return nil }
    guard found.request == repetition.request else {
      throw Refusal(
        .keyReused, en: "This Idempotency-Key was used for another request; take a new one.",
        zh: "该 Idempotency-Key 已用于另一请求，请换用新的。", place: "Idempotency-Key")
    }
    guard let status = found.answer.status else {
      throw Refusal(
        .keyReused,
        en: "This was done, but the service stopped before it could keep its answer; look at what is there.",
        zh: "该请求已执行，但服务在保存应答前中断；请查看现状。", place: "Idempotency-Key")
    }
    var response = Response(
      status: .init(code: status), body: ResponseBody(byteBuffer: ByteBuffer(bytes: found.answer.body)))
    for (name, value) in found.answer.headers {
      if let name = HeaderName(name) { response.headers[name] = value }
    }
    response.headers[.idempotentReplayed] = "true"
    return response
  }

  /// Keeps the answer, without what is shown only once, and passes it on.
  private func keep(_ response: Response, to repetition: Repetition) async throws -> Response {
    let collector = BodyCollector()
    try await response.body.write(collector)
    let body = collector.bytes
    var headers: [String: String] = [:]
    for name in [HeaderName.contentType, .eTag, .location] { headers[name.rawName] = response.headers[name] }
    let kept = KeptAnswers.withoutSecrets(body)
    let answer =
      kept.count <= KeptAnswers.bodyMax
      ? KeptAnswer(status: response.status.code, headers: headers, body: kept) : KeptAnswer(status: nil)
    // The change stands, and its answer must not be lost to its sender over this.
    try? await engine.keep(answer, to: repetition)
    var response = response
    response.body = ResponseBody(byteBuffer: ByteBuffer(bytes: body))
    return response
  }

  static func withoutSecrets(_ body: [UInt8]) -> [UInt8] {
    guard var object = (try? JSONSerialization.jsonObject(with: Data(body))) as? [String: Any],
      secretFields.contains(where: { object[$0] != nil })
    else { return body }
    for field in secretFields { object[field] = nil }
    let data = try? JSONSerialization.data(withJSONObject: object, options: [.sortedKeys, .withoutEscapingSlashes])
    return data.map { [UInt8]($0) } ?? []
  }

  private static let stillUnderWay = Refusal(
    .underWay, en: "A request with this Idempotency-Key is still under way; wait for its answer.",
    zh: "使用该 Idempotency-Key 的请求仍在处理，请等待其应答。", place: "Idempotency-Key")
}

/// Requests that are being carried out.
private final class UnderWay: Sendable {
  private struct Key: Hashable { let asker: String, key: String }
  private let keys = Mutex<Set<Key>>([])

  func begin(_ repetition: Repetition) -> Bool {
    keys.withLock { $0.insert(Key(asker: repetition.asker, key: repetition.key)).inserted }
  }

  func end(_ repetition: Repetition) {
    _ = keys.withLock { $0.remove(Key(asker: repetition.asker, key: repetition.key)) }
  }
}

/// Takes an answer's body into memory.
private final class BodyCollector: ResponseBodyWriter, Sendable {
  private let collected = Mutex<[UInt8]>([])

  var bytes: [UInt8] { collected.withLock { $0 } }

  func write(_ buffer: ByteBuffer) async throws {
    collected.withLock { $0 += Array(buffer.readableBytesView) }
  }

  func finish(_ trailingHeaders: HTTPFields?) async throws {}
}

extension HeaderName {
  static let idempotencyKey = known("Idempotency-Key")
  static let idempotentReplayed = known("Idempotent-Replayed")
}
