import Foundation
import GRDB
import MilepostCore
import Testing

@testable import MilepostStore

/// Files as earlier versions left them, each made by that version's own migrations and kept as text.
@Suite
struct UpgradeTests {
  private static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures")
  private static let schemas = ["001", "002", "003", "004", "005", "006", "007", "008", "009"]

  /// The newest may still be in the making.
  @Test("Each earlier schema has a file here")
  func complete() {
    #expect(Set(Schema.migrator.migrations.dropLast()).subtracting(UpgradeTests.schemas) == [])
  }

  private func open(_ schema: String, _ body: (Store) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "milepost-upgrade-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = folder.appending(path: "milepost.db").path
    let dump = try String(contentsOf: UpgradeTests.folder.appending(path: "schema-\(schema).sql"), encoding: .utf8)
    let queue = try DatabaseQueue(path: path)
    try queue.writeWithoutTransaction { try $0.execute(sql: dump) }
    try queue.close()
    let store = try Store(path: path)
    try body(store)
    try store.close()
    // Once more: what was brought up to date stays so.
    let again = try Store(path: path)
    #expect(try again.damage().isEmpty)
    try again.close()
  }

  @Test("A file of every schema opens with all that was in it", arguments: UpgradeTests.schemas)
  func upgrade(schema: String) throws {
    try open(schema) { store in
      #expect(try store.damage().isEmpty)
      let (entries, brokenAt) = try store.read { try $0.verifyLedger() }
      #expect(entries == 2 && brokenAt == nil)
      try store.read { reader in
        let project = try #require(try reader.project(key: "works"))
        #expect(project.name == "工程" && project.zone == "Asia/Shanghai" && project.lights == .standard)
        let milestones = try reader.milestones(projectID: project.id)
        #expect(milestones.map(\.key) == ["completion", "opening"])
        #expect(milestones[0].due.written == "6月底" && milestones[0].due.date.description == "2022-06-30")
        #expect(milestones[0].nextCheck != nil && milestones[1].actual?.description == "2022-05-19")
        let endpoint = try #require(try reader.endpoint(name: "site"))
        #expect(endpoint.secret.hasPrefix("whsec_") && endpoint.format == .standard && endpoint.language == .en)
        let alerts = try reader.alerts(states: Alert.State.allCases, beforeID: nil, limit: 10)
        #expect(alerts.map(\.rule).sorted() == ["event:milestone.reached", "lead:30d"])
        let states = try reader.deliveries(endpointID: endpoint.id, state: nil, beforeID: nil, limit: 10).map(\.state)
        #expect(states == [.pending, .delivered])
        #expect(try reader.counts(today: CivilDate(dayNumber: 19_100)).milestonesOpen == 1)
        if schema > "001" { #expect(try reader.activities(projectID: project.id).map(\.key) == ["outdoor-works"]) }
        if schema > "003" {
          #expect(try reader.routes().map(\.name) == ["default", "urgent"])
          #expect(try reader.silences(beforeID: nil, limit: 10).map(\.comment) == ["holiday"])
          let someday = Instant(milliseconds: 2_000_000_000_000)
          #expect(try reader.beginningSilences(at: someday, limit: 1).isEmpty, "it has begun")
        }
        if schema > "005" { #expect(try reader.tokens().map(\.name) == ["desk"]) }
        if schema > "006" { #expect(try reader.feeds(limit: 10).map(\.name) == ["anna"]) }
      }
      // What waits is still handed out.
      let later = Instant(milliseconds: 1_660_000_000_000)
      let leased = try store.write { try StoreHarness.claim(10, at: later, $0).deliveries }
      #expect(leased.map(\.delivery.messageID) == ["msg_2"])
    }
  }

  @Test("Alerts, deliveries and their tries survive the change of their tables")
  func alertsAndDeliveries() throws {
    let path = FileManager.default.temporaryDirectory.appending(path: "upgrade-\(UUID().uuidString).db").path
    defer { for end in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path + end) } }
    let queue = try DatabaseQueue(path: path)
    try Schema.migrator.migrate(queue, upTo: "007")
    try queue.write { database in
      try database.execute(
        sql: """
          INSERT INTO endpoint (name, url, secret, state, projects, concurrency, revision)
            VALUES ('site', 'https://x.example', 's', 'active', '[]', 4, 1);
          INSERT INTO alert (id, subject, rule, occurrence, type, state, scheduled_at, fired_at, told_by, body) VALUES
            (3, 'service', 'r', 'a', 't', 'open', 1, 2, NULL, 'one'), (7, 'service', 'r', 'b', 't', 'resolved', 3, 4, 3, 'two');
          INSERT INTO delivery (id, message_id, endpoint_id, alert_id, state, attempts, next_attempt, created_at, uncounted)
            VALUES (5, 'm5', 1, 3, 'pending', 0, 9, 9, 0), (6, 'm6', 1, 7, 'pending', 1, 20, 9, 2), (9, 'm9', 1, 7, 'delivered', 1, 9, 9, 0);
          INSERT INTO attempt (delivery_id, number, started_at, duration_ms, status) VALUES (9, 1, 9, 1, 204);
          """)
    }
    let before = try queue.read { try Row.fetchAll($0, sql: "SELECT * FROM alert_tally ORDER BY type, state") }
    try queue.close()
    let store = try Store(path: path)
    #expect(try store.damage().isEmpty)
    let alerts = try store.read { try $0.alerts(states: Alert.State.allCases, beforeID: nil, limit: 9) }
    #expect(alerts.map(\.id) == [7, 3] && alerts.map(\.toldBy) == [3, nil] && alerts.map(\.body) == ["two", "one"])
    let later = Instant(milliseconds: 20)
    #expect(try store.write { try StoreHarness.claim(9, at: later, $0).deliveries }.map(\.delivery.id) == [6, 5])
    #expect(try store.read { try $0.attempts(deliveryID: 9) }.map(\.status) == [204])
    let next = try store.write { writer in
      try writer.insert(
        Alert(
          milestoneID: nil, subject: "service", rule: "r", occurrence: "c", type: "t", state: .open, scheduledAt: later,
          firedAt: later, body: "three"))
    }
    #expect(next?.id == 8, "no number is given twice")
    try store.close()
    let after = try DatabaseQueue(path: path).read {
      try Row.fetchAll($0, sql: "SELECT * FROM alert_tally ORDER BY type, state")
    }
    #expect(before.map { $0["value"] as Int } == [2, 1, 1] && after.map { $0["value"] as Int } == [3, 2, 1])
  }

  @Test("Levels that a word had taken back, and that waited to be dropped, are dropped; the others stay")
  func escalations() throws {
    let path = FileManager.default.temporaryDirectory.appending(path: "upgrade-\(UUID().uuidString).db").path
    defer { for end in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path + end) } }
    let queue = try DatabaseQueue(path: path)
    try Schema.migrator.migrate(queue, upTo: "008")
    try queue.write { database in
      try database.execute(
        sql: """
          INSERT INTO project (id, key, name, zone, calendar, labels, facts, policy, revision)
            VALUES (1, 'works', 'Works', 'UTC', 'weekdays', '{}', '[]', '{}', 1);
          INSERT INTO milestone (id, project_id, key, name, kind, due_written, due_day, due_provisional, labels,
            after_keys, evaluated_through, last_word, open, revision) VALUES
            (1, 1, 'a', 'A', 'date', '2022-05-26', 19138, 0, '{}', '[]', 1, 100, 1, 1),
            (2, 1, 'b', 'B', 'date', '2022-05-26', 19138, 0, '{}', '[]', 1, 300, 1, 1);
          INSERT INTO alert (id, milestone_id, subject, rule, occurrence, type, state, scheduled_at, fired_at, body)
            VALUES (1, 1, '', 'due', 'x', 't', 'open', 1, 200, '{}'), (2, 2, '', 'due', 'x', 't', 'open', 1, 200, '{}');
          INSERT INTO escalation (alert_id, route, level, since, due_at, told_at) VALUES
            (1, 'default', 1, 200, 400, 400), (1, 'default', 2, 200, 900, NULL), (2, 'default', 1, 200, 900, NULL);
          """)
    }
    try queue.close()
    let store = try Store(path: path)
    let steps = try store.read { try [$0.escalations(alertID: 1), $0.escalations(alertID: 2)] }
    #expect(steps.map { $0.map(\.level) } == [[1, 2], []])
    #expect(steps[0].map(\.toldTo) == [[], []])
    try store.close()
  }

  @Test("A file that a newer version has migrated is refused and stays as it is")
  func downgrade() throws {
    let harness = try StoreHarness()
    try harness.raw { try $0.execute(sql: "INSERT INTO grdb_migrations VALUES ('999')") }
    let before = try Data(contentsOf: URL(filePath: harness.path))
    let refusal = #expect(throws: Refusal.self) { try Store(path: harness.path) }
    #expect(refusal?.code == .databaseNewer)
    #expect(try Data(contentsOf: URL(filePath: harness.path)) == before)
  }
}
