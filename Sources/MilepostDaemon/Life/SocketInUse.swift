import Glibc
import MilepostCore

/// A socket's file says nothing about whether anybody still listens: it stays behind when its owner is killed.
enum SocketInUse {
  /// Refuses when somebody answers at `path`; the server would silently take the place over, and two services would
  /// each think that they are reached there.
  static func check(_ path: String) throws(Refusal) {
    // What is no socket's address at all is for the server to refuse.
    guard let address = try? SocketAddress(path) else { return }
    let socket = Glibc.socket(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue), 0)
    guard socket >= 0 else { return }
    defer { close(socket) }
    // EAGAIN: somebody listens, and has more callers than it can take.
    guard address.withSockaddr({ connect(socket, $0, $1) }) == 0 || errno == EAGAIN else { return }
    throw Refusal(
      .unavailable, en: "Another service answers at \(path). Stop that one first, or name another socket.",
      zh: "另一个服务正在 \(path) 上应答。请先停止它，或指定别的套接字。", place: "socket")
  }
}
