import HummingbirdCore
import Logging
import MilepostWebhooks
import NIOCore
import NIOSSL
import Synchronization

/// The way in over TCP.
package struct NetworkDoor: Sendable {
  package let address: ListenAddress
  package let tls: TLSCredentials?
  package let proxies: TrustedProxies
  /// Requests a minute of one token, or of one address without one.
  package let requestsPerMinute: Int

  package init(
    address: ListenAddress, tls: TLSCredentials? = nil, proxies: TrustedProxies = .none, requestsPerMinute: Int = 18_000
  ) {
    self.requestsPerMinute = requestsPerMinute
    self.address = address
    self.tls = tls
    self.proxies = proxies
  }
}

/// Through which door a request came.
enum Door: Sendable {
  case socket
  case network(NetworkDoor)
}

/// A connection over TCP: counted by address, encrypted if there are credentials, and given up by the kernel when the
/// other side no longer takes what is sent.
struct NetworkChannel<Base: ServerChildChannel>: ServerChildChannel {
  let base: Base
  let door: NetworkDoor
  let crowd: Crowd

  func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Base.Value> {
    guard let visitor = Visitor(channel, door) else { return refuse(channel) }
    guard crowd.enter(visitor) else { return refuse(channel) }
    channel.closeFuture.whenComplete { [crowd] _ in crowd.leave(visitor) }
    return channel.eventLoop.makeCompletedFuture {
      if let options = channel.syncOptions {
        try options.setOption(.socketOption(.so_keepalive), value: 1)
        try options.setOption(.tcpOption(.tcp_nodelay), value: 1)
        try options.setOption(.tcpOption(.init(rawValue: 18)), value: NetworkLimits.unacknowledgedMs)
      }
      if let tls = door.tls {
        try channel.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: tls.context))
      }
    }.flatMap { base.setup(channel: channel, logger: logger) }
  }

  func handle(value: Base.Value, logger: Logger) async { await base.handle(value: value, logger: logger) }

  private func refuse(_ channel: any Channel) -> EventLoopFuture<Base.Value> {
    channel.close(promise: nil)
    return channel.eventLoop.makeFailedFuture(ChannelError.ioOnClosedChannel)
  }
}

enum NetworkLimits {
  /// Connections of one address at once. Those of this machine, and of trusted proxies, are many people's.
  static let perAddressMax = 128
  /// What was sent is taken by the other side within so long (`TCP_USER_TIMEOUT`), or the connection ends.
  static let unacknowledgedMs = 60_000
}

/// Who opened a connection.
struct Visitor: Sendable {
  let address: IPAddress
  /// Counts for itself.
  let isAlone: Bool

  init?(_ channel: any Channel, _ door: NetworkDoor) {
    guard let text = channel.remoteAddress?.ipAddress, let address = IPAddress(text) else { return nil }
    self.address = address
    isAlone = !door.proxies.contain(address) && !IPRange.loopback.contains { $0.contains(address) }
  }
}

/// How many connections each address has open.
final class Crowd: Sendable {
  private let counts = Mutex<[IPAddress: Int]>([:])

  /// False when the address has as many as it may.
  func enter(_ visitor: Visitor) -> Bool {
    guard visitor.isAlone else { return true }
    return counts.withLock { counts in
      guard counts[visitor.address, default: 0] < NetworkLimits.perAddressMax else { return false }
      counts[visitor.address, default: 0] += 1
      return true
    }
  }

  func leave(_ visitor: Visitor) {
    guard visitor.isAlone else { return }
    counts.withLock { counts in
      let left = counts[visitor.address, default: 1] - 1
      counts[visitor.address] = left > 0 ? left : nil
    }
  }
}
