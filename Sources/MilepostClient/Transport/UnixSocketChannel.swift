import Glibc

/// A connection over a Unix socket.
final class UnixSocketChannel: ByteChannel {
  private let socket: SocketBytes

  init(path: String, timeoutSeconds: Int) throws(ClientFailure) {
    let address = try UnixSocketChannel.address(path)
    let descriptor = Glibc.socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    guard descriptor >= 0 else { throw .systemError(operation: "socket", reason: systemReason(errno)) }
    socket = SocketBytes(descriptor: descriptor, timeoutSeconds: timeoutSeconds)
    socket.limitWaits()
    let result = withUnsafePointer(to: address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { plain in
        retrying { Int(connect(descriptor, plain, socklen_t(MemoryLayout<sockaddr_un>.size))) }
      }
    }
    guard result == 0 else { throw UnixSocketChannel.refusal(errno, path: path, timeoutSeconds: timeoutSeconds) }
  }

  deinit { close(socket.descriptor) }

  func send(_ bytes: [UInt8]) throws(ClientFailure) { try socket.send(bytes) }
  func receive(atMost limit: Int) throws(ClientFailure) -> [UInt8] { try socket.receive(atMost: limit) }

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
