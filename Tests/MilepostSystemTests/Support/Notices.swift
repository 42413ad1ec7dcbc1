import Glibc

/// The service manager's end of sd_notify(3).
final class Notices {
  let path: String
  private let socket: Int32

  init(path: String) throws {
    self.path = path
    socket = Glibc.socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue), 0)
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
    let (socket, length) = (socket, socklen_t(MemoryLayout<sockaddr_un>.size))
    let code = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(socket, $0, length) }
    }
    guard code == 0 else { throw Failed("no socket at \(path)") }
  }

  deinit { close(socket) }

  /// Forgets what an earlier life has sent.
  func clear() { while receive() != nil {} }

  /// True once a message has `line`; false when `life` ended first.
  func wait(for line: String, orEndOf life: Int32, seconds: Double) throws -> Bool {
    let deadline = Deadline(seconds: seconds)
    while true {
      while let message = receive() {
        if message.split(separator: "\n").contains(Substring(line)) { return true }
      }
      var states = [
        pollfd(fd: socket, events: Int16(POLLIN), revents: 0), pollfd(fd: life, events: Int16(POLLIN), revents: 0),
      ]
      guard poll(&states, 2, deadline.millisecondsLeft) > 0 else { throw Failed("no \(line) within \(seconds) s") }
      if states[0].revents == 0, states[1].revents != 0 { return false }
    }
  }

  private func receive() -> String? {
    var buffer = [UInt8](repeating: 0, count: 65_536)
    let count = recv(socket, &buffer, buffer.count, 0)
    return count < 0 ? nil : String(decoding: buffer[..<count], as: UTF8.self)
  }
}
