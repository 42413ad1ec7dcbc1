import Foundation
import Glibc
import Synchronization

/// A receiver of webhooks on loopback: answers as a test wants, and counts what came by `webhook-id`.
final class Receiver: Sendable {
  enum Answer: Sendable {
    case status(Int)
    /// Closes the connection without a word, although the message was taken.
    case silence
    /// 204, but not before `release`.
    case hold
  }

  struct Book: Sendable {
    /// Every body that came with an id. One id has one body, or something is wrong.
    var bodies: [String: Set<String>] = [:]
    /// How often each was taken with a 2xx.
    var taken: [String: Int] = [:]
    var requests = 0
    /// Requests that wait for `release`.
    var held = 0
  }

  private struct State {
    var book = Book()
    var isReleased = false
    var isClosed = false
    var connections: Set<Int32> = []
    var waiters: [DispatchSemaphore] = []
  }

  let port: UInt16
  private let listener: Int32
  private let state = Mutex(State())
  private let answer: @Sendable (Int) -> Answer

  /// `answer` is asked for each request, with its number from 0. A `port` that was used before can be used again.
  init(port: UInt16 = 0, answer: @escaping @Sendable (Int) -> Answer = { _ in .status(204) }) throws {
    self.answer = answer
    listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    var yes: Int32 = 1
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size))
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let listener = listener
    let code = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { plain in
        bind(listener, plain, length) | listen(listener, 1024) | getsockname(listener, plain, &length)
      }
    }
    self.port = UInt16(bigEndian: address.sin_port)
    guard code == 0 else { throw Failed("no receiver on port \(port): \(String(cString: strerror(errno)))") }
    Thread.detachNewThread { [self] in accept() }
  }

  var url: String { "http://127.0.0.1:\(port)/hook/p4th?token=qu3ry" }
  var book: Book { state.withLock { $0.book } }

  /// True once `isSo`; false when that takes longer.
  func wait(seconds: Double, until isSo: (Book) -> Bool) -> Bool {
    let end = DispatchTime.now() + seconds
    let changed = DispatchSemaphore(value: 0)
    while true {
      let book = state.withLock { state in
        state.waiters = state.waiters.filter { $0 !== changed } + [changed]
        return state.book
      }
      if isSo(book) { return true }
      guard changed.wait(timeout: end) == .success else { return isSo(self.book) }
    }
  }

  /// Answers what is held, and holds nothing any more.
  func release() { change { $0.isReleased = true } }

  func stop() {
    state.withLock { state in
      guard !state.isClosed else { return }
      state.isClosed = true
      // Under the lock nobody closes them, so their numbers are still theirs.
      for socket in state.connections.union([listener]) { shutdown(socket, Int32(SHUT_RDWR)) }
    }
    release()
  }

  private func change(_ body: (inout State) -> Void) {
    state.withLock { state in
      body(&state)
      for waiter in state.waiters { waiter.signal() }
    }
  }

  private func accept() {
    while true {
      let socket = Glibc.accept(listener, nil, nil)
      guard socket >= 0 else { break }
      _ = fcntl(socket, F_SETFD, FD_CLOEXEC)
      let isWanted = state.withLock { state in
        if !state.isClosed { state.connections.insert(socket) }
        return !state.isClosed
      }
      guard isWanted else {
        close(socket)
        continue
      }
      Thread.detachNewThread { [self] in
        serve(socket)
        state.withLock { state in
          state.connections.remove(socket)
          close(socket)
        }
      }
    }
    close(listener)
  }

  private func serve(_ socket: Int32) {
    var reader = RequestReader(socket: socket)
    while let request = reader.next() {
      let number = state.withLock { state in
        defer { state.book.requests += 1 }
        return state.book.requests
      }
      let answer = answer(number)
      let status = give(answer)
      change { state in
        state.book.bodies[request.id, default: []].insert(request.body)
        if let status, (200...299).contains(status) { state.book.taken[request.id, default: 0] += 1 }
      }
      guard let status else { return }
      let reply = Array("HTTP/1.1 \(status) -\r\n\(status == 204 ? "" : "Content-Length: 0\r\n")\r\n".utf8)
      guard send(socket, reply, reply.count, Int32(MSG_NOSIGNAL)) == reply.count else { return }
    }
  }

  /// The status to answer with, when its time has come.
  private func give(_ answer: Answer) -> Int? {
    switch answer {
    case .status(let status): return status
    case .silence: return nil
    case .hold:
      change { $0.book.held += 1 }
      let changed = DispatchSemaphore(value: 0)
      state.withLock { $0.waiters.append(changed) }
      while !state.withLock({ $0.isReleased }) { changed.wait() }
      change { state in
        state.book.held -= 1
        state.waiters.removeAll { $0 === changed }
      }
      return 204
    }
  }
}
