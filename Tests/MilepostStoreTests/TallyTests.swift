import Foundation
import GRDB
import MilepostCore
import Testing

@testable import MilepostStore

@Suite struct TallyTests {
  @Test("New alerts are counted by type and state, also those that change in the same transaction, or are refused")
  func alerts() throws {
    let harness = try StoreHarness()
    let milestone = try harness.addMilestone("a", in: try harness.addProject())
    try harness.store.write { writer in
      for occurrence in ["x", "y", "z", "x"] {
        guard var alert = try writer.insert(StoreHarness.alert(milestone, occurrence)), occurrence == "y" else {
          continue
        }
        (alert.state, alert.acknowledgedBy) = (.acknowledged, "王")
        try writer.setState(alert)
      }
    }
    try harness.store.write { writer in
      try writer.resolve(
        alertIDs: writer.reader.standingAlerts(milestoneID: milestone.id, of: nil), at: StoreHarness.now)
    }
    _ = try harness.store.write { try $0.insert(StoreHarness.alert(milestone, "w")) }
    let kept = try harness.raw {
      try Row.fetchAll($0, sql: "SELECT state, value FROM alert_tally WHERE value <> 0 ORDER BY state")
    }
    #expect(kept.map { "\($0[0] as String) \($0[1] as Int)" } == [" 4", "open 1", "resolved 3"])
  }

  @Test(
    "Whatever happens to milestones, the sums by due date are what a count would give",
    arguments: [1, 2, 3] as [UInt64])
  func sums(seed: UInt64) throws {
    let path = FileManager.default.temporaryDirectory.appending(path: "tally-\(UUID().uuidString).db").path
    defer { for end in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path + end) } }
    let store = try Store(path: path)
    defer { try? store.close() }
    var random = SplitMix(seed)
    func day() -> CivilDate { CivilDate(dayNumber: Int32.random(in: 19_000...19_006, using: &random)) }
    let project = try store.write {
      try $0.insert(Project(key: "p", name: "p", zone: "UTC", calendar: "weekdays"))
    }
    var ids: [Int64] = []
    for step in 0..<300 {
      try store.write { writer -> Void in
        guard let id = ids.randomElement(using: &random), Int.random(in: 0..<4, using: &random) > 0 else {
          let made = try writer.insert(
            Milestone(
              projectID: project.id, key: "m\(step)", name: "m", due: DueDate(written: "x", date: day()),
              evaluatedThrough: Instant(milliseconds: 0)))
          return ids.append(made.id)
        }
        guard var milestone = try writer.reader.milestone(id: id) else { return }
        switch Int.random(in: 0..<5, using: &random) {
        case 0: milestone.due = DueDate(written: "x", date: day())
        case 1: milestone.expected = Bool.random(using: &random) ? day() : nil
        case 2: milestone.actual = milestone.actual == nil ? day() : nil
        case 3:
          let projection = Projection(
            date: day(), reason: Bilingual(en: "r", zh: "r"), totalFloat: 0, freeFloat: 0, origin: nil,
            provisional: false)
          return try writer.setProjection(
            milestoneID: id, Bool.random(using: &random) ? projection : nil, riskDate: nil)
        default:
          ids.removeAll { $0 == id }
          return try writer.remove(milestoneID: id, at: Instant(milliseconds: 1))
        }
        _ = try writer.update(milestone)
      }
      let (kept, counted) = try store.read { reader in
        (
          try reader.rows("SELECT due_day, open, slipping FROM due_tally ORDER BY due_day") {
            [$0[0], $0[1], $0[2]] as [Int]
          },
          try reader.rows(
            """
            SELECT due_day, count(*), sum(coalesce(projected_day, expected_day, due_day) > due_day)
            FROM milestone WHERE open = 1 GROUP BY due_day ORDER BY due_day
            """
          ) { [$0[0], $0[1], $0[2]] as [Int] }
        )
      }
      #expect(kept == counted)
    }
  }
}

private struct SplitMix: RandomNumberGenerator {
  private var state: UInt64

  init(_ seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
