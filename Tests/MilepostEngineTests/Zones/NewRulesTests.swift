import Foundation
import MilepostCore
import MilepostStore
import Testing

@testable import MilepostEngine

/// Zones whose rules change while the service is away, or while it runs.
@Suite struct NewRulesTests {
  /// Clocks in Shanghai an hour ahead from that day on; other zones as the system has them.
  private func ahead(from date: String) throws -> ZoneCache {
    let from = try EngineHarness.moment(date, 0).milliseconds / 1000
    return ZoneCache { name throws(Refusal) in
      guard name == "Asia/Shanghai" else { return try SystemZones().zone(named: name) }
      return Zone(
        named: name, rules: ZoneRules(before: 28_800, changes: [.init(second: from, offset: 32_400)]), version: "next")
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

  @Test("A file of the system's that is another one counts once the service reloads, and not before")
  func files() async throws {
    let folder = try Folder()
    func install(_ source: String, as name: String) throws {
      let file = try #require(FileManager.default.contents(atPath: "/usr/share/zoneinfo/\(source)"))
      try folder.write(file, to: name)
    }
    try install("Asia/Shanghai", as: "Asia/Shanghai")
    try install("Asia/Tokyo", as: "Asia/Tokyo")
    let harness = try EngineHarness()
    try await harness.restart(zones: ZoneCache(reading: SystemZones(folder.path).zone))
    try await harness.addKindergarten()
    _ = try await harness.engine.addProject(ProjectDraft(key: "tokyo", name: "x", zone: "Asia/Tokyo"), by: "test")
    let milestone = MilestoneDraft(key: "m", name: "m", due: "2022-06-30")
    _ = try await harness.engine.addMilestone("tokyo", milestone, by: "test")
    func next(_ project: String) throws -> Instant? {
      try harness.engine.upcoming(days: 100).first { $0.project.key == project }?.at
    }
    let (here, tokyo) = (try #require(try next("henggang")), try #require(try next("tokyo")))
    try install("Asia/Tokyo", as: "Asia/Shanghai")
    await harness.engine.check()
    #expect(try next("henggang") == here)
    try harness.reload(harness.engine.calendars, zones: ZoneCache(reading: SystemZones(folder.path).zone))
    await harness.engine.check()
    #expect(try next("henggang") == here.adding(milliseconds: -3_600_000))
    #expect(try next("tokyo") == tokyo)
    try await harness.stop()
  }
}
