import Hummingbird
import HummingbirdCore
import Logging
import NIOCore
import ServiceLifecycle

/// The framework's server without its application, which wakes every second to note the date: callers on the same
/// machine need no `Date`, and a service at rest is to stay asleep.
struct QuietServer: Service {
  private let server: any Service

  init(
    responder: some HTTPResponder<APIContext>, channel: HTTP1Channel.Configuration, configuration: ServerConfiguration,
    group: any EventLoopGroup, log: Logger, onServerRunning: @escaping @Sendable (any Channel) async -> Void
  ) async throws {
    server = try HTTPServerBuilder.http1(configuration: channel).buildServer(
      configuration: configuration, eventLoopGroup: group, logger: log
    ) { (request, writer: consuming ResponseWriter, channel) in
      let context = APIContext(source: ApplicationRequestContextSource(channel: channel, logger: log))
      // Routes turn every error of ours into an answer; what is left is the parser's, which closes the connection.
      let response = try await responder.respond(to: request, context: context)
      try await writer.write(response: response.head, body: response.body)
    } onServerRunning: {
      await onServerRunning($0)
    }
  }

  func run() async throws { try await server.run() }
}
