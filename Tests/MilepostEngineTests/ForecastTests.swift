import Foundation
import MilepostCore
import MilepostStore
import Testing

@testable import MilepostEngine

/// The kindergarten's way from its outdoor works to its opening: works → completion (30 June) → furnishing → airing →
/// opening (30 September), on plain weekdays. Today is Friday, 20 May 2022.
private func kindergarten(works: String = "20wd") -> PlanDocument {
  PlanDocument(projects: [
    .init(
      project: ProjectDraft(
        key: "henggang", name: "横港中心幼儿园", nameEn: "Henggang kindergarten", zone: "Asia/Shanghai",
        calendar: "weekdays", policy: PolicyDraft(leadDays: [7], workingDaysOnly: true)),
      activities: [
        ActivityDraft(key: "works", name: "室外附属施工", nameEn: "Outdoor works", duration: works),
        ActivityDraft(key: "furnishing", name: "家具进场", duration: "10wd", after: ["completion"]),
        ActivityDraft(key: "airing", name: "通风", duration: "30d", after: ["furnishing"]),
      ],
      milestones: [
        MilestoneDraft(
          key: "completion", name: "全部工程完工", nameEn: "Works complete", due: "2022-06-30", after: ["works"]),
        MilestoneDraft(
          key: "opening", name: "投入使用", nameEn: "Opening", due: "2022-09-30", after: ["airing +5wd", "completion"]),
      ])
  ])
}

@Suite struct ForecastTests {
  private func harness(works: String = "20wd") async throws -> EngineHarness {
    let harness = try EngineHarness()
    _ = try await harness.engine.addEndpoint(
      EndpointDraft(name: "office", url: "http://127.0.0.1:9/hook"), by: "test")
    _ = try await harness.engine.apply(kindergarten(works: works), dryRun: false, by: "test")
    return harness
  }

  private func milestone(_ key: String, _ harness: EngineHarness) throws -> Milestone {
    try harness.engine.store.read { reader in
      try Lookup.milestone(try Lookup.project("henggang", in: reader), key, in: reader)
    }
  }

  private func risks(_ harness: EngineHarness) throws -> [String] {
    try harness.alerts().filter { [RiskRule.rule, RiskRule.recoveredRule].contains($0.rule) }
      .map { alert in
        let key = try harness.engine.store.read { try $0.milestone(id: alert.milestoneID ?? 0) }?.key ?? "?"
        return "\(alert.rule) \(key) \(alert.state.rawValue)"
      }
  }

  /// Alerts that were sent to the one endpoint.
  private func sent(_ harness: EngineHarness) throws -> [Alert] {
    try harness.engine.store.read { reader in
      try reader.deliveries(endpointID: nil, state: nil, beforeID: nil, limit: 1000).reversed()
        .compactMap { try $0.alertID.flatMap { try reader.alert(id: $0) } }
    }
  }

