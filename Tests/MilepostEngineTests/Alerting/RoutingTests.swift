import MilepostCore
import MilepostStore
import Testing

@testable import MilepostEngine

@Suite struct RoutingTests {
  @Test("Without routes everybody is told at once; a route tells those it names; the root catches what matches nothing")
  func targets() async throws {
    let harness = try await RoutingHarness()
    try await harness.advance("2022-05-23")
    #expect(try harness.sent() == ["boss due", "office due"])
    try await harness.route("late", match: ["type=\"milestone.overdue\"", "district=east"], to: ["boss"])
    try await harness.advance("2022-05-24")
    #expect(try harness.sent().suffix(1) == ["boss overdue"])
    _ = try await harness.engine.reach("works", "a", by: "test")
    #expect(try harness.sent().suffix(2) == ["boss reached", "office reached"], "the root names nobody: all")
    try await harness.base.stop()
  }

  @Test("A route to nowhere is refused; when its endpoint goes away later, the default route takes over")
  func nowhere() async throws {
    let harness = try await RoutingHarness()
    await #expect(throws: Refusal.self) { try await harness.route("late", to: ["bos"]) }
    await #expect(throws: Refusal.self) { try await harness.route("late", match: ["a=~\"(\""], to: ["boss"]) }
    #expect(try harness.engine.store.read { try $0.routes() }.isEmpty)
    try await harness.route("default", to: ["office"])
    try await harness.route("late", match: ["type=\"milestone.due\""], to: ["boss"])
    try await harness.engine.removeEndpoint("boss", by: "test")
    try await harness.advance("2022-05-23")
    #expect(try harness.sent() == ["office due"])
    try await harness.base.stop()
  }

  @Test("Alerts of one group wait, and make one message; the next waits for the interval, across a restart")
  func groups() async throws {
    let harness = try await RoutingHarness(endpoints: ["office"], due: ["2022-05-23", "2022-05-23"])
    try await harness.route("default", to: ["office"]) {
      $0.groupBy = ["project"]
      $0.groupWait = "10m"
      $0.groupInterval = "4h"
    }
    try await harness.advance("2022-05-23", 540)
    #expect(try harness.sent() == [], "it waits for more")
    try await harness.base.restart()
    try await harness.advance("2022-05-23", 549)
    #expect(try harness.sent() == [])
    try await harness.advance("2022-05-23", 550)
    #expect(try harness.sent() == ["office due,due"])
    _ = try await harness.engine.reach("works", "a", by: "test")
    try await harness.advance("2022-05-23", 780)
    #expect(try harness.sent().count == 1, "less than four hours after the last")
    try await harness.advance("2022-05-23", 790)
    #expect(try harness.sent().last == "office reached", "one has its own message")
    try await harness.advance("2022-05-23", 1100)
    #expect(try harness.engine.store.read { try $0.batches() }.isEmpty, "nothing is kept of what is over")
    try await harness.base.stop()
  }

  @Test("What was put off to a working day's evening goes along with what may go in the morning, without a digest too")
  func earlierOpening() async throws {
    let harness = try await RoutingHarness(
      endpoints: ["office"], due: ["2022-05-22", "2022-06-30"],
      policy: PolicyDraft(leadDays: [], overdueEveryDays: 0, alertMinute: 1080, workingDaysOnly: false))
    try await harness.route("default", to: ["office"]) { $0.workingDays = true }
    try await harness.route("early", match: ["type=~\".*\""], to: ["office"]) { $0.quiet = ["00:00-08:00"] }
    // On Sunday evening it is told on Monday.
    try await harness.advance("2022-05-22", 1080)
    try await harness.advance("2022-05-23", 420)
    _ = try await harness.engine.reach("works", "b", by: "test")
    try await harness.advance("2022-05-23", 480)
    #expect(try harness.sent() == ["office due,reached"])
    try await harness.base.stop()
  }

  @Test("Quiet hours hold back until they end; what resolved meanwhile is not told, what was replaced is told once")
  func quiet() async throws {
    let harness = try await RoutingHarness(endpoints: ["office"], due: ["2022-05-23", "2022-05-24"])
    try await harness.route("default", to: ["office"]) { $0.quiet = ["08:00-20:00"] }
    try await harness.advance("2022-05-23", 540)
    try await harness.advance("2022-05-23", 1199)
    #expect(try harness.sent() == [])
    // The clock stood still over the end of the quiet hours, and it is quiet again: it still waits.
    try await harness.advance("2022-05-24", 541)
    #expect(try harness.sent() == [])
    _ = try await harness.engine.reach("works", "b", by: "test")
    try await harness.advance("2022-05-24", 1200)
    #expect(try harness.sent() == ["office overdue,reached"], "due was replaced by overdue, and the due of b is over")
    try await harness.base.stop()
  }

