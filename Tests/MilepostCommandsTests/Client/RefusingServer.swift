import Foundation
import Glibc

/// Answers 413 and closes without having read anything.
final class RefusingServer: Sendable {
  private let listener: Int32
  private let finished = DispatchSemaphore(value: 0)

  init(listener: Int32) { self.listener = listener }

  func start() {
    Thread { [self] in
      let connection = accept(listener, nil, nil)
      let text = Array("HTTP/1.1 413 Content Too Large\r\nContent-Length: 0\r\n\r\n".utf8)
      _ = text.withUnsafeBytes { send(connection, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
      shutdown(connection, Int32(SHUT_RDWR))
      close(connection)
      finished.signal()
    }.start()
  }

  func join() {
    _ = finished.wait(timeout: .now() + 10)
    close(listener)
  }
}
