import MilepostCore
import MilepostStore
import Testing

@testable import MilepostEngine

@Suite struct StaleTests {
  private func harness() async throws -> EngineHarness {
    let harness = try EngineHarness()
    _ = try await harness.engine.addProject(
      ProjectDraft(
        key: "p", name: "p", zone: "Asia/Shanghai", calendar: "weekdays",
        policy: PolicyDraft(leadDays: [], workingDaysOnly: true, staleDays: 14)), by: "test")
    _ = try await harness.engine.addActivity("p", ActivityDraft(key: "w", name: "w", duration: "10wd"), by: "test")
    _ = try await harness.engine.addMilestone(
      "p", MilestoneDraft(key: "m", name: "m", due: "2022-12-30", after: ["w"]), by: "test")
    return harness
  }

  private func stale(_ harness: EngineHarness) throws -> [String] {
    try harness.alerts().filter { $0.rule == StaleRule.rule }.map { "\($0.occurrence) \($0.state.rawValue)" }
  }

  @Test("Silence is told after so many days and again after as many, and any word ends it")
  func silence() async throws {
    let harness = try await harness()
    try await harness.advance(to: "2022-06-02")
    #expect(try stale(harness) == [])
    try await harness.advance(to: "2022-06-03")
    #expect(try stale(harness) == ["2022-05-20+14d open"])
    // 18 June is a Saturday; the 17th is the second fortnight.
    try await harness.advance(to: "2022-06-17")
    #expect(try stale(harness) == ["2022-05-20+14d resolved", "2022-05-20+28d open"])
    _ = try await harness.engine.expect("p", "m", date: "2022-12-01", by: "li")
    #expect(try stale(harness).allSatisfy { $0.hasSuffix("resolved") })
    try await harness.advance(to: "2022-06-30")
    #expect(try stale(harness).count == 2)
    try await harness.advance(to: "2022-07-01")
    #expect(try stale(harness).last == "2022-06-17+14d open")
    // The same date again is a word too.
    _ = try await harness.engine.expect("p", "m", date: "2022-12-01", by: "li")
    #expect(try stale(harness).last == "2022-06-17+14d resolved")
    try await harness.stop()
  }

  @Test("A word said while the clock ran ahead is no older and no newer than the moment at which that was set right")
  func wordAhead() async throws {
    let harness = try await harness()
    harness.clock.set(try EngineHarness.moment("2022-07-20"))
    _ = try await harness.engine.expect("p", "m", date: "2022-12-01", by: "li")
    try await harness.advance(to: "2022-05-20")
    try await harness.advance(to: "2022-06-02")
    #expect(try stale(harness) == [])
    try await harness.advance(to: "2022-06-03")
    #expect(try stale(harness) == ["2022-05-20+14d open"])
    try await harness.stop()
  }

  @Test("Silence to come is in the list of what comes, at the moments at which it is then told")
  func toCome() async throws {
    let harness = try await harness()
    let coming = try harness.engine.upcoming(days: 45).filter { $0.type == "milestone.stale" }.map(\.at)
    #expect(coming.count == 3)
    for (index, moment) in coming.enumerated() {
      harness.clock.set(moment.adding(milliseconds: -1))
      await harness.engine.check()
      #expect(try stale(harness).count == index)
      harness.clock.set(moment)
      await harness.engine.check()
      #expect(try stale(harness).count == index + 1)
    }
    try await harness.stop()
  }

  @Test("Word of the work that drives a milestone is word of it; a plan applied again is none")
  func wordOfWork() async throws {
    let harness = try await harness()
    try await harness.advance(to: "2022-06-01")
    _ = try await harness.engine.startActivity("p", "w", by: "li")
    try await harness.advance(to: "2022-06-03")
    #expect(try stale(harness) == [])
    _ = try await harness.engine.editMilestone("p", "m", MilestoneDraft(name: "m"), by: "li")
    try await harness.advance(to: "2022-06-15")
    #expect(try stale(harness) == ["2022-06-01+14d open"])
    try await harness.stop()
  }

  @Test("After days off the newest silence is told once, and one that is reached is silent")
  func daysOff() async throws {
    let harness = try await harness()
    try await harness.stop()
    harness.clock.set(try EngineHarness.moment("2022-09-01", 600))
    try await harness.restart()
    await harness.engine.check()
    #expect(try stale(harness) == ["2022-05-20+98d open"])
    _ = try await harness.engine.reach("p", "m", by: "li")
    #expect(try stale(harness) == ["2022-05-20+98d resolved"])
    try await harness.advance(to: "2022-12-01")
    #expect(try stale(harness).count == 1)
    try await harness.stop()
  }
}
