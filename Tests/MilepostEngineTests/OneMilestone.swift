import MilepostCore
import MilepostStore
import Testing

@testable import MilepostEngine

/// One milestone of a project on plain weekdays in Shanghai.
extension EngineHarness {
  static func with(
    _ draft: MilestoneDraft, policy: PolicyDraft = PolicyDraft(leadDays: [3], workingDaysOnly: false)
  ) async throws -> EngineHarness {
    let harness = try EngineHarness()
    _ = try await harness.engine.addProject(
      ProjectDraft(key: "p", name: "p", zone: "Asia/Shanghai", calendar: "weekdays", policy: policy), by: "test")
    _ = try await harness.engine.addMilestone("p", draft, by: "test")
    return harness
  }

  func milestone() throws -> Milestone { try #require(try engine.store.read { try $0.milestone(id: 1) }) }
}
