import MilepostAPI
import MilepostCore
import MilepostEngine
import Testing

@Suite struct StatusRouteTests {
  @Test("Health is ok while the store answers, and a problem once it does not")
  func health() async throws {
    try await TestServer.run { server in
      let reply = try await server.client.call("GET", "/healthz")
      #expect((reply.status, reply.body) == (200, #"{"status":"ok"}"#))
      let head = try await server.client.call("HEAD", "/healthz")
      #expect((head.status, head.body) == (200, ""))
      try server.closeStore()
      let broken = try await server.client.call("GET", "/healthz")
      #expect(broken.status == 503)
      #expect(broken.headers["content-type"] == "application/problem+json")
    }
  }

  @Test("An empty service has a status")
  func empty() async throws {
    try await TestServer.run { server in
      let status: StatusView = try await server.call("GET", "/v1/status")
      #expect(status.projects == 0)
      #expect(status.nextCheck == nil)
      #expect(status.now == "2022-05-20T00:00:00.000Z")
      #expect(!status.rehearsal)
    }
  }

  @Test("Status lists what is most urgent first, and counts all")
  func urgency() async throws {
    try await TestServer.run { server in
      _ = try await server.client.call("POST", "/v1/projects", Samples.project)
      let dates = [("late", "2022-05-25"), ("slipping", "2022-12-31"), ("soon", "2022-06-05"), ("far", "2022-09-30")]
      for (key, due) in dates {
        _ = try await server.client.call(
          "POST", "/v1/projects/henggang/milestones", #"{"key":"\#(key)","name":"x","due":"\#(due)"}"#)
      }
      _ = try await server.client.call(
        "POST", "/v1/projects/henggang/milestones/slipping/expect", #"{"date":"2023-02-01"}"#)
      server.clock.advance(days: 7)
      await server.engine.check()
      let status: StatusView = try await server.call("GET", "/v1/status")
      #expect(status.milestones.map(\.key) == ["late", "slipping", "soon", "far"])
      #expect(status.milestones.map(\.light) == ["red", "red", "yellow", "green"])
      #expect((status.projects, status.milestonesOpen, status.overdue) == (1, 4, 1))
      #expect(status.alertsOpen > 0)
      let short: StatusView = try await server.call("GET", "/v1/status?limit=1")
      #expect(short.milestones.map(\.key) == ["late"])
      #expect(short.milestonesOpen == 4)
    }
  }

  @Test("A milestone is overdue when its own zone's day has ended, in the count as in the list")
  func zones() async throws {
    try await TestServer.run { server in
      for (key, zone) in [("kiribati", "Pacific/Kiritimati"), ("samoa", "Pacific/Pago_Pago"), ("utc", "UTC")] {
        _ = try await server.client.call("POST", "/v1/projects", #"{"key":"\#(key)","name":"x","zone":"\#(zone)"}"#)
        _ = try await server.client.call(
          "POST", "/v1/projects/\(key)/milestones", #"{"key":"m","name":"x","due":"2022-05-21"}"#)
      }
      // It is 10:30 UTC on the 21st: the 22nd in Kiribati, the 20th in Samoa.
      server.clock.set(Instant(milliseconds: 1_653_129_000_000))
      let status: StatusView = try await server.call("GET", "/v1/status")
      #expect(status.overdue == 1)
      #expect(status.milestones.filter { $0.state == "overdue" }.map(\.project) == ["kiribati"])
    }
  }

  @Test("Next says what will fire, in local time, to whom, in pages")
  func next() async throws {
    try await TestServer.run { server in
      _ = try await server.client.call("POST", "/v1/webhooks", Samples.webhook)
      try await server.seed()
      let month: Page<UpcomingView> = try await server.call("GET", "/v1/next?days=60")
      let first = try #require(month.items.first)
      #expect(first.atLocal == "2022-05-31 09:00")
      #expect(first.at == "2022-05-31T01:00:00.000Z")
      #expect(first.webhooks == ["desk"])
      #expect(month.items.map(\.at) == month.items.map(\.at).sorted())
      let page: Page<UpcomingView> = try await server.call("GET", "/v1/next?days=60&limit=2")
      let rest: Page<UpcomingView> = try await server.call(
        "GET", "/v1/next?days=60&limit=1000&after=\(page.next ?? "")")
      #expect(page.items + rest.items == month.items)
      let week: Page<UpcomingView> = try await server.call("GET", "/v1/next?days=1")
      #expect(week.items.isEmpty)
    }
  }
}
