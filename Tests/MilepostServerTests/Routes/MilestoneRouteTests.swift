import MilepostAPI
import MilepostCore
import Testing

@Suite struct MilestoneRouteTests {
  private let path = "/v1/projects/henggang/milestones/completion"

  @Test("A milestone is added, expected, reached, reopened, changed and removed")
  func lifeCycle() async throws {
    try await TestServer.run { server in
      _ = try await server.client.call("POST", "/v1/projects", Samples.project)
      let added: MilestoneView = try await server.call(
        "POST", "/v1/projects/henggang/milestones", Samples.milestone, status: 201)
      #expect(added.state == "open")
      #expect(added.due.date == "2022-06-30")
      #expect(added.due.endsAt == "2022-06-30T16:00:00.000Z")
      #expect(added.daysLeft == 41)
      #expect(added.nextCheckLocal?.hasSuffix("09:00") == true)
      let expected: MilestoneView = try await server.call(
        "POST", "\(path)/expect", #"{"date":"2022-07-08","reason":"雨"}"#)
      #expect(expected.forecast == "2022-07-08")
      #expect(expected.floatDays < 0)
      #expect(expected.light == "red")
      let reached: MilestoneView = try await server.call("POST", "\(path)/reach", #"{"evidence":"验收单"}"#)
      #expect(reached.state == "reached")
      #expect(reached.actual == "2022-05-20")
      #expect(reached.evidence == "验收单")
      #expect(reached.nextCheck == nil)
      let reopened: MilestoneView = try await server.call("POST", "\(path)/reopen", #"{"reason":"漏项"}"#)
      #expect(reopened.state == "open")
      let changed: MilestoneView = try await server.call("PATCH", path, #"{"due":"2022-07-31","labels":{"k":"v"}}"#)
      #expect(changed.due.date == "2022-07-31")
      #expect(changed.labels == ["k": "v"])
      let removed = try await server.client.call("DELETE", path, #"{"reason":"并入开园"}"#)
      #expect(removed.status == 204)
      #expect(removed.body.isEmpty)
      try await server.refused("GET", path, status: 404, code: .unknownMilestone)
      let ledger: Page<LedgerEntryView> = try await server.call("GET", "/v1/ledger?after=1")
      #expect(
        ledger.items.map(\.action) == [
          "milestone.add", "milestone.expect", "milestone.reach", "milestone.reopen", "milestone.edit",
          "milestone.remove",
        ])
      let verified: LedgerVerification = try await server.call("GET", "/v1/ledger/verify")
      #expect(verified == LedgerVerification(entries: 7, intact: true, brokenAt: nil))
    }
  }

  @Test("The ETag is the revision, and a change that rests on an older one is refused")
  func revisions() async throws {
    try await TestServer.run { server in
      try await server.seed()
      let first = try await server.client.call("GET", path)
      let tag = try #require(first.headers["etag"])
      let second = try await server.client.call("PATCH", path, #"{"name":"完工"}"#, headers: ["If-Match": tag])
      #expect(second.status == 200)
      #expect(second.headers["etag"] != tag)
      try await server.refused(
        "PATCH", path, #"{"name":"竣工"}"#, headers: ["If-Match": tag], status: 412, code: .conflict)
    }
  }

  @Test("The list is in order of due dates, can be asked for a state, and comes in pages")
  func list() async throws {
    try await TestServer.run { server in
      _ = try await server.client.call("POST", "/v1/projects", Samples.project)
      let dates = ["d": "2022-06-01", "c": "2022-05-25", "b": "2022-06-01", "a": "2022-09-30"]
      for (key, due) in dates {
        _ = try await server.client.call(
          "POST", "/v1/projects/henggang/milestones", #"{"key":"\#(key)","name":"x","due":"\#(due)"}"#)
      }
      _ = try await server.client.call("POST", "/v1/projects/henggang/milestones/b/reach")
      server.clock.advance(days: 6)
      let path = "/v1/projects/henggang/milestones"
      let all: Page<MilestoneView> = try await server.call("GET", path)
      #expect(all.items.map(\.key) == ["c", "b", "d", "a"])
      #expect(all.next == nil)
      let first: Page<MilestoneView> = try await server.call("GET", "\(path)?limit=2")
      #expect(first.items.map(\.key) == ["c", "b"])
      let next = try #require(first.next)
      let second: Page<MilestoneView> = try await server.call("GET", "\(path)?limit=2&after=\(next)")
      #expect(second.items.map(\.key) == ["d", "a"])
      #expect(second.next == nil)
      for (state, keys) in [("open", ["d", "a"]), ("overdue", ["c"]), ("reached", ["b"])] {
        let page: Page<MilestoneView> = try await server.call("GET", "\(path)?state=\(state)")
        #expect(page.items.map(\.key) == keys)
      }
    }
  }

  @Test("A reach without a body is today's; one that gives a date in Chinese is understood")
  func reachWithoutBody() async throws {
    try await TestServer.run { server in
      try await server.seed()
      let reached: MilestoneView = try await server.call("POST", "\(path)/reach", "{}")
      #expect(reached.actual == "2022-05-20")
      _ = try await server.client.call("POST", "\(path)/reopen", "")
      let again: MilestoneView = try await server.call("POST", "\(path)/reach", #"{"date":"2022年5月18日"}"#)
      #expect(again.actual == "2022-05-18")
    }
  }
}
