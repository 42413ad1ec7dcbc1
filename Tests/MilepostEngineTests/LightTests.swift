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
}
