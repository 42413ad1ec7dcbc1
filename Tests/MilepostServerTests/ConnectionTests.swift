import Foundation
import Glibc
import MilepostAPI
import MilepostCore
import MilepostServer
import MilepostStore
import Testing

@Suite struct ConnectionTests {
  @Test("The author is the caller's user, as the kernel and the system know it")
  func author() async throws {
    try await TestServer.run { server in
      try await server.seed()
      let ledger: Page<LedgerEntryView> = try await server.call("GET", "/v1/ledger")
      let name = getpwuid(getuid()).map { "(\(String(cString: $0.pointee.pw_name)))" } ?? ""
      #expect(Set(ledger.items.map(\.author)) == ["uid:\(getuid())\(name)"])
    }
  }

  @Test("Only owner and group may connect, the private directory is gone, and the socket goes with the service")
  func socketMode() async throws {
    let path = Mutexed("")
    try await TestServer.run { server in
      path.set(server.socketPath)
      let attributes = try FileManager.default.attributesOfItem(atPath: server.socketPath)
      #expect(attributes[.type] as? FileAttributeType == .typeSocket)
      #expect(attributes[.posixPermissions] as? Int == 0o660)
      let names = try FileManager.default.contentsOfDirectory(atPath: server.directory.path)
      #expect(!names.contains { $0.hasPrefix(".") })
      #expect(names.contains("m.sock"))
    }
    #expect(!FileManager.default.fileExists(atPath: path.get()))
  }

  @Test("One connection serves many requests, sent at once or one by one")
  func keepAlive() async throws {
    try await TestServer.run { server in
      let statuses = try await server.client.connected { connection -> [Int] in
        let request = "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n"
        try connection.send(request + request + "GET /nothing HTTP/1.1\r\nHost: x\r\n\r\n" + request)
        return try (0..<4).map { _ in try connection.reply().status }
      }
      #expect(statuses == [200, 200, 404, 200])
    }
  }

  @Test(
    "A half-sent request is closed by the idle timeout, and changes nothing",
    arguments: [
      "", "POST /v1/pro",
      "POST /v1/projects HTTP/1.1\r\nHost: x\r\nContent-Length: 400\r\n\r\n{\"key\":\"a\",\"name\":\"b\"}",
      "POST /v1/plan HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nproje",
    ])
  func idle(text: String) async throws {
    try await TestServer.run(limits: APIServer.Limits(idle: .milliseconds(300), shutdownMax: .seconds(2))) { server in
      let closed = try await server.client.connected { connection -> Bool in
        try connection.send(text)
        return connection.isClosedByPeer()
      }
      #expect(closed)
      #expect(try server.store.read { try $0.ledgerHead() } == nil)
    }
  }

  @Test(
    "A plan whose end never came is not applied, however the connection broke",
    arguments: [
      ("Content-Length: 1000\r\n\r\n", ""), ("Transfer-Encoding: chunked\r\n\r\n1000\r\n", ""),
      ("Transfer-Encoding: chunked\r\n\r\n", "chunk"),
    ])
  func cutShort(head: String, framing: String) async throws {
    try await TestServer.run { server in
      _ = try? await server.client.connected { connection -> Bool in
        let body =
          framing.isEmpty ? Samples.plan : "\(String(Samples.plan.utf8.count, radix: 16))\r\n\(Samples.plan)\r\n"
        try connection.send("POST /v1/plan HTTP/1.1\r\nHost: x\r\n\(head)\(body)")
        connection.finish()
        return connection.isClosedByPeer()
      }
      // The next request is served after the broken one was dealt with, or at its side: either way nothing is there.
      let page: Page<ProjectView> = try await server.call("GET", "/v1/projects")
      #expect(page.items.isEmpty)
      #expect(try server.store.read { try $0.ledgerHead() } == nil)
    }
  }

  @Test("A body over the limit is refused: by its announced length before it is sent, by its size while it is")
  func bodyLimits() async throws {
    try await TestServer.run { server in
      let head = "POST /v1/projects HTTP/1.1\r\nHost: x\r\n"
      let announced = try await server.client.connected { connection in
        try connection.send("\(head)Content-Length: 1048577\r\n\r\n")
        return try connection.reply()
      }
      #expect(announced.status == 413)
      #expect(announced.headers["connection"] == "close")
      let problem = try WireCoder.decode(Problem.self, from: Data(announced.body.utf8))
      #expect(problem.code == "body_too_large")
      let chunked = try await server.client.connected { connection in
        try connection.send("\(head)Transfer-Encoding: chunked\r\n\r\n")
        for _ in 0..<17 { try connection.send("10000\r\n" + String(repeating: " ", count: 65_536) + "\r\n") }
        return try connection.reply()
      }
      #expect(chunked.status == 413)
      let fits = "{" + String(repeating: " ", count: (1 << 20) - 2) + "}"
      try await server.refused("POST", "/v1/projects", fits, status: 400, code: .missingField)
      let plan = "projects: []\n#" + String(repeating: "x", count: 2 << 20)
      let accepted = try await server.client.call("POST", "/v1/plan", plan)
      #expect(accepted.status == 200)
      let huge = String(repeating: "#", count: PlanReader.sizeMax + 1)
      let reply = try await server.client.connected { connection in
        try? connection.send("POST /v1/plan HTTP/1.1\r\nHost: x\r\nContent-Length: \(huge.utf8.count)\r\n\r\n\(huge)")
        return try connection.reply()
      }
      #expect(reply.status == 413)
    }
  }

  @Test("What is not HTTP gets a 400 and no change")
  func notHTTP() async throws {
    try await TestServer.run { server in
      let status = try await server.client.connected { connection in
        try connection.send("\u{16}\u{3}\u{1}\r\n\r\n")
        return try connection.reply().status
      }
      #expect(status == 400)
    }
  }

  @Test("Many callers at once are all answered", .timeLimit(.minutes(1)))
  func manyCallers() async throws {
    try await TestServer.run { server in
      _ = try await server.client.call("POST", "/v1/projects", Samples.project)
      try await withThrowingTaskGroup(of: Int.self) { group in
        for index in 0..<100 {
          group.addTask {
            try await server.client.call(
              "POST", "/v1/projects/henggang/milestones", #"{"key":"m\#(index)","name":"x","due":"2022-06-30"}"#
            ).status
          }
        }
        for try await status in group { #expect(status == 201) }
      }
      let verified: LedgerVerification = try await server.call("GET", "/v1/ledger/verify")
      #expect((verified.entries, verified.intact) == (101, true))
    }
  }
}
