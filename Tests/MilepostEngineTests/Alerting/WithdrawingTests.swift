import MilepostCore
import MilepostStore
import Testing

@testable import MilepostEngine

/// What waits in the outbox, and is silenced or over before anybody was sent it.
@Suite struct WithdrawingTests {
  /// Three milestones due on one day, told to the office in one message that has just come to be.
  private func group() async throws -> RoutingHarness {
    let harness = try await RoutingHarness(endpoints: ["office"], due: ["2022-05-23", "2022-05-23", "2022-05-23"])
    try await harness.route("default", to: ["office"]) { $0.groupWait = "10m" }
    for minute in [540, 550] { try await harness.advance("2022-05-23", minute) }
    #expect(try harness.sent() == ["office due,due,due"])
    return harness
  }

  private func silence(_ harness: RoutingHarness, _ match: String) async throws -> Int64 {
    let draft = SilenceDraft(match: [match], span: "1h", comment: "停工")
    return try await harness.engine.addSilence(draft, by: "li").silence.id
  }

  @Test("An alert that is silenced is taken out of an unsent message for several, and is told when the silence ends")
  func silencesOneOfSeveral() async throws {
    let harness = try await group()
    let before = try #require(try harness.base.waiting().first)
    let id = try await silence(harness, "milestone=b")
    #expect(try harness.sent() == ["office due,due"])
    let after = try #require(try harness.base.waiting().first)
    #expect(after.delivery.messageID == before.delivery.messageID)
    #expect(after.body.contains("节点0") && after.body.contains("节点2") && !after.body.contains("节点1"))
    #expect(after.body.contains("\"count\":2") && after.body.contains("2 alerts: 工程"))
    _ = try await harness.engine.expireSilence(id, by: "li")
    try await harness.advance("2022-05-23", 560)
    #expect(try harness.sent() == ["office due,due", "office due"])
    try await harness.base.stop()
  }

  @Test("When all but one are silenced, that one has its own message; when all are, none goes until the end")
  func silencesTheRest() async throws {
    let harness = try await group()
    let id = try await silence(harness, "milestone=~\"a|b\"")
    #expect(try harness.sent() == ["office due"])
    let single = try #require(try harness.base.waiting().first)
    #expect(single.body.contains("\"type\":\"milestone.due\"") && single.body.contains("节点2"))
    let second = try await silence(harness, "project=works")
    #expect(try harness.sent() == [])
    for id in [id, second] { _ = try await harness.engine.expireSilence(id, by: "li") }
    try await harness.advance("2022-05-23", 560)
    #expect(try harness.sent() == ["office due,due,due"])
    try await harness.base.stop()
  }

  @Test("All of several are silenced: the message is taken back whole, and comes again as one")
  func silencesAll() async throws {
    let harness = try await group()
    let id = try await silence(harness, "project=works")
    #expect(try harness.sent() == [])
    #expect(try harness.base.waiting().isEmpty)
    _ = try await harness.engine.expireSilence(id, by: "li")
    try await harness.advance("2022-05-23", 560)
    #expect(try harness.sent() == ["office due,due,due"])
    try await harness.base.stop()
  }

  @Test("A message for several that was tried keeps its body, even when a crash hid the try")
  func tried() async throws {
    let harness = try await group()
    let body = try #require(try harness.base.waiting().first).body
    #expect(try harness.base.handOut(nil).count == 1)
    try await harness.base.restart()
    _ = try await silence(harness, "milestone=b")
    #expect(try harness.sent() == ["office due,due,due"])
    try harness.base.handOut(.retry(at: harness.base.clock.now()))
    _ = try await silence(harness, "milestone=c")
    #expect(try harness.base.waiting().map(\.body) == [body])
    try await harness.base.stop()
  }

  @Test("What was folded and given back unsent is taken apart again; what is silenced of it does not go")
  func folded() async throws {
    let harness = try await RoutingHarness(
      endpoints: [], due: ["2022-05-23", "2022-05-23", "2022-05-23", "2022-05-23"])
    var draft = EndpointDraft(name: "chat", url: "http://127.0.0.1:9/chat")
    draft.options.rate = "4/1m"
    _ = try await harness.engine.addEndpoint(draft, by: "test")
    _ = try await harness.engine.setEndpoint("chat", state: .paused, by: "test")
    try await harness.advance("2022-05-23")
    #expect(try harness.base.handOut(.released).count == 1)
    #expect(try harness.sent() == ["chat due,due,due,due"])
    _ = try await silence(harness, "milestone=b")
    #expect(try harness.sent() == ["chat due", "chat due", "chat due"])
    try await harness.base.stop()
  }

  @Test("What nobody was sent is not sent once it is over, alone or among others; that it was reached is")
  func resolved() async throws {
    let harness = try await group()
    _ = try await harness.engine.reach("works", "b", by: "test")
    #expect(try harness.sent() == ["office due,due"])
    try await harness.advance("2022-05-23", 560)
    #expect(try harness.sent() == ["office due,due", "office reached"])
    try await harness.base.stop()
  }

