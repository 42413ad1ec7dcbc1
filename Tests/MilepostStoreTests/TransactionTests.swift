import GRDB
import MilepostCore
import Testing

@testable import MilepostStore

@Suite struct TransactionTests {
  private struct Stop: Error {}

  @Test("What fails half-way leaves no trace, in the file as in memory")
  func rollback() throws {
    let harness = try StoreHarness()
    let project = try harness.addProject()
    let milestone = try harness.addMilestone("a", in: project)
    let endpoint = try harness.addEndpoint("site")
    try harness.enqueue(1, to: endpoint, for: milestone)
    #expect(throws: Stop.self) {
      try harness.store.write { writer in
        _ = try writer.insert(StoreHarness.milestone("b", in: project))
        try writer.appendLedger(
          author: "x", at: StoreHarness.now, action: "x", subject: "x", before: "", after: "", reason: nil)
        #expect(try StoreHarness.claim(10, at: StoreHarness.now, writer).deliveries.count == 1)
        throw Stop()
      }
    }
    try harness.store.read { (reader: StoreReader) throws in
      #expect(try reader.milestones(projectID: project.id).map(\.key) == ["a"])
      #expect(try reader.ledgerHead() == nil)
      #expect(try reader.counts(today: CivilDate(dayNumber: 0)).milestonesOpen == 1)
    }
    #expect(try harness.claim(10).deliveries.count == 1)
  }

  @Test("A change that rests on an older revision is refused, and changes nothing")
  func conflict() throws {
    let harness = try StoreHarness()
    var project = try harness.addProject()
    let stale = project
    project.name = "新工程"
    let updated = try harness.store.write { try $0.update(project) }
    #expect(updated.revision == 2)
    let refusal = #expect(throws: Refusal.self) { try harness.store.write { try $0.update(stale) } }
    #expect(refusal?.code == .conflict)
    #expect(try harness.store.read { try $0.project(key: "works") } == updated)
  }

  @Test("An alert exists once for its milestone, rule and occurrence")
  func alertOnce() throws {
    let harness = try StoreHarness()
    let milestone = try harness.addMilestone("a", in: try harness.addProject())
    let alert = StoreHarness.alert(milestone, "2022-06-30")
    #expect(try harness.store.write { try $0.insert(alert) } != nil)
    #expect(try harness.store.write { try $0.insert(alert) } == nil)
    try harness.reopen()
    #expect(try harness.store.write { try $0.insert(alert) } == nil)
    #expect(try harness.store.read { try $0.alerts(states: [.open], beforeID: nil, limit: 10) }.count == 1)
  }

  @Test("Every commit is synced, and readers do not wait for the writer")
  func settings() throws {
    let harness = try StoreHarness()
    _ = try harness.addProject()
    try harness.store.write { writer in
      #expect(try writer.reader.value("PRAGMA synchronous") == 2)
      #expect(try writer.reader.value("PRAGMA foreign_keys") == 1)
      #expect(try writer.reader.value("PRAGMA journal_mode") == "wal")
      _ = try writer.insert(Project(key: "other", name: "x", zone: "UTC", calendar: "weekdays"))
      #expect(try harness.store.read { try $0.projects(includingArchived: true) }.count == 1)
    }
    #expect(try harness.store.read { try $0.projects(includingArchived: true) }.count == 2)
  }

  @Test("The count of open milestones is what a recount gives, whatever was done")
  func tally() throws {
    let harness = try StoreHarness()
    var random = SystemRandomNumberGenerator()
    var projects = try (0..<4).map { try harness.addProject("p-\($0)") }
    var milestones: [Milestone] = []
    for step in 0..<400 {
      switch Int.random(in: 0..<6, using: &random) {
      case 0...2:
        guard let project = projects.randomElement(using: &random) else { continue }
        milestones.append(try harness.addMilestone("m-\(step)", in: project))
      case 3, 4:
        guard let index = milestones.indices.randomElement(using: &random) else { continue }
        milestones[index].actual = milestones[index].actual == nil ? CivilDate(dayNumber: 1) : nil
        let milestone = milestones[index]
        milestones[index] = try harness.store.write { try $0.update(milestone) }
      default:
        guard let index = milestones.indices.randomElement(using: &random) else { continue }
        let id = milestones.remove(at: index).id
        try harness.store.write { try $0.remove(milestoneID: id, at: StoreHarness.now) }
      }
    }
    projects[0].archivedAt = StoreHarness.now
    let archived = projects[0]
    _ = try harness.store.write { try $0.update(archived) }
    let counted = try harness.raw { try Int.fetchOne($0, sql: "SELECT count(*) FROM milestone WHERE open = 1") }
    let expected = milestones.count { $0.actual == nil && $0.projectID != archived.id }
    #expect(counted == expected)
    #expect(try harness.store.read { try $0.counts(today: CivilDate(dayNumber: 0)) }.milestonesOpen == expected)
  }

  @Test(
    "Every hot question is answered from an index",
    arguments: [
      "SELECT min(next_check) FROM milestone WHERE next_check IS NOT NULL",
      "SELECT id FROM milestone WHERE next_check IS NOT NULL AND next_check <= 5 ORDER BY next_check, id LIMIT 5",
      "SELECT id FROM milestone WHERE open = 1 ORDER BY due_day, id LIMIT 5",
      "SELECT count(*) FROM milestone WHERE open = 1 AND due_day < 5",
      "SELECT id FROM milestone WHERE project_id = 1 AND key = 'a' AND removed_at IS NULL",
      "SELECT min(next_attempt) FROM delivery WHERE \(HotSQL.isRetry) AND endpoint_id = 1 AND next_attempt > 5",
      "SELECT count(*) FROM delivery WHERE \(HotSQL.isRetry)", "SELECT count(*) FROM delivery WHERE \(HotSQL.isFresh)",
      "SELECT count(*) FROM delivery WHERE state = 'dead'",
      "UPDATE alert SET state = 'resolved' WHERE milestone_id = 1 AND state <> 'resolved'",
      "SELECT count(*) FROM alert WHERE state <> 'resolved'",
    ])
  func plans(sql: String) throws {
    let harness = try StoreHarness()
    let plan = try harness.raw { try Row.fetchAll($0, sql: "EXPLAIN QUERY PLAN " + sql) }.map { $0["detail"] as String }
    #expect(plan.allSatisfy { $0.contains("INDEX") && !$0.contains("TEMP B-TREE") }, "\(plan)")
  }
}
