import MilepostCore
import MilepostStore
import Testing

@testable import MilepostEngine

/// Counts, gates and what else is more than a date, on plain weekdays in Shanghai. Today is Friday, 20 May 2022.
@Suite struct KindTests {
  private func code(_ body: () async throws -> some Sendable) async -> Refusal.Code? {
    do {
      _ = try await body()
      return nil
    } catch { return (error as? Refusal)?.code }
  }

  @Test("A count falls behind on the day that its pace says, is told once, and catching up resolves it")
  func behind() async throws {
    // 100 days from 20 May to 27 August; with 5 points of tolerance, nothing done is behind from the 6th day's end on.
    let harness = try await EngineHarness.with(
      MilestoneDraft(
        key: "m", name: "公厕", due: "2022-08-27", count: CountDraft(target: 10, unit: "座", start: "2022-05-20")))
    try await harness.advance(to: "2022-05-25")
    #expect(try harness.fired() == [])
    try await harness.advance(to: "2022-05-26")
    await harness.engine.check()
    #expect(try harness.fired() == ["behind 2022-08-27#0"])
    let body = try #require(try harness.alerts().last?.body)
    #expect(body.contains("\"type\":\"count.behind\""))
    #expect(body.contains("0 of 10 座"))
    _ = try await harness.engine.report("p", "m", value: 1, by: "test")
    #expect(try harness.alerts().map(\.state) == [.resolved])
    // One of ten is on pace until 15 days have passed and a bit.
    try await harness.advance(to: "2022-06-04")
    #expect(try harness.fired().count == 1)
    try await harness.advance(to: "2022-06-05")
    #expect(try harness.fired() == ["behind 2022-08-27#0", "behind 2022-08-27#1"])
    try await harness.stop()
  }

  @Test("A count that runs down to zero is reached at zero, may be exceeded or corrected, and each report is kept")
  func reached() async throws {
    let harness = try await EngineHarness.with(
      MilestoneDraft(key: "m", name: "旱厕", due: "2022-12-31", count: CountDraft(from: 37, target: 0, unit: "处")))
    _ = try await harness.engine.report("p", "m", value: 12, date: "2022-05-19", by: "test")
    #expect(try harness.milestone().actual == nil)
    _ = try await harness.engine.report("p", "m", value: 0, by: "test")
    #expect(try harness.milestone().actual == CivilDate("2022-05-20"))
    #expect(try harness.milestone().nextCheck == nil)
    _ = try await harness.engine.report("p", "m", value: 2, reason: "漏报两处", by: "test")
    #expect(try harness.milestone().actual == nil)
    #expect(try harness.milestone().nextCheck != nil)
    #expect(try harness.alerts().map(\.type) == ["milestone.reached", "milestone.reopened"])
    guard case .count(let duty) = try harness.milestone().detail else { throw Refusal(.notFound, en: "", zh: "") }
    #expect(duty.reports.map(\.value) == [12, 0, 2])
    #expect(await code { try await harness.engine.report("p", "m", value: .infinity, by: "x") } == .invalidValue)
    #expect(
      await code { try await harness.engine.report("p", "m", value: 1, date: "2022-05-21", by: "x") }
        == .dateOutOfRange)
    try await harness.stop()
  }

  @Test("What cannot be counted or repeated is refused, with the place")
  func refusals() async throws {
    let harness = try await EngineHarness.with(MilestoneDraft(key: "m", name: "m", due: "2022-06-30"))
    let engine = harness.engine
    func place(_ draft: MilestoneDraft) async -> String? {
      do {
        _ = try await engine.addMilestone("p", draft, by: "x")
        return nil
      } catch { return (error as? Refusal).flatMap { "\($0.code.rawValue) \($0.place ?? "-")" } }
    }
    #expect(await place(MilestoneDraft(key: "a", name: "a")) == "missing_field due")
    #expect(
      await place(MilestoneDraft(key: "a", name: "a", due: "2022-06-30", count: CountDraft(target: 2)))
        == "missing_field count.unit")
    #expect(
      await place(MilestoneDraft(key: "a", name: "a", due: "2022-06-30", count: CountDraft(target: 0, unit: "座")))
        == "invalid_value count.target")
    #expect(
      await place(MilestoneDraft(key: "a", name: "a", repeats: RepeatDraft(rule: "FREQ=HOURLY")))?
        .hasPrefix("invalid_value repeats") == true)
    #expect(
      await place(
        MilestoneDraft(key: "a", name: "a", due: "2022-06-30", repeats: RepeatDraft(rule: "FREQ=DAILY")))
        == "invalid_value due")
    #expect(
      await place(MilestoneDraft(key: "a", name: "a", repeats: RepeatDraft(rule: "FREQ=DAILY;UNTIL=20220101")))?
        .hasSuffix("repeats.rule") == true)
    #expect(await code { try await engine.report("p", "m", value: 1, by: "x") } == .wrongState)
    try await harness.stop()
  }
}

/// Gates and findings: closed by people, one step after the other.
@Suite struct LoopTests {
  private func quiet(_ draft: MilestoneDraft) async throws -> EngineHarness {
    try await EngineHarness.with(draft, policy: PolicyDraft(leadDays: [], workingDaysOnly: false))
  }

  private func code(_ body: () async throws -> some Sendable) async -> Refusal.Code? {
    do {
      _ = try await body()
      return nil
    } catch { return (error as? Refusal)?.code }
  }

