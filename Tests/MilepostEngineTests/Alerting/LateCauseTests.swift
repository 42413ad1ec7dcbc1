import MilepostCore
import MilepostStore
import Testing

@testable import MilepostEngine

@Suite struct LateCauseTests {
  /// Two milestones behind one: 10 working days after it, with little to spare.
  private func harness() async throws -> RoutingHarness {
    let harness = try await RoutingHarness(endpoints: ["office"], due: ["2022-05-23"])
    for key in ["next", "last"] {
      _ = try await harness.engine.addActivity(
        "works", ActivityDraft(key: "work-\(key)", name: "施工", duration: "10wd", after: ["a"]), by: "test")
      _ = try await harness.engine.addMilestone(
        "works", MilestoneDraft(key: key, name: "后续\(key)", due: "2022-06-07", after: ["work-\(key)"]), by: "test")
    }
    return harness
  }

  private func types(_ harness: RoutingHarness) throws -> [String] {
    try harness.sent().map { $0.replacing("office ", with: "") }
  }

  @Test("A late milestone's alert lists what it puts at risk, and these have no message of their own")
  func lists() async throws {
    let harness = try await harness()
    for day in 23...27 { try await harness.advance("2022-05-\(day)") }
    #expect(try types(harness) == ["due", "overdue", "overdue", "overdue", "overdue"])
    let risks = try harness.base.alerts().filter { $0.rule == RiskRule.rule }
    #expect(risks.count == 2)
    #expect(risks.allSatisfy { $0.state == .open && $0.toldBy != nil })
    let told = Set(risks.compactMap(\.toldBy))
    let teller = try #require(try harness.base.alerts().first { told.contains($0.id) && $0.rule == "overdue" })
    #expect(teller.body.contains("It puts at risk: “后续"))
    #expect(teller.body.contains("\"also\":[{"))
    try await harness.base.stop()
  }

  @Test("What is overdue itself is not told as at risk beside another that the same cause reaches now")
  func overdueBesideAnother() async throws {
    let harness = try await RoutingHarness(endpoints: ["office"], due: [])
    _ = try await harness.engine.addActivity(
      "works", ActivityDraft(key: "work", name: "施工", duration: "5wd"), by: "test")
    for (key, due) in [("soon", "2022-05-23"), ("later", "2022-06-24")] {
      _ = try await harness.engine.addMilestone(
        "works", MilestoneDraft(key: key, name: "节点\(key)", due: due, after: ["work"]), by: "test")
    }
    for day in 23...24 { try await harness.advance("2022-05-\(day)") }
    #expect(try types(harness) == ["at_risk", "due", "overdue"])
    _ = try await harness.engine.editActivity("works", "work", ActivityDraft(duration: "40wd"), by: "test")
    try await harness.advance("2022-05-24", 600)
    #expect(try types(harness) == ["at_risk", "due", "overdue", "at_risk"])
    let standing = try harness.base.alerts().filter { $0.state == .open }
    #expect(standing.map(\.rule) == ["overdue", "at_risk"])
    #expect(standing.allSatisfy { $0.body.contains("节点soon") == ($0.rule == "overdue") })
    try await harness.base.stop()
  }

  @Test("A late milestone's alert does not list as at risk what is overdue itself")
  func overdueBehindTheCause() async throws {
    let harness = try await RoutingHarness(endpoints: ["office"], due: ["2022-05-23"])
    for (key, due) in [("next", "2022-05-25"), ("last", "2022-05-27")] {
      _ = try await harness.engine.addActivity(
        "works", ActivityDraft(key: "work-\(key)", name: "施工", duration: "2wd", after: ["a"]), by: "test")
      _ = try await harness.engine.addMilestone(
        "works", MilestoneDraft(key: key, name: "后续\(key)", due: due, after: ["work-\(key)"]), by: "test")
    }
    for day in 23...28 { try await harness.advance("2022-05-\(day)") }
    let told = try harness.base.alerts().filter { $0.occurrence.hasPrefix("2022-05-23#") }
    let listed = told.map { alert in ["next", "last"].filter { alert.body.contains("后续\($0)") } }
    #expect(listed == [[], ["next"], [], ["last"], []])
    try await harness.base.stop()
  }

  @Test("When the cause has gone and the risk has not, it is told for itself; and its end only where it was told")
  func remains() async throws {
    let harness = try await harness()
    try await harness.advance("2022-05-24")
    // A whole day on: the work behind it is late by itself now, whatever becomes of the first.
    try await harness.advance("2022-05-25", 600)
    _ = try await harness.engine.editActivity("works", "work-last", ActivityDraft(duration: "30wd"), by: "test")
    _ = try await harness.engine.reach("works", "a", by: "test")
    try await harness.advance("2022-05-26", 600)
    #expect(try types(harness).contains("at_risk"))
    _ = try await harness.engine.editActivity("works", "work-last", ActivityDraft(duration: "1wd"), by: "test")
    #expect(try types(harness).last == "recovered")
    try await harness.base.stop()
  }

  @Test(
    "A forecast that comes and goes all day makes one pair of messages, and what it settles on is told next morning")
  func flapping() async throws {
    let harness = try await RoutingHarness(endpoints: ["office"], due: [])
    _ = try await harness.engine.addActivity(
      "works", ActivityDraft(key: "work", name: "施工", duration: "5wd"), by: "test")
    _ = try await harness.engine.addMilestone(
      "works", MilestoneDraft(key: "end", name: "完工", due: "2022-06-07", after: ["work"]), by: "test")
    for turn in 0..<12 {
      _ = try await harness.engine.editActivity(
        "works", "work", ActivityDraft(duration: turn % 2 == 0 ? "\(30 + turn)wd" : "5wd"), by: "test")
      try harness.base.handOut(.retry(at: harness.base.clock.now()))
      try await harness.advance("2022-05-20", 600 + turn * 10)
    }
    #expect(try types(harness) == ["at_risk", "recovered"])
    _ = try await harness.engine.editActivity("works", "work", ActivityDraft(duration: "60wd"), by: "test")
    try await harness.advance("2022-05-20", 1200)
    #expect(try types(harness).count == 2, "it may swing back")
    try await harness.advance("2022-05-23", 540)
    #expect(try types(harness) == ["at_risk", "recovered", "at_risk"])
    try await harness.base.stop()
  }
}
