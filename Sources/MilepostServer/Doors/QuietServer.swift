import Hummingbird
import HummingbirdCore
import Logging
import NIOCore
import ServiceLifecycle

/// The framework's server without its application, which wakes every second to note the date: a service at rest is to
/// stay asleep.
struct QuietServer: Service {
  private let server: any Service

  init(
    responder: some HTTPResponder<APIContext>, door: Door, channel: HTTP1Channel.Configuration,
    configuration: ServerConfiguration, group: any EventLoopGroup, log: Logger,
    onServerRunning: @escaping @Sendable (any Channel) async -> Void
  ) throws {
    let respond: HTTPChannelHandler.Responder = { (request, writer: consuming ResponseWriter, channel) in
      var context = APIContext(source: ApplicationRequestContextSource(channel: channel, logger: log))
      context.door = door
      // Routes turn every error of ours into an answer; what is left is the parser's, which closes the connection.
      var response = try await responder.respond(to: request, context: context)
      if case .network = door { response.headers[.date] = HTTPDate.now() }
      // A body that nobody has read is not waited for.
      let leavesBody = request.announcesBody && !context.body.isRead
      if leavesBody { response.headers[.connection] = "close" }
      let alarm = response.writingTimeMax.map { context.close(after: $0) }
      try await writer.write(response: response.head, body: response.body)
      alarm?.cancel()
      if leavesBody { _ = context.close(after: RequestBodyReader.refusalLimit) }
    }
    server = try HTTPServerBuilder { responder in
      let base = HTTP1Channel(responder: responder, configuration: channel)
      switch door {
      case .socket: return base
      case .network(let door): return NetworkChannel(base: base, door: door, crowd: Crowd())
      }
    }.buildServer(configuration: configuration, eventLoopGroup: group, logger: log, responder: respond) {
      await onServerRunning($0)
    }
  }

  func run() async throws { try await server.run() }
}

extension Request {
  fileprivate var announcesBody: Bool {
    if let length = headers[.contentLength] { return length != "0" }
    return headers[.transferEncoding] != nil
  }
}

extension Response {
  /// Bytes a second that a caller takes at least, or loses its connection.
  private static let bytesPerSecondMin = 16_384

  /// What writing it may take; nil for a stream that has no end.
  fileprivate var writingTimeMax: TimeAmount? {
    body.contentLength.map { .seconds(30 + Int64($0 / Response.bytesPerSecondMin)) }
  }
}
