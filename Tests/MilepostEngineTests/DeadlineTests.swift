import MilepostCore
import MilepostStore
import Testing

@testable import MilepostEngine

@Suite struct DeadlineTests {
  @Test("A milestone's alerts fire one by one as their moments come, each once")
  func life() async throws {
    let harness = try EngineHarness()
    try await harness.addKindergarten()
    #expect(try harness.fired() == [])
    try await harness.advance(to: "2022-05-31", 539)
    #expect(try harness.fired() == [])
    try await harness.advance(to: "2022-05-31", 540)
    await harness.engine.check()
    #expect(try harness.fired() == ["lead:30d 2022-06-30"])
    try await harness.advance(to: "2022-06-23")
    try await harness.advance(to: "2022-06-30")
    try await harness.advance(to: "2022-07-01")
    #expect(
      try harness.fired() == [
        "lead:30d 2022-06-30", "lead:7d 2022-06-30", "due 2022-06-30", "overdue 2022-06-30#1",
      ])
    #expect(try harness.alerts().filter { $0.state == .open }.count == 1, "the newest stands for the older ones")
    try await harness.stop()
  }

  @Test("After days off one alert comes, the newest, and says how late it is and what it stands for")
  func daysOff() async throws {
    let harness = try EngineHarness()
    try await harness.addKindergarten()
    try await harness.stop()
    harness.clock.set(try EngineHarness.moment("2022-07-04", 600))
    try await harness.restart()
    await harness.engine.check()
    #expect(try harness.fired() == ["overdue 2022-06-30#4"])
    let body = try #require(try harness.alerts().first?.body)
    #expect(body.contains("\"late_ms\":3600000"))
    #expect(body.contains("\"covers\":[\"lead:30d\",\"lead:7d\",\"due\"],\"covers_overdue\":3"))
    try await harness.stop()
  }

  @Test("An overdue milestone that is to be told less often is told again when that time comes")
  func cadence() async throws {
    let harness = try EngineHarness()
    try await harness.addKindergarten(
      policy: PolicyDraft(leadDays: [], onDay: false, overdueEveryDays: 3, workingDaysOnly: false))
    for day in ["2022-07-01", "2022-07-04", "2022-07-07", "2022-07-10"] { try await harness.advance(to: day) }
    _ = try await harness.engine.editProject(
      "henggang", ProjectDraft(policy: PolicyDraft(overdueEveryDays: 30)), by: "test")
    for day in ["2022-07-20", "2022-07-31", "2022-08-30"] { try await harness.advance(to: day) }
    #expect(
      try harness.fired() == [1, 4, 7, 10, 31, 61].map { "overdue 2022-06-30#\($0)" },
      "what it is called says how many days late it is, however often it is told")
    try await harness.stop()
  }

  @Test("A clock that ran ahead and was set right neither repeats an alert nor swallows one")
  func clockSetBack() async throws {
    let harness = try EngineHarness()
    try await harness.addKindergarten()
    try await harness.advance(to: "2023-01-01")
    #expect(try harness.fired().count == 1)
    try await harness.advance(to: "2022-05-25")
    #expect(try harness.fired().count == 1)
    try await harness.advance(to: "2022-05-31")
    try await harness.advance(to: "2022-06-23")
    try await harness.advance(to: "2022-06-30")
    try await harness.advance(to: "2022-07-01")
    #expect(
      Array(try harness.fired().dropFirst()) == [
        "lead:30d 2022-06-30", "lead:7d 2022-06-30", "due 2022-06-30", "overdue 2022-06-30#1",
      ])
    try await harness.stop()
  }

  @Test("A milestone entered when its day has come is told at once, and its lead times are not made up for")
  func enteredLate() async throws {
    let harness = try EngineHarness(start: "2022-06-29")
    try await harness.addKindergarten()
    #expect(try harness.fired() == [])
    _ = try await harness.engine.addMilestone(
      "henggang", MilestoneDraft(key: "late", name: "迟", due: "2022-06-01"), by: "test")
    #expect(try harness.fired() == ["overdue 2022-06-01#28"])
    try await harness.stop()
  }

  @Test("Reaching ends the watch and resolves; reopening starts it again without repeating what was told")
  func reachAndReopen() async throws {
    let harness = try EngineHarness()
    try await harness.addKindergarten()
    try await harness.advance(to: "2022-07-02")
    let reached = try await harness.engine.reach("henggang", "completion", date: "2022-07-01", by: "li")
    #expect(reached.nextCheck == nil)
    #expect(try harness.alerts().allSatisfy { $0.state == .resolved })
    try await harness.advance(to: "2022-07-10")
    #expect(try harness.fired() == ["overdue 2022-06-30#2"])
    _ = try await harness.engine.reopen("henggang", "completion", reason: "roof leaks", by: "li")
    #expect(try harness.fired() == ["overdue 2022-06-30#2", "overdue 2022-06-30#10"])
    try await harness.advance(to: "2022-07-11")
    #expect(try harness.fired().last == "overdue 2022-06-30#11")
    let types = try harness.alerts().map(\.type)
    #expect(types.contains("milestone.reached") && types.contains("milestone.reopened"))
    try await harness.stop()
  }

  @Test("A new due date resolves what was open, is told, and is watched from then on")
  func rescheduled() async throws {
    let harness = try EngineHarness()
    try await harness.addKindergarten()
    try await harness.advance(to: "2022-07-01")
    let moved = try await harness.engine.editMilestone(
      "henggang", "completion", MilestoneDraft(due: "2022-07-31"), by: "li")
    #expect(moved.nextCheck == (try EngineHarness.moment("2022-07-24")))
    #expect(try harness.alerts().allSatisfy { $0.state == .resolved })
    #expect(try harness.alerts().last?.type == "milestone.rescheduled")
    try await harness.advance(to: "2022-07-31")
    #expect(try harness.fired().last == "due 2022-07-31")
    try await harness.stop()
  }

  @Test("Calendars that change while the service is down move the checks that rest on them")
  func calendarChange() async throws {
    let harness = try EngineHarness()
    try await harness.addKindergarten(policy: PolicyDraft(leadDays: [], workingDaysOnly: true))
    let friday = try #require(CivilDate("2022-07-01"))
    #expect(try harness.engine.upcoming(days: 100).first?.at == EngineHarness.moment("2022-06-30"))
    let holiday = try #require(CivilDate("2022-06-30"))
    let weekdays = WorkCalendar(
      name: "weekdays",
      exceptions: [holiday: .init(isWorking: false, name: "x"), friday: .init(isWorking: false, name: "y")])
    try harness.reload(CalendarLibrary([weekdays]))
    await harness.engine.check()
    #expect(try harness.engine.upcoming(days: 100).first?.at == EngineHarness.moment("2022-06-29"))
    try await harness.stop()
  }

  @Test("A promise that rests on holidays not yet published moves when they are, once, with a word in the ledger")
  func provisionalPromise() async throws {
    func library(_ years: Set<Int>, off: [String]) throws -> CalendarLibrary {
      let days = try off.map { (try #require(CivilDate($0)), WorkCalendar.Exception(isWorking: false, name: "x")) }
      return CalendarLibrary([
        WorkCalendar(name: "china", exceptions: Dictionary(uniqueKeysWithValues: days), publishedYears: years)
      ])
    }
    let harness = try EngineHarness(start: "2022-12-20", calendars: try library([2022], off: []))
    _ = try await harness.engine.addProject(
      ProjectDraft(key: "p", name: "p", zone: "Asia/Shanghai", calendar: "china"), by: "test")
    for (key, due) in [("moves", "+10wd"), ("stays", "2023-01-03"), ("certain", "+3wd")] {
      _ = try await harness.engine.addMilestone("p", MilestoneDraft(key: key, name: key, due: due), by: "test")
    }
    func due(_ key: String) throws -> DueDate {
      try harness.engine.store.read { try Lookup.milestone(Lookup.project("p", in: $0), key, in: $0).due }
    }
    #expect(try due("moves").date.description == "2023-01-03")
    #expect(try due("moves").provisional)
    // Days go by: the words count from when they were written, not from when they are read again.
    try await harness.advance(to: "2022-12-26")
    let entries = { try harness.engine.store.read { try $0.ledger(after: 0, limit: 100) } }
    let before = try entries().count
    let published = try library([2022, 2023], off: ["2023-01-02"])
    for _ in 1...2 {
      try harness.reload(published)
      await harness.engine.check()
    }
    #expect(try due("moves").date.description == "2023-01-04")
    #expect(try !due("moves").provisional)
    #expect(try due("moves").written == "+10wd")
    #expect(try due("stays").date.description == "2023-01-03")
    #expect(try due("certain").date.description == "2022-12-23")
    let added = try entries().dropFirst(before)
    #expect(added.map(\.subject) == ["p/moves"])
    #expect(added.first?.reason == "the holidays of a year were published")
    #expect(try harness.alerts().filter { $0.type == "milestone.rescheduled" }.count == 1)
    try await harness.stop()
  }

  @Test("More milestones due at once than fit a batch all fire, in one look")
  func batches() async throws {
    let harness = try EngineHarness()
    let milestones = (0..<1234).map { MilestoneDraft(key: "m\($0)", name: "m", due: "2022-06-30") }
    let plan = PlanDocument(projects: [
      .init(
        project: ProjectDraft(key: "p", name: "p", policy: PolicyDraft(leadDays: [])), milestones: milestones)
    ])
    _ = try await harness.engine.apply(plan, dryRun: false, by: "test")
    try await harness.advance(to: "2022-06-30")
    #expect(try harness.fired().count == 1234)
    try await harness.stop()
  }

  @Test("What was entered while a clock ran ahead is told in its time once the clock is right again")
  func enteredAhead() async throws {
    let harness = try EngineHarness(start: "2022-05-20")
    try await harness.addKindergarten()
    // No alert fires in that time to come: only the ledger knows of it.
    harness.clock.set(try EngineHarness.moment("2022-06-26"))
    _ = try await harness.engine.addMilestone(
      "henggang", MilestoneDraft(key: "opening", name: "投入使用", due: "2022-07-05"), by: "test")
    harness.clock.set(try EngineHarness.moment("2022-05-21"))
    // Somebody is quicker than the sweep.
    _ = try await harness.engine.addMilestone(
      "henggang", MilestoneDraft(key: "garden", name: "绿化", due: "2022-12-31"), by: "test")
    await harness.engine.check()
    try await harness.advance(to: "2022-06-05")
    try await harness.advance(to: "2022-06-28")
    let opening = try #require(
      try harness.engine.store.read { try $0.milestone(projectID: 1, key: "opening") })
    let fired = try harness.alerts().filter { $0.milestoneID == opening.id }.map(\.rule)
    #expect(fired == ["lead:30d", "lead:7d"])
    try await harness.stop()
  }

  @Test("Whatever people do and however the clock moves, no alert exists twice and none is left out", arguments: 0..<12)
  func randomLife(seed: UInt64) async throws {
    var random = SplitMix(seed: seed)
    let harness = try EngineHarness()
    try await harness.addKindergarten(policy: PolicyDraft(leadDays: [30, 14, 7, 3, 1], workingDaysOnly: true))
    var day = try #require(CivilDate("2022-05-20"))
    for _ in 0..<60 {
      switch Int.random(in: 0..<10, using: &random) {
      case 0: try await harness.restart()
      case 1: _ = try? await harness.engine.reach("henggang", "completion", by: "x")
      case 2: _ = try? await harness.engine.reopen("henggang", "completion", by: "x")
      case 3:
        let due = day.adding(days: .random(in: -5...20, using: &random))
        _ = try await harness.engine.editMilestone("henggang", "completion", MilestoneDraft(due: "\(due)"), by: "x")
      default: day = day.adding(days: .random(in: 0...4, using: &random))
      }
      try await harness.advance(to: day.description, .random(in: 0...1439, using: &random))
      let project = try #require(try harness.engine.store.read { try $0.project(key: "henggang") })
      let milestone = try #require(
        try harness.engine.store.read { try $0.milestone(projectID: project.id, key: "completion") })
      if milestone.actual == nil {
        let next = try #require(milestone.nextCheck, "an open milestone with a cadence is never forgotten")
        #expect(next > harness.clock.now())
      } else {
        #expect(milestone.nextCheck == nil)
        #expect(try harness.alerts().allSatisfy { $0.state == .resolved })
      }
    }
    let fired = try harness.fired()
    #expect(Set(fired).count == fired.count)
    #expect(try harness.engine.store.read { try $0.verifyLedger() }.brokenAt == nil)
    try await harness.stop()
  }
}

struct SplitMix: RandomNumberGenerator {
  var state: UInt64
  init(seed: UInt64) { state = seed }
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
