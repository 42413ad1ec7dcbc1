import MilepostAPI
import MilepostCore
import MilepostServer
import Testing

/// Outdoor works of 20 working days before a completion due on 30 June 2022; today is Friday, 20 May.
private let plan = """
  projects:
    - key: henggang
      name: 横港中心幼儿园新建工程
      zone: Asia/Shanghai
      calendar: weekdays
      activities:
        - {key: works, name: 室外附属施工, name_en: Outdoor works, duration: 20个工作日}
      milestones:
        - {key: completion, name: 全部工程完工, due: 2022-06-30, after: [works]}
        - {key: opening, name: 投入使用, due: 2022-09-30, after: [completion +5wd]}
  """

@Suite struct ScheduleRouteTests {
  private func seeded(_ body: @escaping @Sendable (TestServer) async throws -> Void) async throws {
    try await TestServer.run { server in
      let _: PlanResult = try await server.call("POST", "/v1/plan", plan)
      try await body(server)
    }
  }

  @Test("An activity is shown with its dates, its float and its last safe day, and answers to reports at once")
  func activityLife() async throws {
    try await seeded { server in
      let works: ActivityView = try await server.call("GET", "/v1/projects/henggang/activities/works")
      #expect((works.start, works.finish, works.lastSafe) == ("2022-05-20", "2022-06-16", "2022-06-30"))
      #expect((works.state, works.totalFloatDays, works.duration) == ("planned", 10, "20wd"))
      let path = "/v1/projects/henggang/activities/works"
      let started: ActivityView = try await server.call("POST", "\(path)/start", #"{"date":"2022-05-19"}"#)
      #expect((started.state, started.finish) == ("started", "2022-06-15"))
      let slow: ActivityView = try await server.call(
        "POST", "\(path)/progress", #"{"remaining":"40 working days","reason":"rain"}"#)
      #expect((slow.finish, slow.totalFloatDays, slow.critical) == ("2022-07-14", -10, true))
      let done: ActivityView = try await server.call("POST", "\(path)/finish", "{}")
      #expect((done.state, done.finish, done.remaining) == ("finished", "2022-05-20", nil))
      let again: ActivityView = try await server.call("POST", "\(path)/reopen", "{}")
      #expect((again.state, again.finished) == ("started", nil))
      let ledger: Page<LedgerEntryView> = try await server.call("GET", "/v1/ledger?limit=100")
      #expect(
        ledger.items.map(\.action).filter { $0.hasPrefix("activity.") } == [
          "activity.add", "activity.start", "activity.progress", "activity.finish", "activity.reopen",
        ])
    }
  }

  @Test("A milestone says why it is forecast for its date, what drives it, and how that has moved")
  func path() async throws {
    try await seeded { server in
      let one = "/v1/projects/henggang/milestones/opening"
      let milestone: MilestoneView = try await server.call("GET", one)
      #expect(milestone.forecast == "2022-06-23")
      #expect(milestone.driver == "henggang/works")
      #expect(milestone.reason?.zh.contains("室外附属施工") == true)
      let path: PathView = try await server.call("GET", "\(one)/path")
      #expect(path.driving.map(\.path) == ["henggang/works", "henggang/completion", "henggang/opening"])
      #expect(path.predecessors.map(\.lastSafe) == ["2022-09-23", "2022-09-23"])
      let _: ActivityView = try await server.call(
        "PATCH", "/v1/projects/henggang/activities/works", #"{"duration":"25wd"}"#)
      let history: Page<ForecastView> = try await server.call("GET", "\(one)/forecasts")
      #expect(history.items.map(\.forecast).last == "2022-06-30")
    }
  }

  @Test("What if answers with every date that would move, and with the promises that it would break")
  func whatIf() async throws {
    try await seeded { server in
      let before: Page<LedgerEntryView> = try await server.call("GET", "/v1/ledger?limit=100")
      let view: WhatIfView = try await server.call(
        "POST", "/v1/projects/henggang/whatif", #"{"changes":[{"slip":"works","by":"15wd"}]}"#)
      #expect(view.moves.map(\.path) == ["henggang/works", "henggang/completion", "henggang/opening"])
      #expect(view.moves.map(\.breaks) == [false, true, false])
      let shorter: WhatIfView = try await server.call(
        "POST", "/v1/projects/henggang/whatif",
        #"{"changes":[{"shorten":"works","by":"5wd"},{"lag":"opening","after":"completion FS+10wd"}]}"#)
      #expect(shorter.moves.map(\.to) == ["2022-06-09", "2022-06-09"], "five days won, five days waited longer")
      let loose: WhatIfView = try await server.call(
        "POST", "/v1/projects/henggang/whatif", #"{"changes":[{"unlink":"completion","after":"works"}]}"#)
      #expect(loose.moves.first?.path == "henggang/completion")
      let after: Page<LedgerEntryView> = try await server.call("GET", "/v1/ledger?limit=100")
      #expect(before.items.count == after.items.count)
    }
  }

  @Test(
    "What makes no sense is refused with its code and place",
    arguments: [
      ("POST", "activities", #"{"key":"a","name":"a"}"#, 400, Refusal.Code.missingField, "duration"),
      ("POST", "activities", #"{"key":"a","name":"a","duration":"soon"}"#, 400, .invalidValue, "duration"),
      ("POST", "activities", #"{"key":"a","name":"a","duration":"-3wd"}"#, 400, .invalidValue, "duration"),
      ("POST", "activities", #"{"key":"works","name":"a","duration":"3wd"}"#, 409, .duplicateKey, "key"),
      (
        "POST", "activities", #"{"key":"a","name":"a","duration":"3wd","after":["b"]}"#, 404, .unknownMilestone, "after"
      ),
      (
        "POST", "activities", #"{"key":"a","name":"a","duration":"3wd","after":["works XY"]}"#, 400, .invalidValue,
        "after[0]"
      ),
      (
        "POST", "activities", #"{"key":"a","name":"a","duration":"3wd","constraints":{"start_on":"2022-06-01"}}"#, 400,
        .unknownKey, "constraints"
      ),
      ("POST", "activities/works/finish", #"{"date":"2022-05-21"}"#, 400, .dateOutOfRange, "finished"),
      ("POST", "activities/works/progress", #"{"remaining":"5d"}"#, 400, .invalidValue, "remaining"),
      ("POST", "activities/work/start", "{}", 404, .unknownActivity, "activity"),
      ("DELETE", "activities/works", "{}", 409, .wrongState, "activity"),
      ("POST", "whatif", #"{"changes":[]}"#, 400, .missingField, "changes"),
      ("POST", "whatif", #"{"changes":[{"slip":"works"}]}"#, 400, .missingField, "changes[0].by"),
      ("POST", "whatif", #"{"changes":[{"slip":"works","lag":"x","by":"1d"}]}"#, 400, .invalidValue, "changes[0]"),
      ("POST", "whatif", #"{"changes":[{"slip":"wrks","by":"1d"}]}"#, 404, .unknownMilestone, "changes[0].key"),
      ("POST", "whatif", #"{"changes":[{"shorten":"works","by":"21wd"}]}"#, 400, .invalidValue, "changes[0].by"),
    ] as [(String, String, String, Int, Refusal.Code, String)])
  func refusals(
    method: String, path: String, body: String, status: Int, code: Refusal.Code, place: String
  ) async throws {
    try await seeded { server in
      let problem = try await server.refused(
        method, "/v1/projects/henggang/\(path)", body, status: status, code: code)
      #expect(problem.place == place, "\(problem)")
      #expect(!problem.detailZh.isEmpty)
    }
  }

  @Test("Forecasts come in pages: the newest first, and “next” leads to what was before, until there is no more")
  func forecastPages() async throws {
    try await seeded { server in
      let one = "/v1/projects/henggang/milestones/opening"
      for day in 1...5 {
        server.clock.advance(days: 1)
        let _: MilestoneView = try await server.call("POST", "\(one)/expect", #"{"date":"2022-10-1\#(day)"}"#)
      }
      let all: Page<ForecastView> = try await server.call("GET", "\(one)/forecasts")
      #expect(all.items.count >= 6 && all.next == nil)
      var (pages, cursor): ([[String]], String?) = ([], nil)
      repeat {
        let after = cursor.map { "&after=\($0)" } ?? ""
        let page: Page<ForecastView> = try await server.call("GET", "\(one)/forecasts?limit=2\(after)")
        #expect(page.items.count <= 2 && page.items.map(\.at) == page.items.map(\.at).sorted())
        pages.append(page.items.map(\.forecast))
        cursor = page.next
      } while cursor != nil && pages.count < 10
      #expect(pages.reversed().flatMap(\.self) == all.items.map(\.forecast))
      #expect(try await server.client.call("GET", "\(one)/forecasts?after=soon").status == 400)
    }
  }
}
