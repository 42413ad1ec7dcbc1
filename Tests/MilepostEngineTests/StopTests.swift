import MilepostCore
import MilepostStore
import Testing

@testable import MilepostEngine

@Suite
struct StopTests {
  @Test("A stop does not wait for all that is due: the rest is done after the next start, and nothing before")
  func inBetween() async throws {
    let harness = try EngineHarness()
    let now = harness.clock.now()
    try harness.engine.store.write { writer in
      for _ in 0..<900 {
        _ = try writer.insert(
          Silence(
            match: ["owner=li"], startsAt: now, endsAt: now.adding(milliseconds: 3_600_000), author: "test",
            comment: "x", createdAt: now))
      }
    }
    func toBegin() throws -> Int {
      try harness.engine.store.read { try $0.beginningSilences(at: now, limit: 1000).count }
    }
    _ = try await harness.engine.addProject(ProjectDraft(key: "works", name: "工程"), by: "test")
    await harness.engine.stop(within: 0)
    let left = try toBegin()
    await harness.engine.settled()
    #expect(try toBegin() == left)
    try await harness.restart()
    await harness.engine.check()
    #expect(try toBegin() == 0)
    try await harness.stop()
  }
}
