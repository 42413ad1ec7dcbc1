import Glibc
import Hummingbird
import HummingbirdCore
import Logging
import MilepostCore
import MilepostEngine
import NIOCore
import NIOPosix
import ServiceLifecycle
import Synchronization

/// The HTTP/JSON API on a Unix socket, and over TCP where the administrator wants it.
package struct APIServer: Service {
  package struct Limits: Sendable {
    /// A connection on which nothing arrives for so long is closed, in the midst of a request too.
    package var idle: Duration
    /// What requests under way may take once the service is to stop.
    package var shutdownMax: Duration
    /// Connections open at once on the socket; more wait. Descriptors are needed for deliveries too.
    package var connectionsMax: Int
    /// The same, over TCP.
    package var networkConnectionsMax: Int

    package init(
      idle: Duration = .seconds(30), shutdownMax: Duration = .seconds(5), connectionsMax: Int = 256,
      networkConnectionsMax: Int = 1024
    ) {
      self.idle = idle
      self.shutdownMax = shutdownMax
      self.connectionsMax = connectionsMax
      self.networkConnectionsMax = networkConnectionsMax
    }
  }

  private let engine: Engine
  private let socketPath: String
  private let network: NetworkDoor?
  private let limits: Limits
  private let log: Logger
  private let onServerRunning: @Sendable (_ port: Int?) async -> Void

  /// `onServerRunning` is called once callers can connect, with the TCP port if there is one.
  package init(
    engine: Engine, socketPath: String, network: NetworkDoor? = nil, log: Logger, limits: Limits = Limits(),
    onServerRunning: @escaping @Sendable (_ port: Int?) async -> Void = { _ in }
  ) {
    self.engine = engine
    self.socketPath = socketPath
    self.network = network
    self.limits = limits
    self.onServerRunning = onServerRunning
    // The framework announces itself at `info`, where the journal is for changes alone.
    var quiet = log
    quiet.logLevel = log.logLevel == .info ? .notice : log.logLevel
    self.log = quiet
  }

  /// Serves until graceful shutdown or cancellation. Throws `Refusal` when the socket or the address cannot be had.
  package func run() async throws {
    let door = try SocketDoor(path: socketPath)
    let opened = Mutex<Result<SocketDoor.Opened, Refusal>?>(nil)
    // One thread reads and writes for all on the socket, another over TCP: the work itself is done elsewhere.
    let groups = (0..<(network == nil ? 1 : 2)).map { _ in MultiThreadedEventLoopGroup(numberOfThreads: 1) }
    let outcome = await result { try await serve(door, on: groups) { result in opened.withLock { $0 = result } } }
    door.abandon()
    let last = opened.withLock { $0 }
    if case .success(let socket)? = last { socket.remove() }
    for group in groups { try? await group.shutdownGracefully() }
    if case .failure(let refusal)? = last { throw refusal }
    try outcome.get()
  }

  private func serve(
    _ door: SocketDoor, on groups: [any EventLoopGroup],
    _ report: @escaping @Sendable (Result<SocketDoor.Opened, Refusal>) -> Void
  ) async throws {
    let responder = APIRouter.build(engine: engine, network: network).buildResponder()
    let opening = Opening(doors: groups.count, onServerRunning)
    let socket = try QuietServer(
      responder: responder, door: .socket, channel: channel([PeerHandler()]),
      configuration: server(.unixDomainSocket(path: door.birthplace), connectionsMax: limits.connectionsMax),
      group: groups[0], log: log
    ) { channel in
      let result = Result { () throws(Refusal) in try door.open() }
      report(result)
      if case .failure = result { channel.close(promise: nil) } else { await opening.opened(port: nil) }
    }
    var services: [any Service] = [Bound(server: socket) { SocketDoor.refusal(socketPath, en: $0, zh: $0) }]
    if let network, let group = groups.last {
      let address = network.address
      let server = try QuietServer(
        responder: responder, door: .network(network), channel: channel([]),
        configuration: server(
          .hostname(address.host, port: address.port), connectionsMax: limits.networkConnectionsMax),
        group: group, log: log
      ) { channel in await opening.opened(port: channel.localAddress?.port) }
      services.append(Bound(server: server) { address.refusal($0) })
    }
    var configuration = ServiceGroupConfiguration(services: services, logger: log)
    configuration.maximumGracefulShutdownDuration = limits.shutdownMax
    try await ServiceGroup(configuration: configuration).run()
  }

  private func channel(
    _ handlers: @autoclosure @escaping @Sendable () -> [any RemovableChannelHandler]
  ) -> HTTP1Channel.Configuration {
    HTTP1Channel.Configuration(
      additionalChannelHandlers: handlers(), idleTimeout: TimeAmount(limits.idle),
      httpDecoderConfiguration: HTTP1Channel.Configuration.DecoderConfiguration(
        maxHeaderFieldSize: 16_384, maxHeaderListSize: 32_768, maxHeaderFieldCount: 100))
  }

  private func server(_ address: BindAddress, connectionsMax: Int) -> ServerConfiguration {
    ServerConfiguration(
      address: address, backlog: connectionsMax,
      availableConnectionsDelegate: .maximum(connectionsMax, logger: log))
  }

  private func result(_ body: () async throws -> Void) async -> Result<Void, any Error> {
    do { return .success(try await body()) } catch { return .failure(error) }
  }
}

/// A server that says in our words why it cannot have its address.
private struct Bound: Service {
  let server: QuietServer
  let refusal: @Sendable (String) -> Refusal

  func run() async throws {
    do { try await server.run() } catch let error as IOError {
      throw refusal(String(cString: strerror(error.errnoCode)))
    }
  }
}

extension ListenAddress {
  fileprivate func refusal(_ reason: String) -> Refusal {
    Refusal(
      .unavailable, en: "Cannot listen at \(text): \(reason).", zh: "无法在 \(text) 上监听：\(reason)。", place: "listen")
  }
}

/// Tells once that every door stands open.
private final class Opening: Sendable {
  private let state: Mutex<(missing: Int, port: Int?)>
  private let onOpen: @Sendable (Int?) async -> Void

  init(doors: Int, _ onOpen: @escaping @Sendable (Int?) async -> Void) {
    state = Mutex((doors, nil))
    self.onOpen = onOpen
  }

  func opened(port: Int?) async {
    let (isLast, port) = state.withLock { state in
      state.missing -= 1
      state.port = port ?? state.port
      return (state.missing == 0, state.port)
    }
    if isLast { await onOpen(port) }
  }
}
