import MilepostCore
import MilepostStore
import Testing

@testable import MilepostEngine

/// Silences: what comes within them, what waited when they began, and what goes out at their end.
@Suite struct SilencingTests {
  @Test("A silence tells nobody; when it ends, by itself or by hand, what still stands goes out, once")
  func silence() async throws {
    let harness = try await RoutingHarness(endpoints: ["office"], due: ["2022-05-23", "2022-05-23"])
    let preview = try await harness.engine.addSilence(
      SilenceDraft(match: ["project=\"works\""], end: "2022-05-24", comment: "停工"), by: "li")
    #expect(!preview.matchesAll && preview.alerts.isEmpty)
    try await harness.advance("2022-05-23")
    _ = try await harness.engine.reach("works", "a", by: "test")
    #expect(try harness.sent() == [])
    try await harness.base.restart()
    try await harness.advance("2022-05-24", 1439)
    #expect(try harness.sent() == [])
    try await harness.advance("2022-05-25", 0)
    #expect(try harness.sent() == ["office overdue"], "of b; a is reached")
    try await harness.advance("2022-05-25", 1)
    #expect(try harness.sent().count == 1)
    try await harness.base.stop()
  }

  @Test("A silence over what waits unsent withdraws it until its end; one that matches everything says so")
  func withdraws() async throws {
    let harness = try await RoutingHarness(endpoints: ["office"], due: ["2022-05-23"])
    try await harness.advance("2022-05-23")
    #expect(try harness.sent() == ["office due"])
    func ids() throws -> [String] {
      try harness.engine.store.read { reader in
        try reader.deliveries(endpointID: nil, state: nil, beforeID: nil, limit: 10).map(\.messageID)
      }
    }
    let before = try ids()
    let preview = try await harness.engine.addSilence(
      SilenceDraft(match: ["type=~\".*\""], span: "1h", comment: "x"), by: "li")
    #expect(preview.matchesAll && preview.alerts.count == 1)
    #expect(try harness.sent() == [])
    _ = try await harness.engine.expireSilence(preview.silence.id, by: "li")
    #expect(try harness.sent() == ["office due"])
    #expect(try ids() == before, "a crash may have hidden a try: it keeps its id")
    await #expect(throws: Refusal.self) {
      try await harness.engine.addSilence(SilenceDraft(match: ["a=b"], span: "91d", comment: "x"), by: "li")
    }
    await #expect(throws: Refusal.self) {
      try await harness.engine.addSilence(SilenceDraft(match: ["a=b"], span: "1d", comment: " "), by: "li")
    }
    try await harness.base.stop()
  }

  @Test("A silence that begins later takes back what waits at that moment, across a restart, and gives it back")
  func beginsLater() async throws {
    for isStartedAnew in [false, true] {
      let harness = try await RoutingHarness(endpoints: ["office"], due: ["2022-05-23"])
      try await silence(harness, "project=works", start: "2022-05-23 10:00")
      try await harness.advance("2022-05-23")
      let before = try #require(try harness.base.waiting().first).delivery.messageID
      try await harness.advance("2022-05-23", 599)
      #expect(try harness.sent() == ["office due"])
      if isStartedAnew { try await harness.base.restart() }
      try await harness.advance("2022-05-23", 600)
      #expect(try harness.sent() == [])
      try await harness.advance("2022-05-23", 659)
      #expect(try harness.sent() == [])
      try await harness.advance("2022-05-23", 660)
      #expect(try harness.base.waiting().map(\.delivery.messageID) == [before])
      try await harness.base.stop()
    }
  }

  @Test("A clock that ran ahead over its beginning and was set right does not spare what comes to wait before that")
  func jumpsBack() async throws {
    let harness = try await RoutingHarness(endpoints: ["office"], due: ["2022-05-23"])
    try await silence(harness, "project=works", start: "2022-05-23 10:00")
    harness.base.clock.set(try EngineHarness.moment("2022-05-23", 630))
    await harness.engine.check()
    harness.base.clock.set(try EngineHarness.moment("2022-05-22"))
    await harness.engine.check()
    _ = try await harness.engine.editMilestone("works", "a", MilestoneDraft(due: "2022-05-24"), by: "test")
    #expect(try harness.sent() == ["office rescheduled"])
    try await harness.advance("2022-05-23", 600)
    #expect(try harness.sent() == [])
    try await harness.base.stop()
  }

  @Test("What waits of things that have happened, or were replaced, is taken back too; news goes out at the end")
  func past() async throws {
    let harness = try await RoutingHarness(endpoints: ["office"], due: ["2022-05-23", "2022-06-30"])
    try await harness.advance("2022-05-23")
    _ = try await harness.engine.editMilestone("works", "b", MilestoneDraft(due: "2022-07-30"), by: "test")
    try await harness.advance("2022-05-24")
    #expect(try harness.sent() == ["office due", "office rescheduled", "office overdue"])
    let silence = try await silence(harness, "project=works")
    #expect(try harness.sent() == [])
    // News of meanwhile is not.
    _ = try await harness.engine.editMilestone("works", "b", MilestoneDraft(due: "2022-08-30"), by: "test")
    _ = try await harness.engine.expireSilence(silence, by: "li")
    #expect(try harness.sent().sorted() == ["office overdue", "office rescheduled"], "that it was due is replaced")
    try await harness.base.stop()
  }

  @Test("Whoever hears of nothing newer gets what was replaced when the silence ends, unless it is over by then")
  func replacedElsewhere() async throws {
    for isReached in [false, true] {
      let harness = try await RoutingHarness(due: ["2022-05-23"])
      try await harness.route("first", match: ["type=\"milestone.due\""], to: ["boss"])
      try await harness.route("then", match: ["type=\"milestone.overdue\""], to: ["office"])
      try await harness.advance("2022-05-23")
      try await harness.advance("2022-05-24")
      let silence = try await silence(harness, "project=works")
      #expect(try harness.sent() == [])
      if isReached { _ = try await harness.engine.reach("works", "a", by: "test") }
      _ = try await harness.engine.expireSilence(silence, by: "li")
      #expect(try harness.sent().sorted() == (isReached ? [] : ["boss due", "office overdue"]))
      try await harness.base.stop()
    }
  }

  @Test("One silence ends within another: what the first took back waits for the end of the second")
  func overlapping() async throws {
    let harness = try await RoutingHarness(endpoints: ["office"], due: ["2022-05-23", "2022-06-30"])
    try await harness.advance("2022-05-23")
    _ = try await harness.engine.editMilestone("works", "b", MilestoneDraft(due: "2022-07-30"), by: "test")
    try await harness.advance("2022-05-23", 541)
    let first = try await silence(harness, "project=works")
    let second = try await silence(harness, "project=~\".*\"")
    _ = try await harness.engine.expireSilence(first, by: "li")
    #expect(try harness.sent() == [])
    _ = try await harness.engine.expireSilence(second, by: "li")
    #expect(try harness.sent().sorted() == ["office due", "office rescheduled"])
    try await harness.base.stop()
  }

  @Test("What somebody has in hand is taken back as well, and stays back until that ends")
  func acknowledged() async throws {
    let harness = try await RoutingHarness(endpoints: ["office"], due: ["2022-05-23"])
    try await harness.advance("2022-05-23")
    let alert = try #require(try harness.base.alerts().first).id
    _ = try await harness.engine.acknowledge(alert: alert, by: "li")
    #expect(try harness.sent() == ["office due"])
    let silence = try await silence(harness, "project=works")
    #expect(try harness.sent() == [])
    _ = try await harness.engine.expireSilence(silence, by: "li")
    #expect(try harness.sent() == [])
    _ = try await harness.engine.unacknowledge(alert: alert, by: "wang")
    #expect(try harness.sent() == ["office due"])
    try await harness.base.stop()
  }

  @Test("A level that was taken back is told when the silence ends, also by a newer alert, unless somebody says a word")
  func levels() async throws {
    for (isReplaced, isSaid) in [(false, false), (true, false), (false, true)] {
      let harness = try await RoutingHarness(due: ["2022-05-23"])
      try await harness.route("default", to: ["office"]) { $0.escalate = [.init(after: "4h", to: ["boss"])] }
      try await harness.advance("2022-05-23")
      try await harness.advance("2022-05-23", 780)
      #expect(try harness.sent() == ["office due", "boss due"])
      if isReplaced { try await harness.advance("2022-05-24") }
      let silence = try await silence(harness, "project=works")
      #expect(try harness.sent() == [])
      if isSaid { _ = try await harness.engine.expect("works", "a", date: "2022-06-01", by: "li") }
      _ = try await harness.engine.expireSilence(silence, by: "li")
      try await harness.advance(isReplaced ? "2022-05-24" : "2022-05-23", 781)
      let boss = try harness.sent().filter { $0.hasPrefix("boss") }
      #expect(boss == (isSaid ? [] : [isReplaced ? "boss overdue" : "boss due"]))
      try await harness.base.stop()
    }
  }

  @Test("That a rest is over is told when the silence ends, though the alert itself had come")
  func rests() async throws {
    let harness = try await RoutingHarness(endpoints: ["office"], due: ["2022-05-23"])
    try await harness.advance("2022-05-23")
    try harness.base.handOut(.delivered)
    _ = try await harness.engine.snooze(alert: try #require(try harness.base.alerts().first).id, until: "1h", by: "li")
    try await harness.advance("2022-05-23", 600)
    let before = try harness.base.waiting().map(\.delivery.messageID)
    #expect(before.count == 1)
    let silence = try await silence(harness, "project=works")
    #expect(try harness.sent() == [])
    _ = try await harness.engine.expireSilence(silence, by: "li")
    #expect(try harness.base.waiting().map(\.delivery.messageID) == before)
    try await harness.base.stop()
  }

  @Test("What was taken back twice, and waited for others in between, comes once and under its own id")
  func twice() async throws {
    let harness = try await RoutingHarness(endpoints: ["office"], due: ["2022-05-23"])
    try await harness.advance("2022-05-23")
    let before = try harness.base.waiting().map(\.delivery.messageID)
    try await harness.route("default", to: ["office"]) { $0.groupWait = "10m" }
    for minute in [560, 620] {
      let silence = try await silence(harness, "project=works")
      #expect(try harness.sent() == [])
      _ = try await harness.engine.expireSilence(silence, by: "li")
      #expect(try harness.sent() == [])
      try await harness.advance("2022-05-23", minute)
      #expect(try harness.base.waiting().map(\.delivery.messageID) == before)
    }
    try await harness.base.stop()
  }

  @Test("What a crash may have hidden a try of is taken back, and comes under its own id")
  func afterCrash() async throws {
    let harness = try await RoutingHarness(endpoints: ["office"], due: ["2022-05-23"])
    try await harness.advance("2022-05-23")
    let before = try harness.base.handOut(nil).map(\.delivery.messageID)
    try await harness.base.restart()
    let silence = try await silence(harness, "project=works")
    #expect(try harness.sent() == [])
    _ = try await harness.engine.expireSilence(silence, by: "li")
    #expect(try harness.base.waiting().map(\.delivery.messageID) == before)
    try await harness.base.stop()
  }

  @Test("However much waits, all that a silence covers is taken back")
  func many() async throws {
    let keys = 8
    let harness = try await RoutingHarness(
      endpoints: (0..<150).map { "office-\($0)" }, due: Array(repeating: "2022-05-23", count: keys))
    func waiting() throws -> Int {
      try harness.engine.store.read {
        try $0.deliveries(endpointID: nil, state: .pending, beforeID: nil, limit: 5000).count
      }
    }
    try await harness.advance("2022-05-23")
    #expect(try waiting() == 150 * keys)
    let silence = try await silence(harness, "milestone!=c")
    await harness.engine.check()
    #expect(try waiting() == 150)
    _ = try await harness.engine.expireSilence(silence, by: "li")
    #expect(try waiting() == 150 * keys)
    try await harness.base.stop()
  }

  @discardableResult
  private func silence(_ harness: RoutingHarness, _ match: String, start: String? = nil) async throws -> Int64 {
    let draft = SilenceDraft(match: [match], start: start, span: "1h", comment: "停工")
    return try await harness.engine.addSilence(draft, by: "li").silence.id
  }
}