  @Test("A daily digest is one message at its hour, with what fires at that very hour")
  func digest() async throws {
    let harness = try await RoutingHarness(endpoints: ["office"], due: ["2022-05-23", "2022-05-24", "2022-05-23"])
    try await harness.route("default", to: ["office"]) { $0.digest = "daily 09:00" }
    try await harness.advance("2022-05-23")
    #expect(try harness.sent() == ["office due,due"])
    _ = try await harness.engine.editMilestone("works", "c", MilestoneDraft(due: "2022-06-30"), by: "test")
    #expect(try harness.sent().count == 1)
    try await harness.advance("2022-05-24")
    #expect(try harness.sent().count == 2)
    #expect(
      Set(try harness.sent()[1].split(separator: " ")[1].split(separator: ",")) == ["rescheduled", "overdue", "due"])
    try await harness.base.stop()
  }

  @Test("Nobody who takes it in hand: the next level is told at its moment, once, whatever restarts or jumps")
  func escalates() async throws {
    let harness = try await RoutingHarness(due: ["2022-05-26"])
    try await harness.route("default", to: ["office"]) {
      $0.escalate = [.init(after: "2wd", to: ["boss"])]
      $0.quiet = ["00:00-08:00"]
    }
    for day in 26...27 { try await harness.advance("2022-05-\(day)") }
    #expect(try harness.sent() == ["office due", "office overdue"])
    // Friday 27 May. The alert of the day before has stood since the 26th: two working days on is Monday the 30th.
    let coming = try harness.engine.upcoming(days: 5).filter { $0.escalation != nil }
    #expect(coming.count == 1 && coming[0].escalation?.level == 1 && coming[0].endpoints == ["boss"])
    #expect(coming[0].at == (try EngineHarness.moment("2022-05-30")))
    try await harness.base.restart()
    try await harness.advance("2022-05-29")
    #expect(try !harness.sent().contains { $0.hasPrefix("boss") })
    try await harness.advance("2022-05-30")
    #expect(try harness.sent().filter { $0.hasPrefix("boss") } == ["boss overdue"])
    harness.base.clock.set(try EngineHarness.moment("2022-05-28"))
    await harness.engine.check()
    for day in 30...31 { try await harness.advance("2022-05-\(day)", 600) }
    try await harness.advance("2022-06-10")
    #expect(try harness.sent().filter { $0.hasPrefix("boss") } == ["boss overdue"], "once")
    #expect(try harness.engine.upcoming(days: 5).allSatisfy { $0.escalation == nil }, "all levels are told")
    try await harness.base.stop()
  }

  @Test("Routes that continue and inherit their levels tell each of them once")
  func inheritedLevels() async throws {
    let harness = try await RoutingHarness(due: ["2022-05-26"])
    try await harness.route("default", to: ["office"]) { $0.escalate = [.init(after: "2wd", to: ["boss"])] }
    for name in ["first", "second"] {
      try await harness.route(name, match: ["project=\"works\""], to: ["office"]) { $0.continues = true }
    }
    for day in 26...31 { try await harness.advance("2022-05-\(day)") }
    let standing = try harness.overdue()
    let levels = try harness.engine.store.read { try $0.escalations(alertID: standing.id) }
    #expect(levels.map(\.route) == ["first", "second"] && levels.allSatisfy { $0.toldAt != nil })
    #expect(try harness.sent().filter { $0.hasPrefix("boss") } == ["boss overdue"])
    try await harness.base.stop()
  }

  @Test("What somebody has in hand is not escalated, and not repeated day after day; when its time is over it is")
  func acknowledged() async throws {
    let harness = try await RoutingHarness(due: ["2022-05-26"])
    try await harness.route("default", to: ["office"]) { $0.escalate = [.init(after: "4h", to: ["boss"])] }
    try await harness.advance("2022-05-27", 540)
    let count = try harness.sent().count
    let alert = try await harness.engine.acknowledge(
      alert: harness.overdue().id, until: "2022-06-01", reason: "等材料", by: "li (link)")
    #expect(alert.acknowledgedBy == "li (link)" && alert.acknowledgedReason == "等材料")
    #expect(try harness.engine.upcoming(days: 3).allSatisfy { $0.escalation == nil })
    for day in 28...31 { try await harness.advance("2022-05-\(day)") }
    #expect(try harness.sent().count == count, "no more of the same, and nobody above")
    #expect(try harness.overdue().state == .acknowledged)
    try await harness.advance("2022-06-01")
    #expect(try harness.overdue().state == .open)
    #expect(try harness.sent().count == count + 1, "told again")
    try await harness.advance("2022-06-01", 780)
    #expect(try harness.sent().last == "boss overdue")
    let standing = try harness.overdue()
    let acts = try harness.engine.store.read { try $0.acts(alertID: standing.id) }
    #expect(acts.map(\.action) == ["reopen", "escalate"])
    try await harness.base.stop()
  }

  @Test("What somebody has in hand stays in hand when what else hangs on its cause is told as at risk")
  func acknowledgedBesideRisk() async throws {
    let harness = try await RoutingHarness(endpoints: ["office"], due: ["2022-05-26", "2022-06-30"])
    let engine = harness.engine
    _ = try await engine.addActivity("works", ActivityDraft(key: "roof", name: "屋面", duration: "40wd"), by: "li")
    for key in ["a", "b"] {
      _ = try await engine.editMilestone("works", key, MilestoneDraft(after: ["roof"]), by: "li")
    }
    try await harness.advance("2022-05-27", 540)
    let late = try harness.overdue()
    _ = try await engine.acknowledge(alert: late.id, by: "li")
    // The work takes longer: b's risk is told again. The other is overdue, and told as that.
    _ = try await engine.startActivity("works", "roof", by: "li")
    _ = try await engine.progressActivity("works", "roof", remaining: "60wd", by: "li")
    let risks = try harness.base.alerts().filter { $0.rule == RiskRule.rule && $0.id > late.id }
    try #require(!risks.isEmpty && risks.allSatisfy { $0.milestoneID != late.milestoneID })
    for day in 28...30 { try await harness.advance("2022-05-\(day)") }
    #expect(try harness.overdue().id > late.id)
    #expect(try harness.overdue().state == .acknowledged)
    #expect(try harness.sent().filter { $0 == "office overdue" }.count == 1, "no more of the same")
    try await harness.base.stop()
  }

  @Test("A snooze ends by itself, and an acknowledgement that is taken back is told again")
  func snoozed() async throws {
    let harness = try await RoutingHarness(endpoints: ["office"], due: ["2022-05-23"])
    try await harness.advance("2022-05-23")
    let alert = try #require(try harness.base.alerts().first)
    _ = try await harness.engine.snooze(alert: alert.id, until: "4h", by: "li")
    try await harness.advance("2022-05-23", 779)
    #expect(try harness.sent().count == 1)
    try await harness.advance("2022-05-23", 780)
    #expect(try harness.sent() == ["office due", "office due"])
    _ = try await harness.engine.acknowledge(alert: alert.id, by: "li")
    _ = try await harness.engine.unacknowledge(alert: alert.id, by: "wang")
    #expect(try harness.sent().count == 3)
    await #expect(throws: Refusal.self) { try await harness.engine.unacknowledge(alert: alert.id, by: "wang") }
    await #expect(throws: Refusal.self) {
      try await harness.engine.snooze(alert: alert.id, until: "2022-05-01", by: "li")
    }
    try await harness.base.stop()
  }

  @Test("The last route can be taken away, and so can all at once: everybody is told again")
  func withoutRoutes() async throws {
    let harness = try await RoutingHarness(due: ["2022-05-23"])
    try await harness.route("late", match: ["type=\"milestone.overdue\""], to: ["boss"])
    #expect(try await harness.engine.applyRoutes([], dryRun: false, by: "test").count == 2)
    try await harness.route(to: ["boss"])
    try await harness.engine.removeRoute("default", by: "test")
    try await harness.advance("2022-05-23")
    #expect(try harness.sent().sorted() == ["boss due", "office due"])
    try await harness.base.stop()
  }

  @Test("A clock that ran ahead and was set right does not keep a digest or a level for its own future")
  func jumpsBack() async throws {
    let harness = try await RoutingHarness(due: ["2022-05-23"])
    try await harness.route("default", to: ["office"]) {
      $0.digest = "monthly 1 09:00"
      $0.escalate = [.init(after: "2wd", to: ["boss"])]
    }
    try await harness.advance("2032-05-23")
    try await harness.advance("2022-05-24")
    try await harness.advance("2022-06-01")
    #expect(try harness.sent().contains { $0.hasPrefix("office") })
    #expect(try harness.sent().contains { $0.hasPrefix("boss") })
    try await harness.base.stop()
  }
}
