import MilepostCore
import MilepostStore
import Testing

@testable import MilepostEngine

@Suite
struct ClockJumpTests {
  @Test("After a clock that ran ahead every milestone is looked at anew, however many there are, and fires at its time")
  func many() async throws {
    let harness = try EngineHarness(start: "2022-05-20")
    let count = 2500
    let project = try await harness.engine.addProject(
      ProjectDraft(
        key: "works", name: "工程", zone: "Asia/Shanghai", policy: PolicyDraft(leadDays: [], workingDaysOnly: false)),
      by: "test")
    harness.clock.set(try EngineHarness.moment("2022-05-27"))
    let drafts = (0..<count).map { MilestoneDraft(key: "m-\($0)", name: "节点", due: "2022-05-26") }
    _ = try await harness.engine.apply(
      PlanDocument(projects: [.init(project: ProjectDraft(key: project.key), milestones: drafts)]), dryRun: false,
      by: "test")
    harness.clock.set(try EngineHarness.moment("2022-05-21"))
    await harness.engine.check()
    await harness.engine.settled()
    let now = harness.clock.now()
    #expect(try harness.engine.store.read { try $0.milestones(datedAfter: now, behind: 0, limit: 1) }.isEmpty)
    try await harness.advance(to: "2022-05-26")
    await harness.engine.settled()
    #expect(try harness.alerts().count { $0.rule == "due" } == count)
    try await harness.stop()
  }
}
