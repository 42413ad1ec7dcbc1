import Hummingbird
import MilepostCore
import MilepostWebhooks
import NIOCore
import Synchronization

/// What a request brings along: its connection, and who is at the other end.
struct APIContext: RequestContext {
  var coreContext: CoreRequestContextStorage
  let channel: any Channel
  var door = Door.socket
  /// Set before a route's handler runs; nobody on routes that are open to all.
  var principal = Principal.nobody
  /// Nil unless somebody asks from the page.
  var session: Session?
  let body = BodyState()

  init(source: ApplicationRequestContextSource) {
    coreContext = CoreRequestContextStorage(source: source)
    channel = source.channel
  }

  /// Who asks, for the ledger. A change whose author cannot be named is not made.
  func author() async throws -> String { try await principal.author() }

  /// A name out of the path, percent signs decoded.
  func name(_ parameter: String) throws -> String {
    let raw = try parameters.require(parameter)
    return PercentCoding.decoded(raw) ?? raw
  }

  func close(after delay: TimeAmount) -> Scheduled<Void> {
    let channel = channel
    return channel.eventLoop.scheduleTask(in: delay) { channel.close(promise: nil) }
  }
}

/// Whether somebody has read a request's body to its end.
final class BodyState: Sendable {
  private let read = Mutex(false)

  var isRead: Bool { read.withLock { $0 } }
  func markRead() { read.withLock { $0 = true } }
}

/// What only a connection over TCP has.
extension APIContext {
  /// Who calls, behind trusted proxies; nil on the Unix socket.
  func address(of request: Request) -> IPAddress? {
    guard case .network(let door) = door, let peer else { return nil }
    let forwarded = request.headers[values: .forwardedFor].joined(separator: ",")
    return door.proxies.caller(peer: peer, forwarded: forwarded.isEmpty ? nil : forwarded)
  }

  /// The caller's own connection is encrypted.
  func isSecure(_ request: Request) -> Bool {
    guard case .network(let door) = door else { return false }
    if door.tls != nil { return true }
    guard let peer, door.proxies.contain(peer) else { return false }
    return request.headers[.forwardedProto]?.lowercased() == "https"
  }

  private var peer: IPAddress? { channel.remoteAddress?.ipAddress.flatMap(IPAddress.init) }
}

/// A header's name.
typealias HeaderName = HTTPFields.Element.Name

extension HeaderName {
  static let forwardedFor = known("X-Forwarded-For")
  static let forwardedProto = known("X-Forwarded-Proto")

  /// A name that is well formed because it stands in this source.
  static func known(_ text: String) -> HeaderName {
    guard let name = HeaderName(text) else { preconditionFailure("\(text) is no header's name") }
    return name
  }
}
