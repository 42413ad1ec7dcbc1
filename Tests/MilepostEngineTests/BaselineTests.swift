import Foundation
import GRDB
import MilepostCore
import MilepostStore
import Testing

@testable import MilepostEngine

@Suite struct BaselineTests {
  private func harness() async throws -> EngineHarness {
    let harness = try EngineHarness()
    try await harness.addKindergarten()
    _ = try await harness.engine.editProject("henggang", ProjectDraft(calendar: "weekdays"), by: "test")
    _ = try await harness.engine.addActivity(
      "henggang", ActivityDraft(key: "works", name: "works", duration: "20wd"), by: "test")
    _ = try await harness.engine.editMilestone(
      "henggang", "completion", MilestoneDraft(after: ["works"]), by: "test")
    return harness
  }

  private func variances(_ name: String, _ harness: EngineHarness) throws -> [String] {
    try harness.engine.store.read { reader in
      let project = try Lookup.project("henggang", in: reader)
      let baseline = try #require(try reader.baseline(projectID: project.id, name: name))
      return BaselineVariance.compare(
        try reader.entries(baselineID: baseline.id), with: try harness.engine.datesNow(of: project, in: reader),
        calendar: .weekdays
      ).map { "\($0.now?.key ?? $0.before?.key ?? "?") \($0.change) \($0.finishDays) \($0.dueDays)" }
    }
  }

  @Test("A baseline keeps what was agreed, and says in working days how far everything has moved since")
  func variance() async throws {
    let harness = try await harness()
    _ = try await harness.engine.setBaseline("henggang", name: "contract", note: "合同", by: "li")
    #expect(try variances("contract", harness) == ["works none 0 0", "completion none 0 0"])
    _ = try await harness.engine.editActivity("henggang", "works", ActivityDraft(duration: "25wd"), by: "test")
    _ = try await harness.engine.editMilestone("henggang", "completion", MilestoneDraft(due: "2022-07-04"), by: "test")
    _ = try await harness.engine.addMilestone(
      "henggang", MilestoneDraft(key: "opening", name: "opening", due: "2022-09-30"), by: "test")
    #expect(
      try variances("contract", harness) == ["works moved 5 0", "completion moved 5 2", "opening added 0 0"])
    _ = try await harness.engine.setBaseline("henggang", name: "revised", by: "li")
    _ = try await harness.engine.removeMilestone("henggang", "opening", by: "test")
    #expect(
      try variances("revised", harness) == ["works none 0 0", "completion none 0 0", "opening removed 0 0"])
    let entry = try #require(
      try harness.engine.store.read { try $0.ledger(after: 0, limit: 100) }.last {
        $0.action == "baseline.set"
      })
    #expect(entry.subject == "henggang/revised")
    try await harness.stop()
  }

  @Test("A baseline is never changed: not by its name, and not past the service")
  func immutable() async throws {
    let harness = try await harness()
    _ = try await harness.engine.setBaseline("henggang", name: "contract", by: "li")
    do {
      _ = try await harness.engine.setBaseline("henggang", name: "contract", by: "li")
      Issue.record("a baseline was set twice")
    } catch let refusal as Refusal { #expect(refusal.code == .duplicateKey) }
    try await harness.stop()
    let file = try DatabaseQueue(path: harness.path)
    for sql in [
      "UPDATE baseline SET name = 'x'", "DELETE FROM baseline", "UPDATE baseline_date SET finish_day = 0",
      "DELETE FROM baseline_date",
    ] {
      #expect(throws: DatabaseError.self, "\(sql)") { try file.write { try $0.execute(sql: sql) } }
    }
    try file.close()
  }
}
