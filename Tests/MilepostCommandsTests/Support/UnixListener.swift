import Glibc

enum UnixListener {
  struct Failure: Error {
    var code: Int32
  }

  static func open(_ path: String) throws -> Int32 {
    let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
    let bound = withUnsafePointer(to: address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
    guard bound == 0, listen(descriptor, 16) == 0 else {
      close(descriptor)
      throw Failure(code: errno)
    }
    return descriptor
  }

  /// Waits until the other side has taken all bytes, or is gone, or ten seconds are over.
  static func waitUntilRead(_ connection: Int32) {
    let start = ContinuousClock.now
    var waiting: Int32 = 1
    while waiting > 0, start.duration(to: .now) < .seconds(10) {
      var poller = pollfd(fd: connection, events: 0, revents: 0)
      poll(&poller, 1, 0)
      if poller.revents & Int16(POLLHUP | POLLERR) != 0 { return }
      guard ioctl(connection, UInt(TIOCOUTQ), &waiting) == 0 else { return }
      sched_yield()
    }
  }
}
