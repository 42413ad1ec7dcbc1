import Hummingbird
import HummingbirdCore
import Logging
import MilepostCore
import MilepostEngine
import NIOCore
import NIOPosix
import ServiceLifecycle
import Synchronization

/// The HTTP/JSON API on a Unix socket.
package struct APIServer: Service {
  package struct Limits: Sendable {
    /// A connection on which nothing arrives for so long is closed, in the midst of a request too.
    package var idle: Duration
    /// What requests under way may take once the service is to stop.
    package var shutdownMax: Duration
    /// Connections open at once; more wait. Descriptors are needed for deliveries too.
    package var connectionsMax: Int

    package init(
      idle: Duration = .seconds(30), shutdownMax: Duration = .seconds(5), connectionsMax: Int = 256
    ) {
      self.idle = idle
      self.shutdownMax = shutdownMax
      self.connectionsMax = connectionsMax
    }
  }

  private let engine: Engine
  private let socketPath: String
  private let limits: Limits
  private let log: Logger
  private let onServerRunning: @Sendable () async -> Void

  /// `onServerRunning` is called once callers can connect.
  package init(
    engine: Engine, socketPath: String, log: Logger, limits: Limits = Limits(),
    onServerRunning: @escaping @Sendable () async -> Void = {}
  ) {
    self.engine = engine
    self.socketPath = socketPath
    self.limits = limits
    self.onServerRunning = onServerRunning
    // The framework announces itself at `info`, where the journal is for changes alone.
    var quiet = log
    quiet.logLevel = log.logLevel == .info ? .notice : log.logLevel
    self.log = quiet
  }

  /// Serves until graceful shutdown or cancellation. Throws `Refusal` when the socket cannot be had.
  package func run() async throws {
    let door = try SocketDoor(path: socketPath)
    let opened = Mutex<Result<SocketDoor.Opened, Refusal>?>(nil)
    // One thread reads and writes for all: the work itself is done elsewhere.
    let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
    let outcome = await result { try await serve(door, on: group) { result in opened.withLock { $0 = result } } }
    door.abandon()
    let last = opened.withLock { $0 }
    if case .success(let socket)? = last { socket.remove() }
    try? await group.shutdownGracefully()
    if case .failure(let refusal)? = last { throw refusal }
    try outcome.get()
  }

  private func serve(
    _ door: SocketDoor, on group: any EventLoopGroup,
    _ report: @escaping @Sendable (Result<SocketDoor.Opened, Refusal>) -> Void
  ) async throws {
    let started = onServerRunning
    let server = try await QuietServer(
      responder: APIRouter.build(engine: engine).buildResponder(),
      channel: HTTP1Channel.Configuration(
        additionalChannelHandlers: [PeerHandler()], idleTimeout: TimeAmount(limits.idle)),
      configuration: ServerConfiguration(
        address: .unixDomainSocket(path: door.birthplace), backlog: limits.connectionsMax,
        availableConnectionsDelegate: .maximum(limits.connectionsMax, logger: log)),
      group: group, log: log
    ) { channel in
      let result = Result { () throws(Refusal) in try door.open() }
      report(result)
      if case .failure = result { channel.close(promise: nil) } else { await started() }
    }
    var configuration = ServiceGroupConfiguration(services: [server], logger: log)
    configuration.maximumGracefulShutdownDuration = limits.shutdownMax
    do {
      try await ServiceGroup(configuration: configuration).run()
    } catch let error as IOError {
      throw SocketDoor.refusal(socketPath, en: "\(error)", zh: "\(error)")
    }
  }

  private func result(_ body: () async throws -> Void) async -> Result<Void, any Error> {
    do { return .success(try await body()) } catch { return .failure(error) }
  }
}
