import MilepostAPI
import MilepostCore
import MilepostStore
import Testing

@Suite struct WebhookRouteTests {
  @Test("A webhook's secret is shown once, its path never, neither by the API nor in the ledger")
  func secrets() async throws {
    try await TestServer.run { server in
      let added: WebhookView = try await server.call("POST", "/v1/webhooks", Samples.webhook, status: 201)
      #expect(added.secret?.hasPrefix("whsec_") == true)
      #expect(added.url == "http://127.0.0.1:9/…")
      let shown: WebhookView = try await server.call("GET", "/v1/webhooks/desk")
      #expect(shown.secret == nil)
      let secret = try #require(added.secret)
      for path in ["/v1/webhooks", "/v1/webhooks/desk", "/v1/ledger", "/v1/plan", "/v1/status"] {
        let reply = try await server.client.call("GET", path)
        #expect(!reply.body.contains("geheim") && !reply.body.contains(secret), "\(path)")
      }
    }
  }

  @Test("A secret that the caller chose does not come back")
  func chosenSecret() async throws {
    try await TestServer.run { server in
      let secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
      let added: WebhookView = try await server.call(
        "POST", "/v1/webhooks", #"{"name":"a","url":"https://example.org/x","secret":"\#(secret)"}"#, status: 201)
      #expect(added.secret == nil)
    }
  }

  @Test("A webhook is paused, resumed and removed, and each step is in the ledger")
  func lifeCycle() async throws {
    try await TestServer.run { server in
      _ = try await server.client.call("POST", "/v1/webhooks", Samples.webhook)
      let paused: WebhookView = try await server.call("POST", "/v1/webhooks/desk/pause")
      #expect(paused.state == "paused")
      let resumed: WebhookView = try await server.call("POST", "/v1/webhooks/desk/resume")
      #expect(resumed.state == "active")
      #expect(resumed.revision > paused.revision)
      let removed = try await server.client.call("DELETE", "/v1/webhooks/desk")
      #expect(removed.status == 204)
      try await server.refused("GET", "/v1/webhooks/desk", status: 404, code: .unknownEndpoint)
      let ledger: Page<LedgerEntryView> = try await server.call("GET", "/v1/ledger")
      #expect(
        ledger.items.map(\.action) == ["webhook.add", "webhook.pause", "webhook.resume", "webhook.remove"])
    }
  }

  @Test("Webhooks are listed by name, in pages")
  func list() async throws {
    try await TestServer.run { server in
      for name in ["c", "a", "b"] {
        _ = try await server.client.call(
          "POST", "/v1/webhooks", #"{"name":"\#(name)","url":"https://example.org/\#(name)"}"#)
      }
      let first: Page<WebhookView> = try await server.call("GET", "/v1/webhooks?limit=2")
      #expect(first.items.map(\.name) == ["a", "b"])
      let second: Page<WebhookView> = try await server.call("GET", "/v1/webhooks?after=\(first.next ?? "")")
      #expect(second.items.map(\.name) == ["c"])
      #expect(second.next == nil)
    }
  }

  @Test("A test of a webhook that nobody listens at says so, without its path")
  func test() async throws {
    try await TestServer.run { server in
      _ = try await server.client.call("POST", "/v1/webhooks", Samples.webhook)
      let reply = try await server.client.call("POST", "/v1/webhooks/desk/test")
      #expect(reply.status == 200)
      #expect(reply.body.contains("\"delivered\":false"))
      #expect(!reply.body.contains("geheim"))
    }
  }

  @Test("Deliveries are listed the newest first, by state and in pages; the dead are replayed")
  func deliveries() async throws {
    try await TestServer.run { server in
      // Paused: what is due to it waits, and no courier gets in between.
      _ = try await server.client.call("POST", "/v1/webhooks", Samples.webhook)
      _ = try await server.client.call("POST", "/v1/webhooks/desk/pause")
      try await server.seed()
      for _ in 0..<2 {
        _ = try await server.client.call("POST", "/v1/projects/henggang/milestones/completion/reach")
        _ = try await server.client.call("POST", "/v1/projects/henggang/milestones/completion/reopen")
      }
      let path = "/v1/webhooks/desk/deliveries"
      let all: Page<DeliveryView> = try await server.call("GET", path)
      #expect(
        all.items.map(\.type)
          == ["milestone.reopened", "milestone.reached", "milestone.reopened", "milestone.reached"])
      #expect(
        all.items.allSatisfy { $0.state == "pending" && $0.project == "henggang" && $0.milestone == "completion" })
      let first: Page<DeliveryView> = try await server.call("GET", "\(path)?limit=3&state=pending")
      let rest: Page<DeliveryView> = try await server.call("GET", "\(path)?limit=3&after=\(first.next ?? "")")
      #expect((first.items + rest.items).map(\.id) == all.items.map(\.id))
      #expect(rest.next == nil)
      let dead: Page<DeliveryView> = try await server.call("GET", "\(path)?state=dead")
      #expect(dead.items.isEmpty)
      let count: CountView = try await server.call("POST", "/v1/webhooks/desk/replay")
      #expect(count.count == 0)
      let view: WebhookView = try await server.call("GET", "/v1/webhooks/desk")
      #expect(view.pending == 4)
    }
  }
}