  @Test("A receiver that is away gets the whole story when it is back: what was due, and that it was reached")
  func away() async throws {
    for isSeveral in [false, true] {
      let harness = try await isSeveral ? group() : RoutingHarness(endpoints: ["office"], due: ["2022-05-23"])
      if !isSeveral { try await harness.advance("2022-05-23") }
      var breaker = Breaker(windowStart: harness.base.clock.now())
      breaker.row = 1
      let store = harness.engine.store
      let office = try #require(try store.read { try $0.endpoint(name: "office") })
      try store.write { try $0.keep(breaker: breaker, endpointID: office.id) }
      let before = try harness.sent()
      _ = try await harness.engine.reach("works", "a", by: "test")
      try await harness.advance("2022-05-23", 570)
      #expect(try harness.sent() == before + ["office reached"])
      try await harness.base.stop()
    }
  }

  @Test("A risk that is over before it was sent is not told, and neither is its end; what was tried is, with its end")
  func risk() async throws {
    let harness = try await RoutingHarness(endpoints: ["office"], due: [])
    let engine = harness.engine
    _ = try await engine.addActivity("works", ActivityDraft(key: "work", name: "施工", duration: "5wd"), by: "test")
    _ = try await engine.addMilestone(
      "works", MilestoneDraft(key: "end", name: "完工", due: "2022-06-07", after: ["work"]), by: "test")
    for isTried in [false, true] {
      _ = try await engine.editActivity("works", "work", ActivityDraft(duration: "30wd"), by: "test")
      #expect(try harness.sent() == ["office at_risk"])
      if isTried { try harness.base.handOut(.retry(at: harness.base.clock.now())) }
      _ = try await engine.editActivity("works", "work", ActivityDraft(duration: "5wd"), by: "test")
      #expect(try harness.sent() == (isTried ? ["office at_risk", "office recovered"] : []))
      try await harness.advance("2022-05-21")
    }
    try await harness.base.stop()
  }

  @Test("Its end is told where an older word of it came, though the newest was not sent")
  func forerunner() async throws {
    let harness = try await RoutingHarness(endpoints: ["office"], due: [])
    let engine = harness.engine
    _ = try await engine.addActivity("works", ActivityDraft(key: "work", name: "施工", duration: "5wd"), by: "test")
    _ = try await engine.addMilestone(
      "works", MilestoneDraft(key: "end", name: "完工", due: "2022-06-07", after: ["work"]), by: "test")
    for (duration, outcome) in [("30wd", Settlement.Outcome.delivered), ("40wd", .released), ("5wd", .released)] {
      _ = try await engine.editActivity("works", "work", ActivityDraft(duration: duration), by: "test")
      try harness.base.handOut(outcome)
    }
    #expect(try harness.sent() == ["office recovered"])
    try await harness.base.stop()
  }

  @Test("What was taken back because it was reached is told after all when it is open again on the same day")
  func reopened() async throws {
    let harness = try await RoutingHarness(endpoints: ["office"], due: ["2022-05-23"])
    try await harness.advance("2022-05-23")
    _ = try await harness.engine.reach("works", "a", by: "test")
    #expect(try harness.sent() == ["office reached"])
    _ = try await harness.engine.reopen("works", "a", by: "test")
    #expect(try harness.sent().sorted() == ["office due", "office reached", "office reopened"])
    _ = try await harness.engine.reach("works", "a", by: "test")
    #expect(try harness.sent() == ["office reached", "office reopened", "office reached"])
    try await harness.base.stop()
  }

  @Test(
    "A message that names others that are at risk is sent though its own milestone no longer is, at night as well",
    arguments: [nil, "20:00-08:00"])
  func teller(quiet: String?) async throws {
    let harness = try await RoutingHarness(endpoints: ["office"], due: [])
    let engine = harness.engine
    try await harness.route("default", to: ["office"]) { $0.quiet = quiet.map { [$0] } }
    try await harness.advance("2022-05-20", 1260)
    _ = try await engine.addActivity("works", ActivityDraft(key: "work", name: "施工", duration: "5wd"), by: "test")
    for key in ["a", "b"] {
      _ = try await engine.addMilestone(
        "works", MilestoneDraft(key: key, name: key, due: "2022-06-07", after: ["work"]), by: "test")
    }
    _ = try await engine.editActivity("works", "work", ActivityDraft(duration: "30wd"), by: "test")
    _ = try await engine.reach("works", "a", by: "test")
    try await harness.advance("2022-05-21", 480)
    #expect(try harness.sent() == (quiet == nil ? ["office at_risk", "office reached"] : ["office at_risk,reached"]))
    try await harness.base.stop()
  }

  @Test("What waits for its digest, and was followed by what went elsewhere, is not told once all is over")
  func digestOfWhatIsOver() async throws {
    let harness = try await RoutingHarness(
      due: ["2022-05-23"], policy: PolicyDraft(leadDays: [1], workingDaysOnly: false))
    try await harness.route("default", to: ["boss"])
    try await harness.route("early", match: ["rule=~\"lead.*\""], to: ["office"]) { $0.digest = "weekly wed 09:00" }
    for day in 22...24 { try await harness.advance("2022-05-\(day)") }
    #expect(try harness.sent() == ["boss due", "boss overdue"])
    _ = try await harness.engine.reach("works", "a", by: "test")
    try await harness.advance("2022-05-25")
    #expect(try harness.sent() == ["boss reached"])
    try await harness.base.stop()
  }
}
