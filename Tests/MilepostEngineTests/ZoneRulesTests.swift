import MilepostCore
import MilepostStore
import Testing

@testable import MilepostEngine

/// Zones whose rules change while the service is away.
@Suite struct ZoneRulesTests {
  /// Clocks in Shanghai an hour ahead from that day on.
  private func ahead(from date: String) throws -> ZoneCache {
    let from = try EngineHarness.moment(date, 0)
    return ZoneCache(version: "next") { name throws(Refusal) in
      try Zone(named: name, amended: [.init(from: from, shiftMs: 3_600_000)])
    }
  }

  @Test("What is to be told goes by the new rules once the service has them")
  func moments() async throws {
    let harness = try EngineHarness()
    try await harness.addKindergarten()
    try await harness.advance(to: "2022-05-31")
    try await harness.restart(zones: try ahead(from: "2022-06-10"))
    try await harness.advance(to: "2022-06-23", 479)
    #expect(try harness.fired() == ["lead:30d 2022-06-30"])
    try await harness.advance(to: "2022-06-23", 480)
    #expect(try harness.fired() == ["lead:30d 2022-06-30", "lead:7d 2022-06-30"])
    try await harness.restart(zones: try ahead(from: "2022-06-10"))
    try await harness.advance(to: "2022-06-30", 479)
    try await harness.advance(to: "2022-06-30", 480)
    try await harness.advance(to: "2022-06-30", 1379)
    try await harness.advance(to: "2022-07-01", 480)
    #expect(try harness.fired().suffix(2) == ["due 2022-06-30", "overdue 2022-06-30#1"])
    try await harness.stop()
  }

  @Test("What waits for the end of quiet hours waits for that of the new rules")
  func hours() async throws {
    let harness = try await RoutingHarness(endpoints: ["office"], due: ["2022-05-23"])
    try await harness.route("default", to: ["office"]) { $0.quiet = ["08:00-12:00"] }
    try await harness.advance("2022-05-23")
    #expect(try harness.sent() == [])
    harness.base.clock.set(try EngineHarness.moment("2022-05-23", 600))
    try await harness.base.restart(zones: try ahead(from: "2022-05-22"))
    try await harness.advance("2022-05-23", 659)
    #expect(try harness.sent() == [])
    try await harness.advance("2022-05-23", 660)
    #expect(try harness.sent() == ["office due"])
    try await harness.base.stop()
  }
}
