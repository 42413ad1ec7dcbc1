import GRDB
import MilepostCore
import Testing

@testable import MilepostStore

/// What a state may be is kept by the file itself, and costs nothing that grows.
@Suite struct StateTests {
  private let harness: StoreHarness

  init() throws {
    harness = try StoreHarness()
    let project = try harness.addProject()
    try harness.store.write { writer in
      let site = try writer.insert(Endpoint(name: "site", url: StoreHarness.url, secret: "whsec_x"))
      let milestone = try writer.insert(StoreHarness.milestone("m", in: project))
      let alert = try #require(try writer.insert(StoreHarness.alert(milestone, "x")))
      _ = try writer.enqueue(
        Delivery(
          messageID: "msg", endpointID: site.id, alertID: alert.id, milestoneID: milestone.id,
          nextAttempt: StoreHarness.now, createdAt: StoreHarness.now))
    }
  }

  @Test("The file takes every state and kind that there is, and no other")
  func states() throws {
    let allowed = [
      ("alert", "state", Alert.State.allCases.map(\.rawValue)),
      ("delivery", "state", Delivery.State.allCases.map(\.rawValue)),
      ("milestone", "kind", ["date", "count", "recurring", "gate", "finding"]),
    ]
    for (table, column, values) in allowed {
      for value in values {
        try harness.raw { try $0.execute(sql: "UPDATE \(table) SET \(column) = ?", arguments: [value]) }
      }
      for value in ["", "Open", "x"] {
        #expect(throws: DatabaseError.self, "\(table).\(column) = \(value)") {
          try harness.raw { try $0.execute(sql: "UPDATE \(table) SET \(column) = ?", arguments: [value]) }
        }
      }
    }
    #expect(try harness.store.damage().isEmpty)
  }

  @Test("A row of a storm is written without a table made for it", arguments: [HotSQL.insertAlert, .enqueue, .deliver])
  func noTable(statement: HotSQL) throws {
    let steps = try harness.raw { database in
      let nothing = StatementArguments(Array(repeating: nil as Int?, count: statement.text.count { $0 == "?" }))
      return try Row.fetchAll(database, sql: "EXPLAIN " + statement.text, arguments: nothing)
        .map { $0["opcode"] as String }
    }
    #expect(steps.contains("MakeRecord"))
    #expect(!steps.contains("OpenEphemeral"))
  }
}