  @Test("Work in a calendar that differs from the service's keeps its own days off, and takes over those of its base")
  func ownCalendar() async throws {
    func library(off: [String]) throws -> CalendarLibrary {
      let days = try off.map { (try #require(CivilDate($0)), WorkCalendar.Exception(isWorking: false, name: "x")) }
      return CalendarLibrary([WorkCalendar(name: "china", exceptions: Dictionary(uniqueKeysWithValues: days))])
    }
    let harness = try EngineHarness(calendars: try library(off: []))
    var plan = kindergarten(works: "5wd")
    var outdoor = ShiftCalendar(name: "outdoor", base: "china", week: [])
    for day in ["2022-05-24", "2022-05-25"] { outdoor.exceptions[try #require(CivilDate(day))] = [] }
    plan.projects[0].calendars = [outdoor]
    plan.projects[0].activities[0].calendar = "outdoor"
    _ = try await harness.engine.apply(plan, dryRun: false, by: "test")
    // Friday, Monday, then Thursday to Monday, for 24 and 25 May are too wet.
    #expect(try milestone("completion", harness).projection?.date.description == "2022-05-30")
    try harness.reload(try library(off: ["2022-05-27"]))
    await harness.engine.check()
    #expect(try milestone("completion", harness).projection?.date.description == "2022-05-31")
    var wrong = plan
    wrong.projects[0].calendars[0].base = "chna"
    let refusal = await #expect(throws: Refusal.self) {
      try await harness.engine.apply(wrong, dryRun: false, by: "test")
    }
    #expect(refusal?.place == "projects[0].calendars[0].base")
    try await harness.stop()
  }

  @Test("Forecasts follow the work: working days, calendar days and lags, each in its own counting")
  func forecasts() async throws {
    let harness = try await harness()
    let completion = try #require(try milestone("completion", harness).projection)
    // 20 working days from 20 May end on 16 June.
    #expect(completion.date == CivilDate("2022-06-16"))
    #expect(completion.origin == "henggang/works")
    #expect(completion.totalFloat == 10)
    // Furnishing to 30 June, 30 calendar days of airing to 30 July, a Saturday, and five working days behind it.
    let opening = try #require(try milestone("opening", harness).projection)
    #expect(opening.date == CivilDate("2022-08-05"))
    #expect(opening.origin == "henggang/works")
    #expect(try risks(harness) == [])
    try await harness.stop()
  }

  @Test("A slip is told at once, in one message that names its cause and all that it reaches; a repair as well")
  func slip() async throws {
    let harness = try await harness()
    _ = try await harness.engine.startActivity("henggang", "works", by: "test")
    _ = try await harness.engine.progressActivity("henggang", "works", remaining: "70wd", reason: "梅雨", by: "test")
    #expect(try milestone("completion", harness).projection?.date == CivilDate("2022-08-25"))
    #expect(try milestone("opening", harness).projection?.date == CivilDate("2022-10-14"))
    #expect(try risks(harness) == ["at_risk completion open", "at_risk opening open"])
    let message = try #require(try sent(harness).last)
    #expect(try sent(harness).count == 1, "one message for both")
    #expect(message.type == "milestone.at_risk")
    #expect(message.body.contains("\"driving_path\":[{\"path\":\"henggang/works\""))
    #expect(message.body.contains("\"also\":[{\"key\":\"opening\""))
    // Completion is due on 30 June, so the works would have to end on that day.
    #expect(message.body.contains("“Outdoor works” drives it; it must end by 2022-06-30 at the latest"))
    // The same again says nothing new; a repair does.
    _ = try await harness.engine.progressActivity("henggang", "works", remaining: "71wd", by: "test")
    #expect(try sent(harness).count == 1)
    _ = try await harness.engine.progressActivity("henggang", "works", remaining: "20wd", by: "test")
    #expect(try sent(harness).map(\.type) == ["milestone.at_risk", "milestone.recovered"])
    #expect(
      try risks(harness) == [
        "at_risk completion resolved", "at_risk opening resolved", "recovered completion resolved",
        "recovered opening resolved",
      ])
    try await harness.stop()
  }

  @Test("A forecast that moves on by the policy's days is told again, and a swing within a day is not")
  func movesOn() async throws {
    let harness = try await harness()
    for remaining in ["40wd", "44wd", "45wd", "20wd", "40wd"] {
      _ = try await harness.engine.editActivity("henggang", "works", ActivityDraft(duration: remaining), by: "test")
      try harness.handOut(.delivered)
    }
    #expect(
      try sent(harness).map(\.type) == [
        "milestone.at_risk", "milestone.at_risk", "milestone.recovered",
      ], "40, not 44, again 45, recovered; and 40 was told today")
    #expect(try risks(harness).filter { $0.hasSuffix("open") } == ["at_risk completion open"])
    try await harness.stop()
  }

  @Test("Work that nobody begins moves on with today, and the day on which that breaks a promise is told")
  func unstarted() async throws {
    let harness = try await harness()
    // 20 working days of work fit before 30 June if they begin on 3 June at the latest.
    try await harness.advance(to: "2022-06-03")
    #expect(try milestone("completion", harness).projection?.date == CivilDate("2022-06-30"))
    #expect(try risks(harness) == [])
    try await harness.advance(to: "2022-06-04")
    #expect(try risks(harness) == [], "Saturday: nothing was to be done on it")
    try await harness.advance(to: "2022-06-06", 539)
    #expect(try risks(harness) == [], "not before the alert hour")
    try await harness.advance(to: "2022-06-06", 540)
    #expect(try milestone("completion", harness).projection?.date == CivilDate("2022-07-01"))
    #expect(try risks(harness) == ["at_risk completion open"])
    try await harness.stop()
  }

  @Test("What is said to be left is left from that day on, and then goes as planned until somebody says otherwise")
  func remaining() async throws {
    let harness = try await harness()
    _ = try await harness.engine.startActivity("henggang", "works", by: "test")
    _ = try await harness.engine.progressActivity("henggang", "works", remaining: "25wd", by: "test")
    #expect(try milestone("completion", harness).projection?.date == CivilDate("2022-06-23"))
    try await harness.advance(to: "2022-06-13")
    #expect(try milestone("completion", harness).projection?.date == CivilDate("2022-06-23"))
    // Past its end without a word it is done today at the earliest.
    try await harness.advance(to: "2022-06-27")
    #expect(try milestone("completion", harness).projection?.date == CivilDate("2022-06-27"))
    _ = try await harness.engine.progressActivity("henggang", "works", remaining: "25wd", by: "test")
    #expect(
      try milestone("completion", harness).projection?.date == CivilDate("2022-07-29"), "the same again, from today")
    #expect(try sent(harness).filter { $0.type == "milestone.at_risk" }.count == 1)
    try await harness.stop()
  }

