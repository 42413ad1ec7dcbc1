import Foundation
import Glibc
import Synchronization

/// What a command asked for.
struct CannedRequest: Sendable, Equatable {
  var line: String
  var headers: [String: String]
  var body: String
}

/// What the server does with it.
enum CannedAnswer: Sendable {
  /// Each piece is sent when the one before it has been read, so that the other side reads them one by one.
  case pieces([[UInt8]])
  /// Nothing, with the connection kept open until the server stops.
  case silence

  static func text(_ text: String) -> CannedAnswer { .pieces([Array(text.utf8)]) }

  static func response(_ status: Int, _ body: String, type: String = "application/json") -> CannedAnswer {
    .text(
      "HTTP/1.1 \(status) Whatever\r\nContent-Type: \(type)\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)")
  }
}

/// A real HTTP server on a Unix socket of its own, one connection at a time, whose answers a test decides.
final class CannedServer: Sendable {
  let path: String
  private let listener: Int32
  private let seen = Mutex<[CannedRequest]>([])
  private let held = Mutex<[Int32]>([])
  private let finished = DispatchSemaphore(value: 0)
  private let answer: @Sendable (CannedRequest) -> CannedAnswer

  init(_ answer: @escaping @Sendable (CannedRequest) -> CannedAnswer) throws {
    self.answer = answer
    path = "/tmp/milepost-test-\(UUID().uuidString.prefix(12)).sock"
    listener = try UnixListener.open(path)
    Thread { self.serve() }.start()
  }

  /// Routes by method and path, without the query; what is not in `routes` is answered with 404.
  convenience init(routes: [String: CannedAnswer]) throws {
    try self.init { request in
      let parts = request.line.split(separator: " ")
      let path = parts.dropFirst().first?.split(separator: "?").first ?? ""
      return routes["\(parts.first ?? "") \(path)"] ?? .response(404, Canned.problem)
    }
  }

  var requests: [CannedRequest] { seen.withLock { $0 } }

  func stop() {
    shutdown(listener, Int32(SHUT_RDWR))
    _ = finished.wait(timeout: .now() + 10)
    close(listener)
    unlink(path)
    held.withLock { sockets in
      for socket in sockets { close(socket) }
      sockets = []
    }
  }

  private func serve() {
    while true {
      let connection = accept(listener, nil, nil)
      if connection < 0 && errno == EINTR { continue }
      guard connection >= 0 else { break }
      handle(connection)
    }
    finished.signal()
  }

  private func handle(_ connection: Int32) {
    var limit = timeval(tv_sec: 10, tv_usec: 0)
    setsockopt(connection, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
    guard let request = RequestReader.read(from: connection) else {
      close(connection)
      return
    }
    seen.withLock { $0.append(request) }
    switch answer(request) {
    case .pieces(let pieces):
      for piece in pieces {
        _ = piece.withUnsafeBytes { send(connection, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
        UnixListener.waitUntilRead(connection)
      }
      close(connection)
    case .silence: held.withLock { $0.append(connection) }
    }
  }
}
