import MilepostAPI
import MilepostCore
import Testing

@Suite struct PlanRouteTests {
  @Test("A plan is shown, applied, then nothing is left to do; what stands exports as a plan that changes nothing")
  func applyAndExport() async throws {
    try await TestServer.run { server in
      let dry: PlanResult = try await server.call("POST", "/v1/plan?dry_run=true", Samples.plan)
      #expect(!dry.applied)
      #expect(dry.changes.map(\.action) == ["add", "add", "add"])
      let none: Page<ProjectView> = try await server.call("GET", "/v1/projects")
      #expect(none.items.isEmpty)
      let applied: PlanResult = try await server.call("POST", "/v1/plan", Samples.plan)
      #expect(applied.applied)
      #expect(applied.changes == dry.changes)
      let again: PlanResult = try await server.call("POST", "/v1/plan", Samples.plan)
      #expect(again.changes.allSatisfy { $0.action == "none" })
      let export = try await server.client.call("GET", "/v1/plan")
      #expect(export.headers["content-type"] == "application/yaml")
      #expect(export.body.contains("name: 全部工程完工"))
      let back: PlanResult = try await server.call("POST", "/v1/plan", export.body)
      #expect(back.changes.allSatisfy { $0.action == "none" })
      let one = try await server.client.call("GET", "/v1/plan?project=henggang")
      #expect(one.body == export.body)
      try await server.refused("GET", "/v1/plan?project=hengang", status: 404, code: .unknownProject)
    }
  }

  @Test("A due date is exported as it was typed")
  func dueAsTyped() async throws {
    try await TestServer.run { server in
      let plan = Samples.plan.replacing("2022-06-30", with: "6月底")
      _ = try await server.call("POST", "/v1/plan", plan, as: PlanResult.self)
      #expect(try await server.client.call("GET", "/v1/plan").body.contains("due: 6月底"))
    }
  }

  @Test(
    "One fault anywhere refuses the whole plan, with its place and line",
    arguments: [
      ("due: 2022-09-30", "due: 9月底左右", Refusal.Code.vagueDate, 400, "projects[0].milestones[1].due", "Line 8"),
      ("zone: Asia/Shanghai", "zone: Asia/Shangai", .unknownZone, 400, "projects[0].zone", "Line 4"),
      ("after: [completion]", "after: [completon]", .unknownMilestone, 404, nil, "completion"),
      ("key: opening", "key: o/pening", .invalidKey, 400, "projects[0].milestones[1].key", "Line 8"),
      ("key: opening", "key: completion", .duplicateKey, 409, "projects[0].milestones[1].key", "line 7"),
      ("投资:", "占地:", .duplicateKey, 409, nil, "占地"),
      ("    zone:", "   zone:", .malformedInput, 400, "line 4, column 4", "line 4"),
    ] as [(String, String, Refusal.Code, Int, String?, String)])
  func faults(old: String, new: String, code: Refusal.Code, status: Int, place: String?, says: String) async throws {
    try await TestServer.run { server in
      let plan = Samples.plan.replacing(old, with: new)
      #expect(plan != Samples.plan)
      let problem = try await server.refused("POST", "/v1/plan", plan, status: status, code: code)
      if let place { #expect(problem.place == place) }
      #expect(problem.detail.contains(says), "\(problem.detail)")
      let dry = try await server.refused("POST", "/v1/plan?dry_run=true", plan, status: status, code: code)
      #expect(dry == problem)
    }
  }

  @Test("The wire types that callers encode are the fields that the service reads")
  func wireTypes() async throws {
    try await TestServer.run { server in
      let alerts = PolicyView(
        lead: [5], onDay: false, overdueEvery: 2, alertHour: "08:05", workingDaysOnly: false, atRisk: false,
        riskFloat: 3, riskMove: 0, staleAfter: 7, digest: "weekly")
      let project = ProjectInput(
        key: "a", name: "甲", nameEn: "A", owner: "o", zone: "UTC", calendar: "weekdays", labels: ["aB_c": "d"],
        facts: [FactView(name: "z", value: "1"), FactView(name: "a", value: "2")], alerts: alerts)
      let added: ProjectView = try await server.call(
        "POST", "/v1/projects", String(decoding: try WireCoder.encode(project), as: UTF8.self), status: 201)
      #expect(
        ProjectInput(
          key: added.key, name: added.name, nameEn: added.nameEn, owner: added.owner, zone: added.zone,
          calendar: added.calendar, labels: added.labels, facts: added.facts, alerts: added.alerts) == project)
      let milestone = MilestoneInput(
        key: "m", name: "乙", nameEn: "B", due: "2022-06-30", labels: ["k": "v"], after: [], alerts: alerts)
      let view: MilestoneView = try await server.call(
        "POST", "/v1/projects/a/milestones", String(decoding: try WireCoder.encode(milestone), as: UTF8.self),
        status: 201)
      #expect((view.key, view.name, view.nameEn, view.due.written) == ("m", "乙", "B", "2022-06-30"))
      let activity = ActivityInput(
        key: "w", name: "丙", nameEn: "C", owner: "o", duration: "10wd", calendar: "weekdays", after: ["m SS+5wd"],
        constraints: ["start_no_earlier": "2022-07-01"], reason: nil)
      let work: ActivityView = try await server.call(
        "POST", "/v1/projects/a/activities", String(decoding: try WireCoder.encode(activity), as: UTF8.self),
        status: 201)
      #expect(
        ActivityInput(
          key: work.key, name: work.name, nameEn: work.nameEn, owner: work.owner, duration: work.duration,
          calendar: work.calendar, after: work.after, constraints: work.constraints) == activity)
      let webhook = WebhookInput(name: "w", url: "https://example.org/", projects: ["a"])
      let hook: WebhookView = try await server.call(
        "POST", "/v1/webhooks", String(decoding: try WireCoder.encode(webhook), as: UTF8.self), status: 201)
      #expect(hook.projects == ["a"])
      let bodies: [(String, any Encodable)] = [
        ("expect", ExpectInput(date: "2022-07-01", reason: "r")), ("reach", ReachInput(date: nil, evidence: "e")),
        ("reopen", ReasonInput(reason: "r")),
      ]
      for (verb, body) in bodies {
        let text = String(decoding: try WireCoder.encode(body), as: UTF8.self)
        let reply = try await server.client.call("POST", "/v1/projects/a/milestones/m/\(verb)", text)
        #expect(reply.status == 200, "\(reply.body)")
      }
    }
  }
}
