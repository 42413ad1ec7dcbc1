import MilepostCore
import MilepostStore
import Testing

@testable import MilepostEngine

@Suite struct GroundsTests {
  private let before = Grounds(calendars: "c1", zones: ["Asia/Shanghai": "a", "Europe/Berlin": "b", "UTC": ""])

  @Test("What was noted is read as itself, and what older versions noted as something else")
  func note() {
    #expect(Grounds(reading: before.text) == before)
    for text in [nil, "", "c1 2025b", "c1 rules 7"] {
      #expect(before.change(since: Grounds(reading: text)) == .everything)
    }
  }

  @Test("Only zones whose rules are others are touched; calendars touch everything")
  func change() {
    var after = before
    #expect(after.change(since: before).isNothing)
    after.zones["Europe/Berlin"] = "b2"
    after.zones["Asia/Tokyo"] = "t"
    after.zones["UTC"] = nil
    let change = after.change(since: before)
    #expect(change.zones == ["Europe/Berlin", "Asia/Tokyo"])
    #expect(change.touches("Europe/Berlin") && !change.touches("Asia/Shanghai") && !change.isNothing)
    after.calendars = "c2"
    #expect(after.change(since: before) == .everything)
    #expect(Grounds.Change.everything.touches("Asia/Shanghai"))
  }

  @Test("Whoever stops half way still checks all of it, also when he finds the old rules again")
  func halfWay() {
    var after = before
    after.zones["Europe/Berlin"] = "b2"
    let half = after.unsettled(after.change(since: before))
    #expect(after.change(since: Grounds(reading: half.text)).zones == ["Europe/Berlin"])
    #expect(before.change(since: Grounds(reading: half.text)).zones == ["Europe/Berlin"])
    after.calendars = "c2"
    let none = after.unsettled(after.change(since: before))
    #expect(before.change(since: Grounds(reading: none.text)) == .everything)
  }

  @Test("Checks of zones whose rules have changed are set anew, and no others")
  func onlyThose() async throws {
    let harness = try EngineHarness()
    for (key, zone) in [("one", "Asia/Shanghai"), ("two", "Europe/Berlin")] {
      _ = try await harness.engine.addProject(ProjectDraft(key: key, name: key, zone: zone), by: "test")
      _ = try await harness.engine.addMilestone(key, MilestoneDraft(key: "m", name: "m", due: "2022-06-30"), by: "test")
    }
    /// As every zone is, but for its version.
    func zones(_ versions: [String: String]) -> ZoneCache {
      ZoneCache { name throws(Refusal) in
        let zone = try SystemZones().zone(named: name)
        return Zone(named: name, rules: zone.rules, version: versions[name] ?? "1")
      }
    }
    /// Forgets all next checks, starts with these zones, and tells whose checks were set.
    func set(_ zones: ZoneCache) async throws -> Set<String> {
      try harness.engine.store.write { writer in
        for milestone in try writer.reader.openMilestones(afterID: 0, limit: 10) {
          try writer.setSchedule(milestoneID: milestone.id, evaluatedThrough: harness.clock.now(), nextCheck: nil)
        }
      }
      try await harness.restart(zones: zones)
      await harness.engine.check()
      return try harness.engine.store.read { reader in
        Set(
          try reader.milestones(checkedBefore: .distantFuture, limit: 10).compactMap {
            try reader.project(id: $0.projectID)?.key
          })
      }
    }
    #expect(try await set(zones([:])) == ["one", "two"])
    #expect(try await set(zones([:])) == [])
    #expect(try await set(zones(["Europe/Berlin": "2"])) == ["two"])
    #expect(try await set(zones(["Europe/Berlin": "2", "Asia/Tokyo": "2"])) == [])
    #expect(try await set(zones(["Asia/Shanghai": "2", "Europe/Berlin": "2"])) == ["one"])
    try await harness.stop()
  }
}
