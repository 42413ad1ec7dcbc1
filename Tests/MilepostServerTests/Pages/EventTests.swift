import Dispatch
import Foundation
import MilepostCore
import MilepostEngine
import MilepostStore

import Testing

@testable import MilepostServer

/// `GET /v1/events`: what a page hears of changes.
@Suite struct EventTests {
  private static func open(_ server: TestServer, _ headers: String = "", path: String = "/v1/events") async throws
    -> Connection.Box
  {
    let request = "GET \(path) HTTP/1.1\r\nHost: milepost\r\n\(headers)\r\n"
    return try await server.client.connected { connection in
      try connection.send(request)
      return Connection.Box(connection)
    }
  }

  private static func hear(_ box: Connection.Box, _ server: TestServer, until text: String) async throws -> String {
    try await server.client.own { try box.connection.text(until: text) }
  }

  private static func project(_ server: TestServer, _ key: String) async throws {
    #expect(try await server.client.call("POST", "/v1/projects", #"{"key":"\#(key)","name":"工程"}"#).status == 201)
  }

  @Test("A stream says where things stand, and then each change with its projects, under the ledger's sequence")
  func changes() async throws {
    try await TestServer.run { server in
      try await EventTests.project(server, "a")
      let box = try await EventTests.open(server)
      let hello = try await EventTests.hear(box, server, until: "\n\n")
      #expect(hello.contains("event: hello") && hello.contains("id: 1\n") && hello.contains("\"ledger\":1"))
      #expect(hello.lowercased().contains("content-type: text/event-stream"))
      try await EventTests.project(server, "b")
      let change = try await EventTests.hear(box, server, until: "\"projects\":[\"b\"]")
      #expect(change.contains("event: change") && change.contains("id: 2\n"))
    }
  }

  @Test("Alerts of a tick are heard, though the ledger does not grow by them")
  func alerts() async throws {
    try await TestServer.run { server in
      try await EventTests.project(server, "a")
      let body = #"{"key":"m","name":"竣工","due":"2022-05-20"}"#
      #expect(try await server.client.call("POST", "/v1/projects/a/milestones", body).status == 201)
      let box = try await EventTests.open(server)
      _ = try await EventTests.hear(box, server, until: "event: hello")
      server.clock.set(TestServer.start.adding(milliseconds: 2 * 3_600_000))
      await server.engine.check()
      _ = try await EventTests.hear(box, server, until: "\"projects\":[\"a\"]")
    }
  }

