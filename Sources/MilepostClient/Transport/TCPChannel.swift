import Glibc

/// A connection over TCP. Without TLS it goes to this machine only: a token would be anybody's on the way.
final class TCPChannel: ByteChannel {
  let socket: SocketBytes

  init(_ server: ServerAddress, timeoutSeconds: Int) throws(ClientFailure) {
    var hints = addrinfo()
    hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
    var first: UnsafeMutablePointer<addrinfo>?
    let status = getaddrinfo(server.host, "\(server.port)", &hints, &first)
    guard status == 0, let first else {
      throw .serverUnreachable(server: server.text, reason: String(cString: gai_strerror(status)))
    }
    defer { freeaddrinfo(first) }
    var code: Int32 = EADDRNOTAVAIL
    var next: UnsafeMutablePointer<addrinfo>? = first
    while let entry = next?.pointee {
      next = entry.ai_next
      guard server.isSecure || TCPChannel.isLoopback(entry) else { throw .plainRefused(server: server.text) }
      let descriptor = Glibc.socket(entry.ai_family, entry.ai_socktype | Int32(SOCK_CLOEXEC.rawValue), 0)
      guard descriptor >= 0 else {
        code = errno
        continue
      }
      let socket = SocketBytes(descriptor: descriptor, timeoutSeconds: timeoutSeconds)
      socket.limitWaits()
      if retrying({ Int(connect(descriptor, entry.ai_addr, entry.ai_addrlen)) }) == 0 {
        self.socket = socket
        return
      }
      code = errno
      close(descriptor)
    }
    throw code == EINPROGRESS
      ? .timedOut(seconds: timeoutSeconds) : .serverUnreachable(server: server.text, reason: systemReason(code))
  }

  deinit { close(socket.descriptor) }

  func send(_ bytes: [UInt8]) throws(ClientFailure) { try socket.send(bytes) }
  func receive(atMost limit: Int) throws(ClientFailure) -> [UInt8] { try socket.receive(atMost: limit) }

  private static func isLoopback(_ entry: addrinfo) -> Bool {
    guard let address = UnsafeRawPointer(entry.ai_addr) else { return false }
    switch entry.ai_family {
    case AF_INET:
      return UInt32(bigEndian: address.loadUnaligned(as: sockaddr_in.self).sin_addr.s_addr) >> 24 == 127
    case AF_INET6:
      let bytes = withUnsafeBytes(of: address.loadUnaligned(as: sockaddr_in6.self).sin6_addr) { Array($0) }
      return bytes == [UInt8](repeating: 0, count: 15) + [1]
    default: return false
    }
  }
}
