import MilepostAPI
import MilepostCore
import Testing

@Suite struct RoutingRouteTests {
  private static let yaml = """
    routes:
      - name: default
        to: office
        quiet: 22:00-07:00
      - name: late
        match: 'severity="critical"'
        to: [boss]
        escalate: [{after: 2wd, to: [office]}]
        routes:
          - {name: late-east, match: ['district=~"east|north"'], digest: weekly mon 09:00}
    """

  private func run(_ body: @escaping @Sendable (TestServer) async throws -> Void) async throws {
    try await TestServer.run { server in
      for name in ["office", "boss"] {
        _ = try await server.client.call("POST", "/v1/webhooks", #"{"name":"\#(name)","url":"http://127.0.0.1:9/"}"#)
      }
      try await body(server)
    }
  }

  @Test("A file of routes is put into force, shown, exported as it was, and tried")
  func apply() async throws {
    try await run { server in
      let result: RoutesResult = try await server.call("PUT", "/v1/routes", RoutingRouteTests.yaml)
      #expect(result.changes == ["add default", "add late", "add late-east"])
      let exported = try await server.client.call("GET", "/v1/routes?format=yaml").body
      let again: RoutesResult = try await server.call("PUT", "/v1/routes", exported)
      #expect(again.changes == [])
      let page: Page<RouteView> = try await server.call("GET", "/v1/routes")
      #expect(page.items.map(\.name) == ["default", "late", "late-east"])
      #expect(page.items[2].parent == "late")
      let test: RouteTestView = try await server.call(
        "POST", "/v1/route-test", #"{"labels":{"severity":"critical","district":"north"}}"#)
      #expect(test.targets.map(\.webhook) == ["boss"])
      #expect(test.targets[0].route == "late-east" && test.targets[0].digest == "weekly mon 09:00")
      #expect(test.levels.map(\.to) == [["office"]])
      _ = try await server.client.call("DELETE", "/v1/webhooks/boss")
      let broken: RouteView = try await server.call("GET", "/v1/routes/late")
      #expect(broken.missing == ["boss"])
      try await server.refused("DELETE", "/v1/routes/late", status: 409, code: .wrongState)
    }
  }

  @Test(
    "What cannot be a route is refused with the reason",
    arguments: [
      (#"{"name":"a","to":["bos"]}"#, 404, Refusal.Code.unknownEndpoint),
      (#"{"name":"a","match":["a=~\"(\""]}"#, 400, .invalidMatcher),
      (#"{"name":"a","parent":"zz"}"#, 404, .unknownRoute), (#"{"name":"A b"}"#, 400, .invalidKey),
      (#"{"name":"a","quiet":"late"}"#, 400, .invalidValue), (#"{"name":"a","digest":"hourly"}"#, 400, .invalidValue),
      (#"{"name":"a","escalate":[{"after":"soon","to":["boss"]}]}"#, 400, .invalidValue),
      (#"{"name":"a","escalate":[{"after":"2wd","to":[]}]}"#, 400, .missingField),
      (#"{"name":"a","zone":"Mars/Base"}"#, 400, .unknownZone), (#"{"name":"a","group_wait":"x"}"#, 400, .invalidValue),
    ])
  func refused(body: String, status: Int, code: Refusal.Code) async throws {
    try await run { server in
      try await server.refused("POST", "/v1/routes", body, status: status, code: code)
      let page: Page<RouteView> = try await server.call("GET", "/v1/routes")
      #expect(page.items.isEmpty)
    }
  }

  @Test("A silence is tried, set, listed and ended")
  func silence() async throws {
    try await run { server in
      let draft = #"{"match":["project=\"a\""],"for":"3d","comment":"停工"}"#
      let tried: SilenceView = try await server.call("POST", "/v1/silences?dry_run=true", draft)
      #expect(tried.alerts == 0 && tried.matchesAll == false)
      let none: Page<SilenceView> = try await server.call("GET", "/v1/silences")
      #expect(none.items.isEmpty)
      let set: SilenceView = try await server.call("POST", "/v1/silences", draft, status: 201)
      let listed: Page<SilenceView> = try await server.call("GET", "/v1/silences")
      #expect(listed.items.map(\.id) == [set.id] && listed.items[0].state == "active")
      let status: StatusView = try await server.call("GET", "/v1/status")
      #expect(status.silences == 1)
      let over: SilenceView = try await server.call("POST", "/v1/silences/\(set.id)/expire")
      #expect(over.state == "expired")
      try await server.refused("POST", "/v1/silences/\(set.id)/expire", status: 409, code: .wrongState)
      try await server.refused("GET", "/v1/silences/99", status: 404, code: .unknownSilence)
      try await server.refused(
        "POST", "/v1/silences", #"{"match":["a=b"],"for":"91d","comment":"x"}"#, status: 400, code: .invalidValue)
    }
  }
}
