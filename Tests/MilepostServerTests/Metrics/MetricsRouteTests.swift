import MilepostCore
import MilepostEngine
import MilepostStore
import Testing

@testable import MilepostServer

@Suite struct MetricsRouteTests {
  private static func value(_ series: String, in text: String) -> String? {
    text.split(separator: "\n").first { $0.hasPrefix(series + " ") }.map { String($0.dropFirst(series.count + 1)) }
  }

  @Test("Metrics count milestones, alerts and what waits, as they stand")
  func counts() async throws {
    try await TestServer.run { server in
      _ = try await server.client.call("POST", "/v1/webhooks", Samples.webhook)
      _ = try await server.client.call("POST", "/v1/webhooks/desk/pause", "{}")
      _ = try await server.client.call("POST", "/v1/projects", Samples.project)
      let dates = [("late", "2022-05-22"), ("slipping", "2022-12-31"), ("soon", "2022-06-01"), ("far", "2022-09-30")]
      for (key, due) in dates {
        _ = try await server.client.call(
          "POST", "/v1/projects/henggang/milestones", #"{"key":"\#(key)","name":"x","due":"\#(due)"}"#)
      }
      _ = try await server.client.call(
        "POST", "/v1/projects/henggang/milestones/slipping/expect", #"{"date":"2023-02-01"}"#)
      server.clock.advance(days: 7)
      await server.engine.check()
      let reply = try await server.client.call("GET", "/metrics")
      #expect(reply.status == 200)
      #expect(reply.headers["content-type"] == "text/plain; version=0.0.4; charset=utf-8")
      let want = [
        ("milepost_milestones_open", "4"), ("milepost_milestones_late", "1"), ("milepost_milestones_due_week", "1"),
        ("milepost_milestones_at_risk", "1"), (#"milepost_milestones{light="red"}"#, "2"),
        (#"milepost_milestones{light="yellow"}"#, "1"), (#"milepost_milestones{light="green"}"#, "1"),
        (#"milepost_alerts{type="milestone.overdue",state="open"}"#, "1"),
        (#"milepost_alerts_fired_total{type="milestone.overdue"}"#, "1"),
        (#"milepost_endpoint_up{endpoint="desk"}"#, "0"), (#"milepost_deliveries_total{endpoint="desk"}"#, "0"),
      ]
      for (series, value) in want { #expect(MetricsRouteTests.value(series, in: reply.body) == value, "\(series)") }
      let pending = MetricsRouteTests.value(#"milepost_outbox_pending{endpoint="desk"}"#, in: reply.body)
      #expect(pending.flatMap(Int.init).map { $0 > 0 } == true)
      #expect(!reply.body.contains("geheim"))
    }
  }

  @Test("Whether an endpoint's breaker is open can be seen, and how often it failed in a row")
  func breakers() async throws {
    try await TestServer.run { server in
      _ = try await server.client.call("POST", "/v1/webhooks", Samples.webhook)
      let open = #"milepost_endpoint_breaker_open{endpoint="desk"}"#
      let row = #"milepost_endpoint_failures_in_row{endpoint="desk"}"#
      let calm = try await server.client.call("GET", "/metrics").body
      #expect(MetricsRouteTests.value(open, in: calm) == "0" && MetricsRouteTests.value(row, in: calm) == "0")
      var breaker: Breaker?
      for _ in 0..<12 { breaker = Breaker.after(.failure, breaker, now: TestServer.start).state }
      let failing = breaker
      try server.store.write { writer in
        try writer.keep(breaker: failing, endpointID: try #require(try writer.reader.endpoint(name: "desk")).id)
      }
      let failed = try await server.client.call("GET", "/metrics").body
      #expect(MetricsRouteTests.value(open, in: failed) == "1" && MetricsRouteTests.value(row, in: failed) == "12")
    }
  }

  @Test("What is named so that it would end a label is escaped; histograms add up")
  func form() {
    var page = Exposition()
    page.family("a", .gauge, "One\nline \\ no more.", [.init(labels: [("n", "\"\\\n")], value: 0.5)])
    var histogram = Histogram(bounds: [1, 2.5])
    for value in [0.5, 1, 3, 99] { histogram.observe(value) }
    page.histogram("h", "H.", histogram)
    #expect(
      page.text == """
        # HELP a One\\nline \\\\ no more.
        # TYPE a gauge
        a{n="\\"\\\\\\n"} 0.5
        # HELP h H.
        # TYPE h histogram
        h_bucket{le="1"} 2
        h_bucket{le="2.5"} 2
        h_bucket{le="+Inf"} 4
        h_sum 103.5
        h_count 4

        """)
  }

  @Test("Ready is not said while the store does not answer")
  func readiness() async throws {
    try await TestServer.run { server in
      let reply = try await server.client.call("GET", "/readyz")
      #expect((reply.status, reply.body) == (200, #"{"status":"ready"}"#))
      try server.closeStore()
      let broken = try await server.client.call("GET", "/readyz")
      #expect(broken.status == 503)
      #expect(broken.body.contains("Not ready"))
    }
  }
}
