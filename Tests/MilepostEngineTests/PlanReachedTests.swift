import MilepostCore
import MilepostStore
import Testing

@testable import MilepostEngine

@Suite struct PlanReachedTests {
  private func apply(_ milestones: [Row], to harness: EngineHarness) async throws {
    let drafts = milestones.map { MilestoneDraft(key: $0.key, name: $0.key, due: $0.due, reached: $0.reached) }
    _ = try await harness.engine.apply(
      PlanDocument(projects: [.init(project: ProjectDraft(key: "henggang"), milestones: drafts)]), dryRun: false,
      by: "test")
  }

  private struct Row {
    var key: String
    var due: String
    var reached: String
  }

  @Test("What a plan brings in as reached long ago is not told as late")
  func added() async throws {
    let harness = try EngineHarness()
    try await harness.addKindergarten()
    try await apply([.init(key: "start", due: "2021-03-01", reached: "2021-03-04")], to: harness)
    #expect(try harness.fired() == [])
    #expect(try harness.alerts().map(\.type) == ["milestone.reached"])
    try await harness.advance(to: "2022-05-30")
    #expect(try harness.fired() == [])
    try await harness.stop()
  }

  @Test("What a plan moves and says to be reached is told as reached, and as nothing else")
  func moved() async throws {
    let harness = try EngineHarness()
    try await harness.addKindergarten()
    try await apply([.init(key: "completion", due: "2022-05-10", reached: "2022-05-12")], to: harness)
    #expect(try harness.fired() == [])
    #expect(try harness.alerts().map(\.type) == ["milestone.reached"])
    let milestone = try #require(
      try harness.engine.store.read { try $0.milestone(projectID: 1, key: "completion") })
    #expect(milestone.due.date.description == "2022-05-10" && milestone.actual?.description == "2022-05-12")
    try await harness.advance(to: "2022-07-02")
    #expect(try harness.fired() == [])
    try await harness.stop()
  }
}
