import Hummingbird
import MilepostCore
import NIOCore

/// Bodies of requests, whole and within their limits.
enum RequestBodyReader {
  /// Bytes of an ordinary body, at most.
  static let sizeMax = 1 << 20
  /// Of a plan file.
  static let planMax = PlanReader.sizeMax
  /// Of an imported file: some hundred thousand activities of an XML plan.
  static let importMax = 256 << 20

  /// All bytes. Refuses more than `limit` with `body_too_large`, if it can before it reads them. A body that takes
  /// longer than `timeLimit`, however steadily it trickles, costs the connection.
  static func bytes(_ request: Request, _ context: APIContext, limit: Int = sizeMax) async throws -> ByteBuffer {
    let announced = request.headers[.contentLength].flatMap { Int($0) }
    if let announced, announced > limit { throw tooLarge(limit, context) }
    let alarm = context.close(after: timeLimit)
    defer { alarm.cancel() }
    let buffer: ByteBuffer
    do {
      buffer = try await request.body.collect(upTo: limit)
    } catch is NIOTooManyBytesError {
      throw tooLarge(limit, context)
    }
    // A connection that breaks ends the body as if it were complete; half of a plan would be a plan too.
    guard !Task.isCancelled, announced ?? buffer.readableBytes == buffer.readableBytes else {
      throw Refusal(.malformedInput, en: "The body was cut short.", zh: "请求内容不完整。")
    }
    context.body.markRead()
    return buffer
  }

  /// The fields of a JSON body. An empty body counts as `{}`: what is missing will be missed by name.
  static func table(_ request: Request, _ context: APIContext, known: [String]) async throws -> TableReader {
    try refuseUnlessJSON(request)
    let buffer = try await bytes(request, context)
    guard buffer.readableBytes > 0 else { return try TableReader(InputNode(.table([])), known: known) }
    return try TableReader(try JSONReader.read(Array(buffer.readableBytesView)), known: known)
  }

  private static let timeLimit = TimeAmount.seconds(60)
  /// How long a caller may take to read why, before the rest of its body is no longer waited for.
  static let refusalLimit = TimeAmount.seconds(5)

  /// A form of another site's page is no JSON, whatever it holds.
  private static func refuseUnlessJSON(_ request: Request) throws(Refusal) {
    guard let type = request.headers[.contentType] else { return }
    let name = DraftRules.trimmed(String(type.prefix { $0 != ";" })).lowercased()
    guard name != "application/json", !(name.hasPrefix("application/") && name.hasSuffix("+json")) else { return }
    throw Refusal(
      .unsupportedType, en: "The body must be JSON; send “Content-Type: application/json”.",
      zh: "请求内容应为 JSON；请发送“Content-Type: application/json”。", place: "Content-Type")
  }

  private static func tooLarge(_ limit: Int, _ context: APIContext) -> Refusal {
    _ = context.close(after: refusalLimit)
    return .bodyTooLarge(limit: limit)
  }
}
