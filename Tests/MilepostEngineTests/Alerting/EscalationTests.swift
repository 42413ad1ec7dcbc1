import MilepostCore
import MilepostStore
import Testing

@testable import MilepostEngine

/// Who is told of what nobody takes in hand, when clocks and endpoints are not what they were.
@Suite struct EscalationTests {
  @Test("A word said while the clock ran ahead takes no level from alerts that come after it was set right")
  func wordAhead() async throws {
    let harness = try await RoutingHarness(due: ["2022-05-26"])
    try await harness.route("default", to: ["office"]) { $0.escalate = [.init(after: "4h", to: ["boss"])] }
    harness.base.clock.set(try EngineHarness.moment("2022-06-10"))
    _ = try await harness.engine.editMilestone("works", "a", MilestoneDraft(name: "竣工"), by: "li")
    try await harness.advance("2022-05-20")
    try await harness.advance("2022-05-26")
    try await harness.advance("2022-05-26", 779)
    #expect(try !harness.sent().contains { $0.hasPrefix("boss") })
    #expect(try harness.engine.upcoming(days: 1).compactMap(\.escalation?.level) == [1])
    try await harness.advance("2022-05-26", 780)
    #expect(try harness.sent() == ["office due", "boss due"])
    try await harness.base.stop()
  }

  @Test("A word takes back the levels that stand, whatever the clock says: the next alert begins with the first")
  func wordBehind() async throws {
    let harness = try await RoutingHarness(due: ["2022-05-26"])
    try await harness.route("default", to: ["office"]) { $0.escalate = [.init(after: "30h", to: ["boss"])] }
    try await harness.advance("2022-05-26")
    harness.base.clock.set(try EngineHarness.moment("2022-05-26", 500))
    _ = try await harness.engine.expect("works", "a", date: "2022-05-26", by: "li")
    #expect(try harness.engine.upcoming(days: 3).allSatisfy { $0.escalation == nil })
    try await harness.advance("2022-05-27", 899)
    let sent = try harness.sent()
    #expect(sent == ["office due", "office overdue"], "the clock was behind, and the word is no older for it")
    // 27 May, 14:59: since then the overdue one stands.
    try await harness.advance("2022-05-28", 1259)
    #expect(try harness.sent().filter { $0.hasPrefix("boss") } == ["boss overdue"])
    try await harness.base.stop()
  }

  @Test("Who came after another route told a level has not heard it")
  func newcomer() async throws {
    let harness = try await RoutingHarness(due: ["2022-05-26"])
    try await harness.route("default", to: ["office"]) { $0.escalate = [.init(after: "4h", to: ["boss"])] }
    for name in ["first", "second"] {
      try await harness.route(name, match: ["project=\"works\""], to: ["office"]) {
        $0.continues = true
        if name == "second" { $0.quiet = ["12:00-15:00"] }
      }
    }
    try await harness.advance("2022-05-26")
    try await harness.advance("2022-05-26", 780)
    #expect(try harness.sent() == ["office due", "boss due"])
    // Another address under the name of the one that was told.
    try await harness.engine.removeEndpoint("boss", by: "test")
    _ = try await harness.engine.addEndpoint(EndpointDraft(name: "boss", url: "http://127.0.0.1:9/new"), by: "test")
    _ = try await harness.engine.setEndpoint("boss", state: .paused, by: "test")
    try await harness.advance("2022-05-26", 899)
    #expect(try !harness.sent().contains("boss due"))
    try await harness.advance("2022-05-26", 900)
    #expect(try harness.sent() == ["office due", "boss due"])
    try await harness.base.stop()
  }
}
