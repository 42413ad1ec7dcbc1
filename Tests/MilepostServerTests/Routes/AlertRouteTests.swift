import MilepostAPI
import MilepostCore
import MilepostEngine
import Testing

@Suite struct AlertRouteTests {
  /// Two projects with one overdue milestone each, and the alerts that this raised.
  private func overdue(_ body: @escaping @Sendable (TestServer) async throws -> Void) async throws {
    try await TestServer.run { server in
      for key in ["a", "b"] {
        _ = try await server.client.call("POST", "/v1/projects", #"{"key":"\#(key)","name":"x"}"#)
        _ = try await server.client.call(
          "POST", "/v1/projects/\(key)/milestones", #"{"key":"m","name":"完工","due":"2022-05-31"}"#)
      }
      server.clock.advance(days: 13)
      await server.engine.check()
      try await body(server)
    }
  }

  @Test("An alert is listed, acknowledged by name, and resolved by reaching the milestone")
  func lifeCycle() async throws {
    try await overdue { server in
      let open: Page<AlertView> = try await server.call("GET", "/v1/alerts?state=open")
      #expect(open.items.map(\.project) == ["b", "a"] || open.items.map(\.project) == ["a", "b"])
      let alert = try #require(open.items.first)
      #expect(alert.type == "milestone.overdue")
      #expect(alert.milestoneName == "完工")
      let acknowledged: AlertView = try await server.call("POST", "/v1/alerts/\(alert.id)/ack")
      #expect(acknowledged.state == "acknowledged")
      #expect(acknowledged.acknowledgedBy?.hasPrefix("uid:") == true)
      let again: AlertView = try await server.call("POST", "/v1/alerts/\(alert.id)/ack", "{}")
      #expect(again == acknowledged)
      let page: Page<AlertView> = try await server.call("GET", "/v1/alerts?state=acknowledged")
      #expect(page.items == [acknowledged])
      _ = try await server.client.call("POST", "/v1/projects/\(alert.project)/milestones/m/reach")
      try await server.refused("POST", "/v1/alerts/\(alert.id)/ack", status: 409, code: .wrongState)
    }
  }

  @Test("Alerts are listed by project, and in pages, the newest first")
  func filterAndPages() async throws {
    try await overdue { server in
      let all: Page<AlertView> = try await server.call("GET", "/v1/alerts")
      #expect(all.items.map(\.id) == all.items.map(\.id).sorted(by: >))
      for key in ["a", "b"] {
        let page: Page<AlertView> = try await server.call("GET", "/v1/alerts?project=\(key)&limit=1")
        #expect(page.items.map(\.project) == [key])
      }
      var ids: [Int64] = []
      var after = ""
      for _ in 0..<(all.items.count + 1) {
        let page: Page<AlertView> = try await server.call("GET", "/v1/alerts?limit=1\(after)")
        ids += page.items.map(\.id)
        guard let next = page.next else { break }
        after = "&after=\(next)"
      }
      #expect(ids == all.items.map(\.id))
    }
  }
}