  @Test("What hangs on one cause is told together, also when only one of them has moved far enough")
  func together() async throws {
    let harness = try await harness(works: "80wd")
    #expect(try sent(harness).count == 1)
    // Completion moves by five working days, the opening by fewer: airing runs through a weekend.
    for works in ["82wd", "84wd", "85wd", "86wd", "90wd"] {
      _ = try await harness.engine.editActivity("henggang", "works", ActivityDraft(duration: works), by: "test")
    }
    #expect(try sent(harness).count == 3)
    #expect(try sent(harness).allSatisfy { $0.body.contains("\"also\":[{\"key\":\"opening\"") })
    try await harness.stop()
  }

  @Test("A restart after days off counts the days that passed")
  func daysOff() async throws {
    let harness = try await harness()
    try await harness.stop()
    harness.clock.set(try EngineHarness.moment("2022-06-20", 600))
    try await harness.restart()
    await harness.engine.check()
    #expect(try milestone("completion", harness).projection?.date == CivilDate("2022-07-15"))
    #expect(try risks(harness).contains("at_risk completion open"))
    try await harness.stop()
  }

  @Test("What a person expects counts where it is later than what the work allows, and alone where nothing is linked")
  func expected() async throws {
    let harness = try await harness()
    _ = try await harness.engine.expect("henggang", "completion", date: "2022-06-10", by: "test")
    #expect(try milestone("completion", harness).projection?.date == CivilDate("2022-06-16"))
    _ = try await harness.engine.expect("henggang", "completion", date: "2022-07-20", by: "test")
    #expect(try milestone("completion", harness).projection?.date == CivilDate("2022-07-20"))
    #expect(try risks(harness) == ["at_risk completion open"])
    _ = try await harness.engine.addProject(
      ProjectDraft(key: "plain", name: "plain", zone: "Asia/Shanghai", calendar: "weekdays"), by: "test")
    _ = try await harness.engine.addMilestone(
      "plain", MilestoneDraft(key: "alone", name: "alone", due: "2022-06-30"), by: "test")
    _ = try await harness.engine.expect("plain", "alone", date: "2022-07-04", by: "test")
    #expect(try risks(harness) == ["at_risk completion open", "at_risk alone open"])
    _ = try await harness.engine.expect("plain", "alone", date: nil, by: "test")
    #expect(try risks(harness).contains("recovered alone resolved"))
    try await harness.stop()
  }