  @Test(
    "One failed check vetoes a gate and is told; it is reached only when all have passed and a second person closes it")
  func gate() async throws {
    let checks = [
      GateDraft.Check(key: "training", name: "培训"), GateDraft.Check(key: "scoring", name: "现场评分"),
      GateDraft.Check(key: "credit", name: "信用审查"),
    ]
    let harness = try await quiet(
      MilestoneDraft(
        key: "m", name: "最美商家", due: "2022-12-31",
        gate: GateDraft(checks: checks, order: "strict", needsSecondPerson: true)))
    let engine = harness.engine
    func check(_ key: String, _ result: GateCheck.Result?, _ by: String = "li") async throws -> Milestone {
      try await engine.check("p", "m", check: key, result: result, by: by)
    }
    #expect(await code { try await check("credit", .passed) } == .wrongState)
    #expect(await code { try await check("crdit", .passed) } == .notFound)
    for key in ["training", "scoring"] { _ = try await check(key, .passed) }
    _ = try await check("credit", .failed, "tax")
    #expect(try harness.alerts().map(\.type) == ["gate.vetoed"])
    #expect(try harness.alerts().first?.body.contains("一票否决") == true)
    #expect(await code { try await engine.reach("p", "m", by: "wang") } == .wrongState)
    _ = try await check("credit", .passed, "tax")
    #expect(try harness.alerts().map(\.state) == [.resolved])
    #expect(try harness.milestone().actual == nil)
    #expect(await code { try await engine.reach("p", "m", by: "li") } == .notAllowed)
    _ = try await engine.reach("p", "m", by: "wang")
    #expect(try harness.milestone().actual == CivilDate("2022-05-20"))
    #expect(try harness.alerts().last?.type == "milestone.reached")
    _ = try await engine.reopen("p", "m", by: "wang")
    #expect(try harness.milestone().actual == nil)
    try await harness.stop()
  }

  @Test(
    "A finding is closed step by step, by somebody who had no share in the work, and its day is watched like any other")
  func finding() async throws {
    let harness = try await quiet(
      MilestoneDraft(key: "m", name: "后厨无防鼠板", due: "2022-06-30", isFinding: true))
    let engine = harness.engine
    func step(_ verb: FindingDraft.Verb, by: String, to: String? = nil, due: String? = nil) async throws -> Milestone {
      try await engine.step("p", "m", FindingDraft(verb: verb, by: by, to: to, due: due, note: "见照片"), by: "clerk")
    }
    #expect(await code { try await step(.close, by: "王") } == .wrongState)
    #expect(await code { try await engine.reach("p", "m", by: "li") } == .wrongState)
    _ = try await step(.assign, by: "王", to: "某某饭店", due: "2022-05-24")
    #expect(try harness.milestone().due.date == CivilDate("2022-05-24"))
    try await harness.advance(to: "2022-05-25")
    #expect(try harness.fired() == ["overdue 2022-05-24#1"])
    _ = try await step(.fix, by: "某某饭店")
    #expect(await code { try await step(.check, by: "某某饭店") } == .notAllowed)
    _ = try await step(.reject, by: "李")
    _ = try await step(.fix, by: "某某饭店")
    _ = try await step(.check, by: "李")
    #expect(try harness.milestone().actual == nil)
    _ = try await step(.close, by: "王")
    #expect(try harness.milestone().actual == CivilDate("2022-05-25"))
    #expect(try harness.alerts().allSatisfy { $0.state == .resolved })
    let actions = try harness.engine.store.read { try $0.ledger(after: 0, limit: 100) }.map(\.action)
    #expect(
      Array(actions.dropFirst(2)) == [
        "finding.assign", "finding.fix", "finding.reject", "finding.fix", "finding.check", "finding.close",
      ])
    try await harness.stop()
  }

  @Test("A plan applied again keeps what is known of a gate's checks, and of a count")
  func appliedAgain() async throws {
    let harness = try EngineHarness()
    let gate = GateDraft(checks: [.init(key: "a", name: "甲"), .init(key: "b", name: "乙")])
    let plan = PlanDocument(projects: [
      .init(
        project: ProjectDraft(key: "p", name: "p"),
        milestones: [
          MilestoneDraft(key: "g", name: "g", due: "2022-12-31", gate: gate),
          MilestoneDraft(
            key: "c", name: "c", due: "2022-12-31",
            count: CountDraft(target: 2, unit: "座", start: "2022-01-01", value: 1, valueOn: "2022-05-01")),
          MilestoneDraft(key: "r", name: "r", repeats: RepeatDraft(rule: "FREQ=YEARLY", start: "2020-02-29")),
          MilestoneDraft(key: "f", name: "f", due: "2022-06-01", isFinding: true),
        ])
    ])
    _ = try await harness.engine.apply(plan, dryRun: false, by: "x")
    _ = try await harness.engine.check("p", "g", check: "a", result: .passed, by: "li")
    let head = try harness.engine.store.read { try $0.ledgerHead() }
    let again = try await harness.engine.apply(plan, dryRun: false, by: "x")
    #expect(again.allSatisfy { $0.action == .none }, "\(again)")
    #expect(try harness.engine.store.read { try $0.ledgerHead() } == head)
    try await harness.stop()
  }
}
