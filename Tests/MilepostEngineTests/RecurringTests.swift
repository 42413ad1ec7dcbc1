import MilepostCore
import MilepostStore
import Testing

@testable import MilepostEngine

/// Duties that recur, on plain weekdays in Shanghai. Today is Friday, 20 May 2022.
@Suite struct RecurringTests {
  @Test("Each occurrence of a duty is due by itself: reached, or told as missed and followed by the next")
  func recurring() async throws {
    let harness = try await EngineHarness.with(
      MilestoneDraft(
        key: "m", name: "趣味运动会",
        repeats: RepeatDraft(rule: "FREQ=MONTHLY;BYMONTHDAY=-1", start: "2022-01-31", early: 30)))
    #expect(try harness.milestone().due.date == CivilDate("2022-05-31"))
    try await harness.advance(to: "2022-05-28")
    #expect(try harness.fired() == ["lead:3d 2022-05-31"])
    _ = try await harness.engine.reach("p", "m", evidence: "照片", by: "li")
    #expect(try harness.milestone().due.date == CivilDate("2022-06-30"))
    #expect(try harness.milestone().actual == nil)
    #expect(try harness.alerts().allSatisfy { $0.state == .resolved })
    // June passes without a word.
    for day in ["2022-06-27", "2022-06-30", "2022-07-01", "2022-07-02"] { try await harness.advance(to: day) }
    #expect(
      try harness.fired() == [
        "lead:3d 2022-05-31", "lead:3d 2022-06-30", "due 2022-06-30", "overdue 2022-06-30#1",
      ])
    #expect(try harness.milestone().due.date == CivilDate("2022-07-31"))
    guard case .recurring(let duty) = try harness.milestone().detail else { throw Refusal(.notFound, en: "", zh: "") }
    let tally = DutyTally(duty, on: try #require(CivilDate("2022-07-02")))
    #expect((tally.reached, tally.lastMissed) == (1, CivilDate("2022-06-30")))
    let actions = try harness.engine.store.read { try $0.ledger(after: 0, limit: 100) }.map(\.action)
    #expect(actions == ["project.add", "milestone.add", "milestone.reach", "milestone.missed"])
    // A report by mistake can be taken back.
    _ = try await harness.engine.reach("p", "m", by: "li")
    #expect(try harness.milestone().due.date == CivilDate("2022-08-31"))
    _ = try await harness.engine.reopen("p", "m", by: "li")
    #expect(try harness.milestone().due.date == CivilDate("2022-07-31"))
    try await harness.stop()
  }

  @Test("After months away a duty tells its newest missed date once and stands at the next one")
  func daysOff() async throws {
    let harness = try await EngineHarness.with(
      MilestoneDraft(key: "m", name: "m", repeats: RepeatDraft(rule: "FREQ=WEEKLY;BYDAY=MO", start: "2022-05-23")))
    try await harness.stop()
    harness.clock.set(try EngineHarness.moment("2022-08-10", 600))
    try await harness.restart()
    await harness.engine.check()
    #expect(try harness.milestone().due.date == CivilDate("2022-08-15"))
    #expect(try harness.fired() == ["overdue 2022-08-08#2"])
    #expect(try harness.milestone().nextCheck.map { $0 > harness.clock.now() } == true)
    try await harness.stop()
  }

  @Test("A day that is missed while alerts rest is told when they begin again, and speaks for those before it")
  func weekend() async throws {
    let harness = try await EngineHarness.with(
      MilestoneDraft(key: "m", name: "m", repeats: RepeatDraft(rule: "FREQ=DAILY", start: "2022-05-27")),
      policy: PolicyDraft(leadDays: [], onDay: false, overdueEveryDays: 1, workingDaysOnly: true))
    // Friday's, Saturday's and Sunday's.
    for day in ["2022-05-27", "2022-05-28", "2022-05-29"] { try await harness.advance(to: day, 600) }
    #expect(try harness.fired().isEmpty)
    #expect(try harness.milestone().due.date == CivilDate("2022-05-27"))
    try await harness.advance(to: "2022-05-30", 600)
    #expect(try harness.fired() == ["overdue 2022-05-29#1"])
    #expect(try harness.milestone().due.date == CivilDate("2022-05-30"))
    try await harness.stop()
  }

  @Test("What was missed is told also when the next is reported before the hour of alerts has come")
  func reachedEarly() async throws {
    let harness = try await EngineHarness.with(
      MilestoneDraft(key: "m", name: "m", repeats: RepeatDraft(rule: "FREQ=DAILY", start: "2022-05-23")),
      policy: PolicyDraft(leadDays: [], onDay: false, overdueEveryDays: 1, workingDaysOnly: false))
    try await harness.advance(to: "2022-05-24", 480)
    _ = try await harness.engine.reach("p", "m", by: "li")
    #expect(try harness.milestone().due.date == CivilDate("2022-05-23"), "it is still to be told")
    try await harness.advance(to: "2022-05-24", 540)
    #expect(try harness.fired() == ["overdue 2022-05-23#1"])
    #expect(try harness.milestone().due.date == CivilDate("2022-05-25"))
    try await harness.stop()
  }

  @Test("A duty without overdue alerts moves on at the end of its day, and one whose rule ends is done")
  func silentAndEnding() async throws {
    let harness = try await EngineHarness.with(
      MilestoneDraft(
        key: "m", name: "m", repeats: RepeatDraft(rule: "FREQ=DAILY;COUNT=2", start: "2022-05-20", grace: 0)),
      policy: PolicyDraft(leadDays: [], onDay: false, overdueEveryDays: 0))
    try await harness.advance(to: "2022-05-21", 0)
    #expect(try harness.milestone().due.date == CivilDate("2022-05-21"))
    try await harness.advance(to: "2022-05-22", 0)
    #expect(try harness.milestone().actual == CivilDate("2022-05-21"))
    #expect(try harness.milestone().nextCheck == nil)
    #expect(try harness.fired() == [])
    try await harness.stop()
  }

  @Test("What the next occurrence brings on the same day stands when the one before is reported")
  func nextOneStands() async throws {
    let harness = try await EngineHarness.with(
      MilestoneDraft(key: "m", name: "m", repeats: RepeatDraft(rule: "FREQ=DAILY", start: "2022-05-20", grace: 0)),
      policy: PolicyDraft(leadDays: [], workingDaysOnly: true))
    try await harness.advance(to: "2022-05-20", 600)
    // Saturday's is told on Friday.
    _ = try await harness.engine.reach("p", "m", by: "test")
    let standing = try harness.alerts().filter { $0.state == .open }
    #expect(standing.map { "\($0.rule) \($0.occurrence)" } == ["due 2022-05-21"])
    try await harness.stop()
  }
}
