import Glibc

/// A connection over TLS, by the OpenSSL 3 that the system has. It is loaded only here: linked, it would cost every
/// command some milliseconds of start-up.
final class TLSChannel: ByteChannel {
  private let plain: TCPChannel
  private let library: OpenSSL
  private let context: OpaquePointer
  private let connection: OpaquePointer

  /// Refuses a certificate that the system's authorities (or those of `SSL_CERT_FILE`) do not vouch for, or that is not
  /// for `host`.
  init(_ plain: TCPChannel, host: String) throws(ClientFailure) {
    guard let library = OpenSSL() else { throw .noTLS }
    guard let context = library.newContext(library.method()) else { throw .noTLS }
    guard let connection = library.newConnection(context) else {
      library.freeContext(context)
      throw .noTLS
    }
    (self.plain, self.library, self.context, self.connection) = (plain, library, context, connection)
    signal(SIGPIPE, SIG_IGN)
    _ = library.defaultPaths(context)
    library.setVerify(connection, 1, nil)
    _ = library.contextControl(context, OpenSSL.setMinimumVersion, OpenSSL.tls12, nil)
    let isAddress = host.contains(":") || host.utf8.allSatisfy { (46...57).contains($0) }
    if isAddress {
      _ = library.setAddress(library.parameters(connection), host)
    } else {
      _ = library.setHost(connection, host)
      host.withCString { name in
        _ = library.control(connection, OpenSSL.setServerName, 0, UnsafeMutableRawPointer(mutating: name))
      }
    }
    guard library.setDescriptor(connection, plain.socket.descriptor) == 1, library.connect(connection) == 1 else {
      let verdict = library.verdict(connection)
      if verdict != 0 { throw .untrusted(host: host, reason: String(cString: library.words(verdict))) }
      if errno == EAGAIN { throw .timedOut(seconds: plain.socket.timeoutSeconds) }
      throw .notHTTP(reason: "no TLS")
    }
  }

  deinit {
    library.freeConnection(connection)
    library.freeContext(context)
  }

  func send(_ bytes: [UInt8]) throws(ClientFailure) {
    var sent = 0
    while sent < bytes.count {
      let count = bytes.withUnsafeBytes { buffer in
        library.write(connection, buffer.baseAddress?.advanced(by: sent), Int32(min(buffer.count - sent, 1 << 20)))
      }
      guard count > 0 else { throw failure(count, operation: "send") }
      sent += Int(count)
    }
  }

  func receive(atMost limit: Int) throws(ClientFailure) -> [UInt8] {
    var result: Int32 = 0
    let bytes = [UInt8](unsafeUninitializedCapacity: limit) { buffer, count in
      result = library.read(connection, buffer.baseAddress, Int32(limit))
      count = max(0, Int(result))
    }
    guard result <= 0 else { return bytes }
    // The other side has said that it is done; anything else that ends here was cut short.
    guard library.error(connection, result) == OpenSSL.closed else { throw failure(result, operation: "receive") }
    return []
  }

  private func failure(_ result: Int32, operation: String) -> ClientFailure {
    switch library.error(connection, result) {
    case OpenSSL.systemCall where errno != 0: plain.socket.failure(errno, operation: operation)
    case OpenSSL.wantRead, OpenSSL.wantWrite: .timedOut(seconds: plain.socket.timeoutSeconds)
    default: .closedEarly
    }
  }
}