  @Test("A link to another project carries a slip over, and a message for each project's own people")
  func acrossProjects() async throws {
    let harness = try await harness()
    _ = try await harness.engine.apply(
      PlanDocument(projects: [
        .init(
          project: ProjectDraft(key: "school", name: "school", zone: "Asia/Shanghai", calendar: "weekdays"),
          milestones: [
            MilestoneDraft(key: "move", name: "move", due: "2022-10-14", after: ["henggang/opening +5wd"])
          ])
      ]), dryRun: false, by: "test")
    let move = { try harness.engine.store.read { try $0.milestone(projectID: 2, key: "move") } }
    #expect(try move()?.projection?.date == CivilDate("2022-08-12"))
    _ = try await harness.engine.editActivity("henggang", "works", ActivityDraft(duration: "80wd"), by: "test")
    #expect(
      try move()?.projection?.date ?? CivilDate(dayNumber: 0) > CivilDate("2022-10-14") ?? CivilDate(dayNumber: 0))
    #expect(try sent(harness).map(\.type) == ["milestone.at_risk", "milestone.at_risk"])
    // What something waits for cannot be taken away.
    await #expect(throws: Refusal.self) { try await harness.engine.removeMilestone("henggang", "opening", by: "test") }
    try await harness.stop()
  }

  @Test("Circles and links to nowhere are refused with what is wrong, and nothing is written")
  func refusals() async throws {
    let harness = try await harness()
    let head = try harness.engine.store.read { try $0.ledgerHead() }
    do {
      _ = try await harness.engine.editActivity("henggang", "works", ActivityDraft(after: ["opening"]), by: "test")
      Issue.record("a circle was taken")
    } catch let refusal as Refusal {
      #expect(refusal.code == .linkCycle)
      let keys = ["works", "completion", "furnishing", "airing", "opening"]
      #expect(
        keys.allSatisfy { refusal.text.en.contains($0) } || refusal.text.en.contains("works → completion → opening"))
    }
    for (after, code) in [
      ("airng", Refusal.Code.unknownMilestone), ("airing +5", .invalidValue), ("nowhere/opening", .unknownProject),
    ] {
      do {
        _ = try await harness.engine.editMilestone(
          "henggang", "opening", MilestoneDraft(after: [after]), by: "test")
        Issue.record("\(after) was taken")
      } catch let refusal as Refusal { #expect(refusal.code == code, "\(after)") }
    }
    do {
      _ = try await harness.engine.addMilestone(
        "henggang", MilestoneDraft(key: "works", name: "x", due: "2022-07-01"), by: "test")
      Issue.record("a key was taken twice")
    } catch let refusal as Refusal { #expect(refusal.code == .duplicateKey) }
    #expect(try harness.engine.store.read { try $0.ledgerHead() } == head)
    try await harness.stop()
  }

  @Test("What if shows what would move and changes nothing")
  func whatIf() async throws {
    let harness = try await harness()
    let head = try harness.engine.store.read { try $0.ledgerHead() }
    let moves = try harness.engine.store.read { reader in
      let project = try Lookup.project("henggang", in: reader)
      return try harness.engine.planNetwork(of: project, in: reader)
        .supposing([.slip(key: "works", by: WorkDuration(15, .workingDays))], in: "henggang").moves
    }
    #expect(moves.map(\.node.key) == ["works", "completion", "furnishing", "airing", "opening"])
    #expect(moves.last?.from == CivilDate("2022-08-05"))
    #expect(moves.first { $0.node.key == "completion" }?.to == CivilDate("2022-07-07"))
    #expect(try harness.engine.store.read { try $0.ledgerHead() } == head)
    #expect(try milestone("completion", harness).projection?.date == CivilDate("2022-06-16"))
    try await harness.stop()
  }

  @Test("Every change of a forecast is history, and what nobody links any more is not counted")
  func history() async throws {
    let harness = try await harness()
    harness.clock.set(try EngineHarness.moment("2022-05-23"))
    _ = try await harness.engine.editActivity("henggang", "works", ActivityDraft(duration: "25wd"), by: "li")
    let completion = try milestone("completion", harness)
    let points = try harness.engine.store.read { try $0.forecasts(milestoneID: completion.id, limit: 10) }
    #expect(points.map(\.forecast) == [CivilDate("2022-06-16"), CivilDate("2022-06-24")].compactMap(\.self))
    #expect(points.map(\.cause) == ["test", "li"])
    _ = try await harness.engine.editMilestone("henggang", "opening", MilestoneDraft(after: []), by: "test")
    _ = try await harness.engine.editMilestone("henggang", "completion", MilestoneDraft(after: []), by: "test")
    for key in ["airing", "furnishing", "works"] {
      try await harness.engine.removeActivity("henggang", key, by: "test")
    }
    #expect(try milestone("opening", harness).projection == nil)
    #expect(try harness.engine.store.read { try $0.nextForecast(projectID: completion.projectID) } == nil)
    try await harness.stop()
  }

  @Test("What is reached holds its followers to the day on which it was, and is at risk no more")
  func reached() async throws {
    let harness = try await harness(works: "40wd")
    #expect(try risks(harness) == ["at_risk completion open"])
    try await harness.advance(to: "2022-06-10")
    // The works have not begun, and three weeks have passed: that was told again.
    #expect(try risks(harness) == ["at_risk completion resolved", "at_risk completion open"])
    _ = try await harness.engine.reach("henggang", "completion", by: "test")
    #expect(try risks(harness) == ["at_risk completion resolved", "at_risk completion resolved"])
    #expect(try milestone("completion", harness).projection == nil)
    // Furnishing on 13 to 24 June, 30 days of airing to 24 July, five working days.
    #expect(try milestone("opening", harness).projection?.date == CivilDate("2022-07-29"))
    try await harness.stop()
  }
}
