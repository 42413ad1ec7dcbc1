import MilepostAPI
import MilepostCore
import Testing

@Suite struct ProjectRouteTests {
  @Test("A project is added, shown, changed and archived, and each step is in the ledger with its author")
  func lifeCycle() async throws {
    try await TestServer.run { server in
      let added: ProjectView = try await server.call(
        "POST", "/v1/projects",
        #"{"key":"a","name":"甲","owner":"李","labels":{"myTown":"baibu"},"facts":{"投资":"5200多万元","占地":"约15亩"}}"#,
        status: 201)
      #expect(added.zone == "Asia/Shanghai")
      #expect(added.labels == ["myTown": "baibu"])
      #expect(added.facts.map(\.name) == ["投资", "占地"])
      #expect(
        added.alerts
          == PolicyView(
            lead: [30, 14, 7, 3, 1], onDay: true, overdueEvery: 1, alertHour: "09:00", workingDaysOnly: true,
            atRisk: true, riskFloat: 0, riskMove: 5, staleAfter: 0, digest: "off"))
      let shown: ProjectView = try await server.call("GET", "/v1/projects/a")
      #expect(shown == added)
      let changed: ProjectView = try await server.call(
        "PATCH", "/v1/projects/a", #"{"owner":"","alerts":{"lead":[5],"alert_hour":"08:30"},"name":null}"#)
      #expect(changed.owner == nil)
      #expect(changed.name == "甲")
      #expect(changed.alerts.lead == [5])
      #expect(changed.alerts.alertHour == "08:30")
      #expect(changed.alerts.onDay == true)
      #expect(changed.revision == added.revision + 1)
      let archived: ProjectView = try await server.call("POST", "/v1/projects/a/archive", #"{"reason":"done"}"#)
      #expect(archived.archived)
      let ledger: Page<LedgerEntryView> = try await server.call("GET", "/v1/ledger")
      #expect(ledger.items.map(\.action) == ["project.add", "project.edit", "project.archive"])
      #expect(ledger.items.last?.reason == "done")
      #expect(Set(ledger.items.map(\.author)).count == 1)
      #expect(ledger.items.allSatisfy { $0.author.hasPrefix("uid:") })
    }
  }

  @Test("The ETag is the revision, and a change that rests on an older one is refused")
  func revisions() async throws {
    try await TestServer.run { server in
      try await server.seed()
      let reply = try await server.client.call("GET", "/v1/projects/henggang")
      #expect(reply.headers["etag"]?.hasPrefix("\"1.") == true)
      let changed = try await server.client.call(
        "PATCH", "/v1/projects/henggang", #"{"owner":"李"}"#, headers: ["If-Match": "\"1\""])
      #expect(changed.status == 200)
      #expect(changed.headers["etag"]?.hasPrefix("\"2.") == true)
      let path = "/v1/projects/henggang"
      try await server.refused(
        "PATCH", path, #"{"owner":"王"}"#, headers: ["If-Match": "\"1\""], status: 412, code: .conflict)
      try await server.refused(
        "PATCH", path, #"{"owner":"王"}"#, headers: ["If-Match": "1"], status: 400, code: .invalidValue)
      let any = try await server.client.call("PATCH", path, #"{"owner":"王"}"#, headers: ["If-Match": "*"])
      #expect(any.status == 200)
    }
  }

  @Test("A list comes in pages that together are the whole, in order, whatever their size", arguments: [1, 2, 3, 7])
  func pages(limit: Int) async throws {
    try await TestServer.run { server in
      for key in ["c", "a", "e", "b", "d"] {
        _ = try await server.client.call("POST", "/v1/projects", #"{"key":"\#(key)","name":"x"}"#)
      }
      var keys: [String] = []
      var after: String?
      for _ in 0..<6 {
        let cursor = after.map { "&after=\($0)" } ?? ""
        let page: Page<ProjectView> = try await server.call("GET", "/v1/projects?limit=\(limit)\(cursor)")
        #expect(page.items.count <= limit)
        keys += page.items.map(\.key)
        after = page.next
        if after == nil { break }
      }
      #expect(keys == ["a", "b", "c", "d", "e"])
      #expect(after == nil)
    }
  }

  @Test("Archived projects are listed when asked for")
  func archived() async throws {
    try await TestServer.run { server in
      try await server.seed()
      _ = try await server.client.call("POST", "/v1/projects/henggang/archive")
      let open: Page<ProjectView> = try await server.call("GET", "/v1/projects")
      #expect(open.items.isEmpty)
      let all: Page<ProjectView> = try await server.call("GET", "/v1/projects?archived=true")
      #expect(all.items.map(\.key) == ["henggang"])
    }
  }

  @Test("Counts and light follow the milestones")
  func light() async throws {
    try await TestServer.run { server in
      try await server.seed()
      func view() async throws -> ProjectView { try await server.call("GET", "/v1/projects/henggang") }
      #expect(try await view().light == "green")
      server.clock.advance(days: 30)
      #expect(try await view().light == "yellow")
      server.clock.advance(days: 30)
      let late = try await view()
      #expect((late.light, late.milestones, late.open, late.overdue) == ("red", 1, 1, 1))
      _ = try await server.client.call("POST", "/v1/projects/henggang/milestones/completion/reach")
      let done = try await view()
      #expect((done.light, done.milestones, done.open, done.overdue) == ("grey", 1, 0, 0))
    }
  }
}
