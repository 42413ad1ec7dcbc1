import Glibc

/// A connection over a Unix socket.
final class UnixSocketChannel: ByteChannel {
  private let descriptor: Int32
  private let timeoutSeconds: Int

  init(path: String, timeoutSeconds: Int) throws(ClientFailure) {
    let address = try UnixSocketChannel.address(path)
    let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    guard descriptor >= 0 else { throw .systemError(operation: "socket", reason: systemReason(errno)) }
    self.descriptor = descriptor
    self.timeoutSeconds = timeoutSeconds
    var limit = timeval(tv_sec: timeoutSeconds, tv_usec: 0)
    // The limit on sending also bounds a connect that waits for room in the listener's queue.
    for option in [SO_RCVTIMEO, SO_SNDTIMEO] {
      setsockopt(descriptor, SOL_SOCKET, option, &limit, socklen_t(MemoryLayout<timeval>.size))
    }
    let result = withUnsafePointer(to: address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { plain in
        retrying { Int(connect(descriptor, plain, socklen_t(MemoryLayout<sockaddr_un>.size))) }
      }
    }
    guard result == 0 else { throw UnixSocketChannel.refusal(errno, path: path, timeoutSeconds: timeoutSeconds) }
  }

  deinit { close(descriptor) }

  func send(_ bytes: [UInt8]) throws(ClientFailure) {
    var sent = 0
    while sent < bytes.count {
      let count = bytes.withUnsafeBytes { buffer in
        let rest = UnsafeRawBufferPointer(rebasing: buffer[sent...])
        return retrying { Glibc.send(descriptor, rest.baseAddress, rest.count, Int32(MSG_NOSIGNAL)) }
      }
      guard count > 0 else { throw failure(errno, operation: "send") }
      sent += count
    }
  }

  func receive(atMost limit: Int) throws(ClientFailure) -> [UInt8] {
    var code: Int32 = 0
    let bytes = [UInt8](unsafeUninitializedCapacity: limit) { buffer, count in
      let received = retrying { recv(descriptor, buffer.baseAddress, limit, 0) }
      code = received < 0 ? errno : 0
      count = max(0, received)
    }
    guard code == 0 else { throw failure(code, operation: "receive") }
    return bytes
  }

  private func failure(_ code: Int32, operation: String) -> ClientFailure {
    switch code {
    case EAGAIN, EWOULDBLOCK: .timedOut(seconds: timeoutSeconds)
    case EPIPE, ECONNRESET: .closedEarly
    default: .systemError(operation: operation, reason: systemReason(code))
    }
  }

  private static func address(_ path: String) throws(ClientFailure) -> sockaddr_un {
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    // One byte stays for the zero at the end.
    let bytesMax = MemoryLayout.size(ofValue: address.sun_path) - 1
    guard path.utf8.count <= bytesMax else { throw .pathTooLong(path: path, bytesMax: bytesMax) }
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
    return address
  }

  private static func refusal(_ code: Int32, path: String, timeoutSeconds: Int) -> ClientFailure {
    switch code {
    case ENOENT, ENOTDIR: .socketMissing(path: path)
    case ECONNREFUSED: .notListening(path: path)
    case EACCES, EPERM: .permissionDenied(path: path, group: SocketFile.group(path: path))
    case EAGAIN, ETIMEDOUT, EINPROGRESS: .timedOut(seconds: timeoutSeconds)
    default: .systemError(operation: "connect", reason: systemReason(code))
    }
  }
}

/// The system's words for an error number.
func systemReason(_ code: Int32) -> String { String(cString: strerror(code)) }

/// Repeats a call that a signal cut short.
func retrying(_ call: () -> Int) -> Int {
  while true {
    let result = call()
    if result >= 0 || errno != EINTR { return result }
  }
}
