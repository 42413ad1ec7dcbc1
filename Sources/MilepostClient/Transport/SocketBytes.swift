import Glibc

/// Bytes over a connected socket, with a bound on every wait.
struct SocketBytes {
  let descriptor: Int32
  let timeoutSeconds: Int

  /// Sets the bound; that on sending also bounds a connect that waits for room in the listener's queue.
  func limitWaits() {
    var limit = timeval(tv_sec: timeoutSeconds, tv_usec: 0)
    for option in [SO_RCVTIMEO, SO_SNDTIMEO] {
      setsockopt(descriptor, SOL_SOCKET, option, &limit, socklen_t(MemoryLayout<timeval>.size))
    }
  }

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

  func failure(_ code: Int32, operation: String) -> ClientFailure {
    switch code {
    case EAGAIN, EWOULDBLOCK: .timedOut(seconds: timeoutSeconds)
    case EPIPE, ECONNRESET: .closedEarly
    default: .systemError(operation: operation, reason: systemReason(code))
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
