import Glibc
import MilepostAPI
import MilepostClient
import Testing

@Suite("The client over a real socket", .timeLimit(.minutes(1)))
struct ClientTests {
  private func fetch(from server: CannedServer, timeoutSeconds: Int = 30) throws -> CountView {
    try Client(address: .unixSocket(path: server.path), timeoutSeconds: timeoutSeconds)
      .fetch(CountView.self, HTTPRequest(.get, "/v1/x"))
  }

  private func failure(_ body: () throws -> Void) -> ClientFailure? {
    do { try body() } catch { return error as? ClientFailure }
    return nil
  }

  @Test("An answer that comes a few bytes at a time is read whole")
  func splitReads() throws {
    let text = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\na\r\n{\"count\":4\r\n2\r\n2}\r\n0\r\n\r\n"
    let bytes = Array(text.utf8)
    let pieces = stride(from: 0, to: bytes.count, by: 3).map { Array(bytes[$0..<min($0 + 3, bytes.count)]) }
    let server = try CannedServer { _ in .pieces(pieces) }
    defer { server.stop() }
    #expect(try fetch(from: server).count == 42)
  }

  @Test("The request is what was asked, with every name encoded and the revision seen")
  func request() throws {
    let server = try CannedServer { _ in .response(200, "{\"count\":1}") }
    defer { server.stop() }
    var request = try HTTPRequest(
      .patch, APIPath.milestone("..", of: "a/b c?港"), json: ReasonInput(reason: "因雨"), ifRevision: 7)
    request.query = [.init("after", "x&y=z")]
    _ = try Client(address: .unixSocket(path: server.path)).fetch(CountView.self, request)
    let seen = try #require(server.requests.first)
    #expect(
      seen.line == "PATCH /v1/projects/a%2Fb%20c%3F%E6%B8%AF/milestones/%2E%2E?after=x%26y%3Dz HTTP/1.1")
    #expect(seen.headers["if-match"] == "\"7\"")
    #expect(seen.headers["content-type"] == "application/json")
    #expect(seen.body == "{\"reason\":\"因雨\"}")
  }

  @Test("A refusal comes as the problem that the service described")
  func refusal() throws {
    let server = try CannedServer { _ in .response(404, Canned.problem, type: "application/problem+json") }
    defer { server.stop() }
    #expect(throws: Canned.refusal) { try fetch(from: server) }
  }

  @Test("A refusal without a description still says its status")
  func bareRefusal() throws {
    let server = try CannedServer { _ in .response(502, "<html>Bad gateway</html>", type: "text/html") }
    defer { server.stop() }
    let problem = #expect(throws: Problem.self) { try fetch(from: server) }
    #expect(problem?.code == "http_502")
  }

  @Test("An answer of another API is not taken for one of this")
  func unexpected() throws {
    let server = try CannedServer { _ in .response(200, "{\"total\":1}") }
    defer { server.stop() }
    #expect(failure { _ = try fetch(from: server) } == .unexpectedAnswer(request: "GET /v1/x"))
  }

  @Test("Whoever speaks another protocol is told apart")
  func garbage() throws {
    let server = try CannedServer { _ in .text("220 mail.example.cn ESMTP\r\n") }
    defer { server.stop() }
    #expect(failure { _ = try fetch(from: server) } == .notHTTP(reason: "no status line"))
  }

  @Test("A connection that closes before the answer is complete is a failure, not a short answer")
  func closesEarly() throws {
    for text in ["", "HTTP/1.1 200 OK\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{\"count\":1}"] {
      let server = try CannedServer { _ in .text(text) }
      defer { server.stop() }
      #expect(failure { _ = try fetch(from: server) } == .closedEarly)
    }
  }

  @Test("A service that never answers is given up after the limit")
  func silence() throws {
    let server = try CannedServer { _ in .silence }
    defer { server.stop() }
    let start = ContinuousClock.now
    #expect(failure { _ = try fetch(from: server, timeoutSeconds: 1) } == .timedOut(seconds: 1))
    #expect(start.duration(to: .now) < .seconds(20))
  }

  @Test("A body that the service does not want to read does not hide its refusal")
  func refusedBody() throws {
    let listener = try UnixListener.open("/tmp/milepost-test-refusing-\(getpid()).sock")
    let path = "/tmp/milepost-test-refusing-\(getpid()).sock"
    defer { unlink(path) }
    let refusing = RefusingServer(listener: listener)
    refusing.start()
    defer { refusing.join() }
    var request = HTTPRequest(.post, "/v1/plan")
    request.body = [UInt8](repeating: 97, count: 16 * 1024 * 1024)
    let response = try Client(address: .unixSocket(path: path)).response(to: request)
    #expect(response.status == 413)
  }

  @Test("A path longer than the system takes is refused, not cut")
  func longPath() {
    let path = "/tmp/" + String(repeating: "a", count: 200)
    #expect(
      failure { _ = try Client(address: .unixSocket(path: path)).response(to: HTTPRequest(.get, "/")) }
        == .pathTooLong(path: path, bytesMax: 107))
  }

  @Test("Nobody there, a dead socket and a missing folder are told apart")
  func nobody() throws {
    let missing = "/tmp/milepost-test-missing-\(getpid()).sock"
    let ask = { (path: String) in
      _ = try Client(address: .unixSocket(path: path)).response(to: HTTPRequest(.get, "/"))
    }
    #expect(failure { try ask(missing) } == .socketMissing(path: missing))
    #expect(failure { try ask(missing + "/x/y") } == .socketMissing(path: missing + "/x/y"))
    close(try UnixListener.open(missing))
    defer { unlink(missing) }
    #expect(failure { try ask(missing) } == .notListening(path: missing))
  }

  @Test("Whoever may not use the socket is told which group may")
  func permission() throws {
    let server = try CannedServer { _ in .response(200, "{\"count\":1}") }
    defer { server.stop() }
    chmod(server.path, 0)
    let group = SocketFile(path: server.path)?.group
    #expect(group != nil)
    // Nothing is forbidden to root, so for this thread's looks at files it becomes somebody else.
    let isRoot = geteuid() == 0
    if isRoot { try lookAtFiles(as: 65_534) }
    let failure = failure { _ = try fetch(from: server) }
    if isRoot { try lookAtFiles(as: 0) }
    #expect(failure == .permissionDenied(path: server.path, group: group))
    #expect(failure?.problem.detail.contains("usermod -aG \(group ?? "?")") ?? false)
  }

  /// setfsuid(2), which Swift does not import.
  private func lookAtFiles(as user: uid_t) throws {
    let symbol = try #require(dlsym(nil, "setfsuid"))
    _ = unsafeBitCast(symbol, to: (@convention(c) (uid_t) -> Int32).self)(user)
  }
}
