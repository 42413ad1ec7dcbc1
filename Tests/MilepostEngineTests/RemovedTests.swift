import GRDB
import MilepostCore
import MilepostStore
import Testing

@testable import MilepostEngine

/// What is removed is told no more, and what cannot be judged keeps nobody else from being told.
@Suite(.timeLimit(.minutes(1))) struct RemovedTests {
  @Test("What was removed while the clock ran ahead stays removed when it is set back")
  func removedAhead() async throws {
    let harness = try EngineHarness()
    try await harness.addKindergarten()
    try await harness.advance(to: "2022-05-25")
    try await harness.engine.removeMilestone("henggang", "completion", by: "test")
    try await harness.advance(to: "2022-05-21")
    try await harness.advance(to: "2022-05-31")
    #expect(try harness.fired() == [])
    #expect(try harness.engine.store.read { try $0.earliestCheck() } == nil)
    try await harness.stop()
  }

  @Test("One milestone that cannot be judged is left for an hour, and the others of its batch are told")
  func oneOfMany() async throws {
    let harness = try EngineHarness()
    try await harness.addKindergarten()
    _ = try await harness.engine.addMilestone(
      "henggang",
      MilestoneDraft(key: "round", name: "巡查", repeats: RepeatDraft(rule: "FREQ=DAILY", start: "2022-05-20")),
      by: "test")
    try await harness.engine.removeMilestone("henggang", "round", by: "test")
    let queue = try DatabaseQueue(path: harness.path)
    let due = try EngineHarness.moment("2022-05-31")
    // As no code of ours leaves it: removed, and to be checked.
    try await queue.write { database in
      try database.execute(
        sql: "UPDATE milestone SET next_check = ? WHERE key = 'round'", arguments: [due.milliseconds])
    }
    try await harness.advance(to: "2022-05-31")
    #expect(try harness.fired().contains("lead:30d 2022-06-30"))
    #expect(try harness.engine.store.read { try $0.earliestCheck() } == due.adding(milliseconds: 3_600_000))
    try await harness.stop()
  }
}
