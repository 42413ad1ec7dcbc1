import Foundation
import MilepostAPI
import MilepostCore
import MilepostEngine
import MilepostStore
import Testing

@Suite struct UpkeepRouteTests {
  @Test("A backup is written beside the database, is in the ledger, and holds no secret unless asked to")
  func backup() async throws {
    try await TestServer.run { server in
      try await server.seed()
      _ = try await server.client.call(
        "POST", "/v1/webhooks", #"{"name":"site","url":"https://example.com/hook?token=geheim"}"#)
      for withSecrets in [false, true] {
        let view: BackupView = try await server.call(
          "POST", "/v1/backup", #"{"name":"copy-\#(withSecrets).db","with_secrets":\#(withSecrets)}"#, status: 201)
        #expect(view.path.hasSuffix("/backups/copy-\(withSecrets).db") && view.withSecrets == withSecrets)
        let bytes = try Data(contentsOf: URL(filePath: view.path))
        #expect((bytes.range(of: Data("geheim".utf8)) != nil) == withSecrets)
        let copy = try Store(path: view.path)
        #expect(try copy.read { try $0.project(key: "henggang") } != nil)
        try copy.close()
      }
      let ledger: Page<LedgerEntryView> = try await server.call("GET", "/v1/ledger")
      #expect(ledger.items.filter { $0.action == "database.backup" }.count == 2)
    }
  }

  @Test("A backup's name is a plain one that nobody has yet", arguments: ["../x", "a/b", "", ".x", "ü", "once.db"])
  func names(name: String) async throws {
    try await TestServer.run { server in
      _ = try await server.client.call("POST", "/v1/backup", #"{"name":"once.db"}"#)
      let code: Refusal.Code = name == "once.db" ? .duplicateKey : .invalidValue
      try await server.refused(
        "POST", "/v1/backup", #"{"name":"\#(name)"}"#, status: name == "once.db" ? 409 : 400, code: code)
    }
  }

  @Test("A check that somebody took from the database is set anew by a repair, and a wrong count is put right")
  func repair() async throws {
    try await TestServer.run { server in
      try await server.seed()
      let sound: RepairView = try await server.call("POST", "/v1/repair")
      #expect(sound == RepairView(checksReset: 0, talliesWereWrong: false, damage: []))
      let store = server.engine.store
      let milestone = try #require(try store.read { try $0.openMilestones(limit: 1) }.first)
      try store.write {
        try $0.setSchedule(milestoneID: milestone.id, evaluatedThrough: milestone.evaluatedThrough, nextCheck: nil)
      }
      let repaired: RepairView = try await server.call("POST", "/v1/repair")
      #expect(repaired.checksReset == 1 && repaired.damage.isEmpty)
      #expect(try store.read { try $0.milestone(id: milestone.id) }?.nextCheck == milestone.nextCheck)
    }
  }
}