  @Test("What came of a delivery is heard, though neither the ledger nor the alerts grow by it")
  func deliveries() async throws {
    try await TestServer.run { server in
      #expect(try await server.client.call("POST", "/v1/webhooks", Samples.webhook).status == 201)
      #expect(try await server.client.call("POST", "/v1/webhooks/desk/pause", "{}").status == 200)
      try await EventTests.project(server, "a")
      let body = #"{"key":"m","name":"竣工","due":"2022-05-20"}"#
      #expect(try await server.client.call("POST", "/v1/projects/a/milestones", body).status == 201)
      server.clock.set(TestServer.start.adding(milliseconds: 2 * 3_600_000))
      await server.engine.check()
      let box = try await EventTests.open(server)
      let hello = try await EventTests.hear(box, server, until: "\"projects\":[]}")
      let before = try #require(
        hello.split(separator: "\"deliveries\":").last.flatMap { Int64($0.prefix { $0.isNumber }) })
      #expect(try await server.client.call("POST", "/v1/webhooks/desk/resume", "{}").status == 200)
      _ = try await EventTests.hear(box, server, until: "\"deliveries\":\(before + 1),")
    }
  }

  @Test("An event of deliveries names their projects")
  func deliveredProjects() async throws {
    try await TestServer.run { server in
      #expect(try await server.client.call("POST", "/v1/webhooks", Samples.webhook).status == 201)
      for key in ["a", "b"] {
        try await EventTests.project(server, key)
        let body = #"{"key":"m","name":"竣工","due":"2022-05-20"}"#
        #expect(try await server.client.call("POST", "/v1/projects/\(key)/milestones", body).status == 201)
      }
      server.clock.set(TestServer.start.adding(milliseconds: 2 * 3_600_000))
      await server.engine.check()
      let store = server.store
      let ids = try store.read {
        try $0.deliveries(endpointID: nil, state: nil, beforeID: nil, limit: 10).map(\.id).sorted()
      }
      #expect(ids.count == 2)
      func news(_ delivered: Set<Int64>?) throws -> Set<String>? {
        try store.read { try EventNews($0, after: nil, alert: nil, deliveries: 1, delivered: delivered).projects }
      }
      #expect(try news([ids[0]])?.count == 1)
      #expect(try news(Set(ids)) == ["a", "b"])
      #expect(try news([]) == [] && news(nil) == nil)
    }
  }

  @Test("Who comes back hears at once what was missed, whether the browser says so or the page")
  func resumed() async throws {
    try await TestServer.run { server in
      for key in ["a", "b", "c"] { try await EventTests.project(server, key) }
      for (headers, path) in [("Last-Event-ID: 1\r\n", "/v1/events"), ("", "/v1/events?since=1")] {
        let box = try await EventTests.open(server, headers, path: path)
        let hello = try await EventTests.hear(box, server, until: "\n\n")
        #expect(hello.contains("id: 3\n") && hello.contains("\"projects\":[\"b\",\"c\"]"), "\(hello)")
      }
      let refused = try await server.client.call("GET", "/v1/events?since=yesterday")
      #expect(refused.status == 400)
    }
  }

  @Test("Nobody listens to the engine when nobody listens to the service, and a stream that ended is forgotten")
  func silence() async throws {
    let directory = FileManager.default.temporaryDirectory.appending(path: "mp-\(UUID().uuidString.prefix(8))")
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: directory) }
    let server = try TestServer(directory: directory)
    let hub = EventHub(server.engine)
    #expect(server.engine.bulletin.listeners == 0)
    let (_, _, leave) = try hub.subscribe(since: nil, reach: .all) {}
    let (_, _, other) = try hub.subscribe(since: nil, reach: .only(["a"])) {}
    #expect(hub.count == 2 && server.engine.bulletin.listeners == 1)
    leave()
    leave()
    #expect(hub.count == 1 && server.engine.bulletin.listeners == 1)
    other()
    #expect(hub.count == 0 && server.engine.bulletin.listeners == 0)
    try server.closeStore()
  }

  @Test("A reader that does not read is cut off, and holds no more than its bound")
  func slow() async throws {
    try await TestServer.run { server in
      var limits = EventHub.Limits()
      (limits.waitingMax, limits.firstMs, limits.gapMs) = (2, 1, 1)
      let hub = EventHub(server.engine, limits: limits)
      let (cut, continuation) = AsyncStream.makeStream(of: Void.self)
      let (_, items, leave) = try hub.subscribe(since: nil, reach: .all) { continuation.yield() }
      let (_, heard, stop) = try hub.subscribe(since: nil, reach: .all) {}
      var iterator = heard.makeAsyncIterator()
      for index in 0..<4 {
        try await EventTests.project(server, "p\(index)")
        _ = await iterator.next()
      }
      for await _ in cut { break }
      leave()
      var kept = 0
      for await _ in items { kept += 1 }
      #expect(kept == 2)
      stop()
    }
  }

  @Test("Who may see some projects only hears of these, and of nothing else")
  func reach() {
    let news = EventNews(ledger: 5, alert: 2, deliveries: 3, projects: ["a", "b"])
    #expect(news.seen(by: .all) == news)
    #expect(news.seen(by: .only(["b", "c"]))?.projects == ["b"])
    #expect(news.seen(by: .only(["c"])) == nil)
    #expect(EventNews(ledger: 5, alert: 2, deliveries: 3, projects: nil).seen(by: .only(["c"]))?.projects == nil)
  }

  @Test("The service stops at once though streams are open", .timeLimit(.minutes(1)))
  func stopping() async throws {
    let began = ContinuousClock.now
    try await TestServer.run(limits: APIServer.Limits(shutdownMax: .seconds(40))) { server in
      let box = try await EventTests.open(server)
      _ = try await EventTests.hear(box, server, until: "event: hello")
    }
    #expect(ContinuousClock.now - began < .seconds(20))
  }
}
