import MilepostCore
import MilepostStore
import Testing

@testable import MilepostEngine

@Suite struct LightTests {
  @Test("A project's own table chooses its lights, and one that remembers shows yellow after red")
  func memory() async throws {
    let harness = try EngineHarness()
    _ = try await harness.engine.addProject(
      ProjectDraft(
        key: "p", name: "p", zone: "Asia/Shanghai", calendar: "weekdays", policy: PolicyDraft(leadDays: []),
        lights: "memory"), by: "test")
    _ = try await harness.engine.addMilestone(
      "p", MilestoneDraft(key: "m", name: "m", due: "2022-12-30"), by: "test")
    func light() throws -> MilestoneOutlook.Light {
      try harness.engine.store.read { reader in
        let project = try Lookup.project("p", in: reader)
        return ProjectContext(project, configuration: harness.engine.configuration, now: harness.clock.now())
          .outlook(of: try Lookup.milestone(project, "m", in: reader)).light
      }
    }
    #expect(try light() == .green)
    _ = try await harness.engine.expect("p", "m", date: "2023-01-20", by: "test")
    #expect(try light() == .red)
    _ = try await harness.engine.expect("p", "m", date: "2022-12-01", by: "test")
    #expect(try light() == .yellow)
    _ = try await harness.engine.editProject("p", ProjectDraft(lights: "standard"), by: "test")
    #expect(try light() == .green)
    await #expect(throws: Refusal.self) {
      try await harness.engine.editProject("p", ProjectDraft(lights: "memry"), by: "test")
    }
    try await harness.stop()
  }

  @Test("Rows of a project's own are kept over a restart, and a count that nobody begins turns yellow, then red")
  func ownTable() async throws {
    let harness = try EngineHarness()
    let rows = "red unstarted>=2, yellow unstarted>=1, orange late>7"
    _ = try await harness.engine.addProject(
      ProjectDraft(
        key: "p", name: "p", zone: "Asia/Shanghai", calendar: "weekdays", policy: PolicyDraft(leadDays: []),
        lights: "red  unstarted >= 2, yellow unstarted>=1,orange late>7"), by: "test")
    _ = try await harness.engine.addMilestone(
      "p",
      MilestoneDraft(
        key: "m", name: "m", due: "2022-12-30", count: CountDraft(target: 2, unit: "座", start: "2022-05-20")),
      by: "test")
    try await harness.restart()
    func light(_ day: String) async throws -> MilestoneOutlook.Light {
      try await harness.advance(to: day)
      return try harness.engine.store.read { reader in
        let project = try Lookup.project("p", in: reader)
        #expect(project.lights.text == rows)
        return ProjectContext(project, configuration: harness.engine.configuration, now: harness.clock.now())
          .outlook(of: try Lookup.milestone(project, "m", in: reader)).light
      }
    }
    #expect(try await light("2022-06-19") == .green)
    #expect(try await light("2022-06-20") == .yellow)
    #expect(try await light("2022-07-20") == .red)
    _ = try await harness.engine.report("p", "m", value: 1, by: "test")
    #expect(try await light("2022-07-21") == .green)
    try await harness.stop()
  }
}
