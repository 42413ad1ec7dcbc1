import Glibc
import MilepostCore

/// One thing that a service tells its manager (sd_notify(3)).
enum NotifyField: Equatable, Sendable {
  case ready
  /// At this moment of the monotonic clock, in microseconds.
  case reloading(atMicroseconds: UInt64)
  case stopping
  case watchdog
  /// One line, for people.
  case status(String)

  var text: String {
    switch self {
    case .ready: "READY=1"
    case .reloading(let now): "RELOADING=1\nMONOTONIC_USEC=\(now)"
    case .stopping: "STOPPING=1"
    case .watchdog: "WATCHDOG=1"
    case .status(let line): "STATUS=" + line.replacing("\n", with: " ")
    }
  }
}

/// The way to the service manager: a datagram socket that it names in the environment.
final class Notifier: Sendable {
  private let socket: Int32
  private let address: SocketAddress

  /// Nil when nobody wants to be told. Refuses an address that cannot be one.
  init?(environment: [String: String]) throws(Refusal) {
    guard let path = environment["NOTIFY_SOCKET"], !path.isEmpty else { return nil }
    address = try SocketAddress(path)
    socket = Glibc.socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    guard socket >= 0 else { throw Notifier.unreachable(path) }
  }

  deinit { close(socket) }

  /// All fields in one message. False when it did not arrive: the manager may be restarting, and will be told again.
  @discardableResult
  func send(_ fields: [NotifyField]) -> Bool {
    let message = Array(fields.map(\.text).joined(separator: "\n").utf8)
    return address.withSockaddr { address, length in
      while true {
        let sent = sendto(socket, message, message.count, Int32(MSG_NOSIGNAL), address, length)
        if sent == message.count { return true }
        guard sent < 0, errno == EINTR else { return false }
      }
    }
  }

  private static func unreachable(_ path: String) -> Refusal {
    let reason = String(cString: strerror(errno))
    return Refusal(
      .unavailable, en: "NOTIFY_SOCKET \(path) cannot be reached: \(reason).",
      zh: "无法连接 NOTIFY_SOCKET \(path)：\(reason)。")
  }
}

/// A Unix socket's address: a path, or a name in the abstract namespace, written with `@` in front.
struct SocketAddress: Sendable {
  private let bytes: [UInt8]

  init(_ text: String) throws(Refusal) {
    var bytes = Array(text.utf8)
    guard let first = bytes.first, first == UInt8(ascii: "/") || first == UInt8(ascii: "@"), !bytes.contains(0),
      bytes.count < SocketAddress.pathBytesMax
    else {
      let shown = DraftRules.shown(text)
      throw Refusal(
        .invalidValue, en: "“\(shown)” is no socket's address; write a path or @name, at most 107 bytes long.",
        zh: "“\(shown)”不是套接字地址；请写路径或 @名称，最长 107 字节。")
    }
    if first == UInt8(ascii: "@") { bytes[0] = 0 }
    self.bytes = bytes
  }

  private static let pathBytesMax = MemoryLayout.size(ofValue: sockaddr_un().sun_path)

  /// An abstract name is as long as the address says; a path ends with a zero.
  func withSockaddr<Value>(_ body: (UnsafePointer<sockaddr>, socklen_t) -> Value) -> Value {
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
    let isAbstract = bytes.first == 0
    let header = MemoryLayout<sockaddr_un>.size - SocketAddress.pathBytesMax
    let length = socklen_t(header + bytes.count + (isAbstract ? 0 : 1))
    return withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, length) }
    }
  }
}
