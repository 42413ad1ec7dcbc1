import Foundation
import Glibc

/// A client that says exactly what it is told to, one connection at a time, and never waits longer than its bound.
struct RawClient: Sendable {
  let socketPath: String
  var waitMax: Duration = .seconds(20)

  struct Reply: Sendable {
    var status: Int
    var headers: [String: String]
    var body: String
  }

  enum Failure: Error {
    case system(String, Int32)
    case closed(String)
  }

  /// One request on a connection of its own.
  func call(
    _ method: String, _ path: String, _ body: String? = nil, headers: [String: String] = [:]
  ) async throws -> Reply {
    var head = "\(method) \(path) HTTP/1.1\r\nHost: milepost\r\n"
    for (name, value) in headers { head += "\(name): \(value)\r\n" }
    if let body { head += "Content-Length: \(body.utf8.count)\r\n" }
    let text = head + "\r\n" + (body ?? "")
    return try await RawClient.onOwnThread {
      let connection = try Connection(socketPath, waitMax: waitMax)
      try connection.send(text)
      return try connection.reply(bodyless: method == "HEAD")
    }
  }

  /// Several requests, or anything else, on one connection.
  func connected<Value: Sendable>(
    _ body: @escaping @Sendable (Connection) throws -> Value
  ) async throws -> Value {
    try await RawClient.onOwnThread { try body(try Connection(socketPath, waitMax: waitMax)) }
  }

  /// Something that may wait, on a thread of its own.
  func own<Value: Sendable>(_ body: @escaping @Sendable () throws -> Value) async throws -> Value {
    try await RawClient.onOwnThread(body)
  }

  /// Tasks and queues share few threads, and the service that is to answer needs them: a blocking call has its own.
  static func onOwnThread<Value: Sendable>(_ body: @escaping @Sendable () throws -> Value) async throws -> Value {
    try await withCheckedThrowingContinuation { continuation in
      Thread.detachNewThread { continuation.resume(with: Result { try body() }) }
    }
  }
}

/// One connected socket; closed when it goes.
final class Connection {
  private let descriptor: Int32
  private var received: [UInt8] = []

  init(_ path: String, waitMax: Duration) throws {
    descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    var limit = timeval(tv_sec: Int(waitMax.components.seconds), tv_usec: 0)
    setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
    setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
    let status = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
    guard status == 0 else { throw RawClient.Failure.system("connect", errno) }
  }

  init(port: Int, waitMax: Duration) throws {
    descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var limit = timeval(tv_sec: Int(waitMax.components.seconds), tv_usec: 0)
    setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
    setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = in_port_t(port).bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    let status = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    guard status == 0 else { throw RawClient.Failure.system("connect", errno) }
  }

  deinit { close(descriptor) }

  /// Takes a connection out of the closure that made it.
  ///
  /// Safe because the closure has ended and only the test that holds the box uses it.
  struct Box: @unchecked Sendable {
    let connection: Connection

    init(_ connection: Connection) { self.connection = connection }
  }

  func send(_ text: String) throws {
    var bytes = Array(text.utf8)[...]
    while !bytes.isEmpty {
      let sent = bytes.withUnsafeBytes {
        Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      guard sent > 0 else { throw RawClient.Failure.system("send", errno) }
      bytes = bytes.dropFirst(sent)
    }
  }

  /// Says that nothing more will be sent.
  func finish() { shutdown(descriptor, Int32(SHUT_WR)) }

  /// True when the other side closed the connection, false when the wait was too long.
  func isClosedByPeer() -> Bool {
    while true {
      let count = receive()
      if count == 0 || (count < 0 && errno == ECONNRESET) { return true }
      if count < 0 { return false }
    }
  }

  func reply(bodyless: Bool = false) throws -> RawClient.Reply {
    let separator = Array("\r\n\r\n".utf8)
    var end: Int?
    while end == nil {
      end = received.indices.first { received[$0...].starts(with: separator) }
      if end == nil { try receiveMore() }
    }
    let head = String(decoding: received[..<(end ?? 0)], as: UTF8.self).split(separator: "\r\n")
    var headers: [String: String] = [:]
    for line in head.dropFirst() {
      let parts = line.split(separator: ":", maxSplits: 1)
      headers[parts[0].lowercased()] = parts.count > 1 ? parts[1].trimmingCharacters(in: .whitespaces) : ""
    }
    let status = Int(head[0].split(separator: " ")[1]) ?? 0
    let bodyless = bodyless || status == 304 || status == 204
    let length = bodyless ? 0 : headers["content-length"].flatMap { Int($0) } ?? 0
    let start = (end ?? 0) + separator.count
    while received.count < start + length { try receiveMore() }
    let body = String(decoding: received[start..<(start + length)], as: UTF8.self)
    received.removeFirst(start + length)
    return RawClient.Reply(status: Int(head[0].split(separator: " ")[1]) ?? 0, headers: headers, body: body)
  }

  /// All that has come, once `text` is in it.
  func text(until text: String) throws -> String {
    while true {
      let all = String(decoding: received, as: UTF8.self)
      if all.contains(text) { return all }
      try receiveMore()
    }
  }

  private func receiveMore() throws {
    let count = receive()
    if count == 0 { throw RawClient.Failure.closed(String(decoding: received, as: UTF8.self)) }
    if count < 0 { throw RawClient.Failure.system("recv", errno) }
  }

  private func receive() -> Int {
    var chunk = [UInt8](repeating: 0, count: 65_536)
    var count = recv(descriptor, &chunk, chunk.count, 0)
    // Programs that other tests start end with a signal.
    while count < 0, errno == EINTR { count = recv(descriptor, &chunk, chunk.count, 0) }
    if count > 0 { received += chunk[..<count] }
    return count
  }
}
