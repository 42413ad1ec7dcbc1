import Hummingbird
import MilepostCore
import NIOCore
import ServiceLifecycle

extension API {
  func eventRoutes(_ routes: inout RouteTable) {
    routes.on(.get, "/v1/events", .read.filtered, events)
  }

  /// Server-sent events: `hello` at once, then `change` whenever something was committed or delivered. `Last-Event-ID`, or `since`
  /// for the first time, is the ledger's sequence that the caller has seen: `hello` says what has changed after it.
  @Sendable private func events(_ request: Request, _ context: APIContext) async throws -> Response {
    let query = try QueryReader(request, known: ["since"])
    let written = request.headers[.lastEventID] ?? query.text("since")
    let since = try written.map { text throws(Refusal) in
      guard let value = Int64(text), value >= 0 else {
        throw QueryReader.invalid("since", text, en: "a sequence of the ledger", zh: "台账序号")
      }
      return value
    }
    let (hub, channel, reach) = (hub, context.channel, context.principal.projects)
    guard request.method == .get else { return Response(status: .ok, headers: API.eventHeaders) }
    let (hello, items, leave) = try await blocking {
      try hub.subscribe(since: since, reach: reach, cutOff: { channel.close(promise: nil) })
    }
    channel.closeFuture.whenComplete { _ in leave() }
    return Response(
      status: .ok, headers: API.eventHeaders,
      body: ResponseBody { writer in
        defer { leave() }
        let shown = hello.seen(by: reach) ?? hello.ofNothing
        try await writer.write(ByteBuffer(string: "retry: 2000\n" + shown.text("hello")))
        try await API.pass(items, to: &writer, leave)
        try await writer.finish(nil)
      })
  }

  /// Until the caller goes, or the service is to stop: an open stream must not hold it up.
  private static func pass(
    _ items: AsyncStream<EventHub.Item>, to writer: inout any ResponseBodyWriter,
    _ leave: @escaping @Sendable () -> Void
  ) async throws {
    // Waits for the word to stop beside the stream; both end together.
    let guardian = Task {
      try? await gracefulShutdown(); leave()
    }
    defer { guardian.cancel() }
    for await item in items {
      try await writer.write(item)
    }
  }

  private static let eventHeaders: HTTPFields = [
    .contentType: "text/event-stream; charset=utf-8", .cacheControl: "no-store",
  ]
}
