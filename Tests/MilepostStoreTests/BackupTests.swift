import Dispatch
import Foundation
import GRDB
import Glibc
import MilepostCore
import Synchronization
import Testing

@testable import MilepostStore

@Suite
struct BackupTests {
  private let harness: StoreHarness

  init() throws { harness = try StoreHarness() }

  private var file: String { harness.folder + "/copy.db" }

  private func raw<Value>(_ path: String, _ body: (Database) throws -> Value) throws -> Value {
    let queue = try DatabaseQueue(path: path)
    defer { try? queue.close() }
    return try queue.inDatabase(body)
  }

  @Test("A backup is one file of mode 0600 that holds everything, and its name is taken once only")
  func wholeCopy() throws {
    _ = try harness.addProject()
    _ = try harness.addEndpoint("site")
    let summary = try harness.store.backup(to: file, withSecrets: true)
    #expect(summary.holdsSecrets && summary.bytes > 0)
    var info = stat()
    #expect(stat(file, &info) == 0 && info.st_mode & 0o777 == 0o600)
    #expect(!FileManager.default.fileExists(atPath: file + "-wal"))
    #expect(try raw(file) { try String.fetchOne($0, sql: "PRAGMA journal_mode") } == "delete")
    #expect(try raw(file) { try String.fetchAll($0, sql: "SELECT key FROM project") } == ["works"])
    let refusal = #expect(throws: Refusal.self) { try harness.store.backup(to: file, withSecrets: true) }
    #expect(refusal?.code == .duplicateKey)
  }

  @Test("Without secrets no byte of an address's path or of a secret is in the file, and webhooks come back paused")
  func withoutSecrets() throws {
    var site = try harness.addEndpoint("site")
    var options = EndpointOptions()
    options.headers = [EndpointOptions.Header(name: "X-Key", value: "geheim")]
    options.login = .basic(user: "site", password: "geheim")
    options.signingKey = "whsk_geheim"
    options.retiring = EndpointOptions.Retiring(secret: "geheim", signingKey: nil, until: StoreHarness.now)
    options.timeoutMs = 7000
    site.options = options
    _ = try harness.store.write { try $0.update(site) }
    _ = try harness.store.backup(to: file, withSecrets: false)
    let bytes = try Data(contentsOf: URL(filePath: file))
    #expect(bytes.range(of: Data("geheim".utf8)) == nil)
    #expect(bytes.range(of: Data("example.com".utf8)) != nil)
    let store = try Store(path: file)
    defer { try? store.close() }
    let endpoint = try #require(try store.read { try $0.endpoint(name: "site") })
    #expect(endpoint.options?.timeoutMs == 7000 && endpoint.options?.login == nil)
    #expect(endpoint.state == .paused && endpoint.secret.isEmpty && endpoint.reason == BackupSecrets.reason)
  }

  @Test("Copies taken while changes storm in are consistent, each of them, and hold up nobody")
  func duringStorm() throws {
    let store = harness.store
    let project = try harness.addProject()
    let isOver = Mutex(false)
    let (hasBegun, hasEnded) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
    DispatchQueue.global().async {
      var count = 0
      while !isOver.withLock({ $0 }) {
        try? store.write { work in
          let milestone = try work.insert(StoreHarness.milestone("m-\(count)", in: project))
          try work.appendLedger(
            author: "storm", at: StoreHarness.now, action: "milestone.add", subject: milestone.key, before: "",
            after: "{}", reason: nil)
        }
        count += 1
        if count == 1 { hasBegun.signal() }
      }
      hasEnded.signal()
    }
    #expect(hasBegun.wait(timeout: .now() + 10) == .success)
    for number in 0..<10 {
      let path = harness.folder + "/storm-\(number).db"
      _ = try store.backup(to: path, withSecrets: true)
      try raw(path) { database in
        #expect(try String.fetchOne(database, sql: "PRAGMA integrity_check") == "ok")
        let (milestones, entries) = (
          try Int.fetchOne(database, sql: "SELECT count(*) FROM milestone"),
          try Int.fetchOne(database, sql: "SELECT count(*) FROM ledger")
        )
        #expect(milestones == entries, "half of a change is in the copy")
      }
      let copy = try Store(path: path)
      #expect(try copy.read { try $0.verifyLedger() }.brokenAt == nil)
      try copy.close()
    }
    isOver.withLock { $0 = true }
    #expect(hasEnded.wait(timeout: .now() + 10) == .success)
  }

  @Test("A restored database is the backup, its restoring in the ledger, and what was there is kept")
  func restore() throws {
    _ = try harness.addProject()
    _ = try harness.store.backup(to: file, withSecrets: false)
    _ = try harness.addProject("later")
    try harness.store.close()
    let outcome = try Restore.run(from: file, to: harness.path, at: StoreHarness.now)
    #expect(outcome.projects == 1)
    let kept = try #require(outcome.kept)
    #expect(try raw(kept) { try Int.fetchOne($0, sql: "SELECT count(*) FROM project") } == 2)
    let store = try Store(path: harness.path)
    #expect(try store.read { try $0.projects(includingArchived: true).map(\.key) } == ["works"])
    #expect(try store.read { try $0.ledgerHead()?.action } == "database.restore")
    #expect(try store.read { try $0.verifyLedger() }.brokenAt == nil)
    try store.close()
    var info = stat()
    #expect(stat(harness.path, &info) == 0 && info.st_mode & 0o777 == 0o600)
    // In the same second once more: what was kept before is kept still.
    let again = try Restore.run(from: file, to: harness.path, at: StoreHarness.now)
    #expect(again.kept != kept)
    #expect(try raw(kept) { try Int.fetchOne($0, sql: "SELECT count(*) FROM project") } == 2)
  }

  @Test(
    "A damaged, edited, foreign or missing file is refused by its own name, and the database stays",
    arguments: ["damaged", "edited", "foreign", "missing", "newer"])
  func refused(fault: String) throws {
    _ = try harness.addProject()
    try harness.store.write { writer in
      for number in 0..<20 {
        try writer.appendLedger(
          author: "a", at: StoreHarness.now, action: "x", subject: "\(number)",
          before: "", after: String(repeating: "y", count: 3000), reason: nil)
      }
    }
    _ = try harness.store.backup(to: file, withSecrets: false)
    switch fault {
    case "damaged":
      let handle = try FileHandle(forUpdating: URL(filePath: file))
      for page in 3..<20 {
        try handle.seek(toOffset: UInt64(page * 4096 + 8))
        try handle.write(contentsOf: Data(repeating: 0xA5, count: 2000))
      }
      try handle.close()
    case "edited":
      try raw(file) {
        try $0.execute(sql: "DROP TRIGGER ledger_no_update; UPDATE ledger SET author = 'b' WHERE sequence = 3")
      }
    case "foreign": try raw(file) { try $0.execute(sql: "PRAGMA application_id = 7") }
    case "newer": try raw(file) { try $0.execute(sql: "INSERT INTO grdb_migrations VALUES ('999')") }
    default: try FileManager.default.removeItem(atPath: file)
    }
    try harness.store.close()
    let refusal = #expect(throws: Refusal.self) {
      try Restore.run(from: file, to: harness.path, at: StoreHarness.now)
    }
    #expect(refusal?.text.en.contains("copy.db") == true, "\(refusal?.text.en ?? "")")
    #expect(refusal?.text.en.contains("restoring") == false)
    let store = try Store(path: harness.path)
    #expect(try store.read { try $0.projects(includingArchived: true).count } == 1)
    try store.close()
    let names = try FileManager.default.contentsOfDirectory(atPath: harness.folder)
    #expect(names.allSatisfy { !$0.contains("restoring") && !$0.contains("before") }, "\(names)")
  }

  @Test("A reader of another process that holds a snapshot neither stops changes nor sees them")
  func outsideReader() throws {
    _ = try harness.addProject()
    let outside = try DatabaseQueue(path: harness.path)
    defer { try? outside.close() }
    try outside.inDatabase { database in
      try database.execute(sql: "BEGIN; SELECT count(*) FROM project;")
      for number in 0..<300 { _ = try harness.addProject("p-\(number)") }
      // What is held is held: a passive checkpoint leaves it, and blocks nobody.
      try harness.store.foldLog()
      #expect(try Int.fetchOne(database, sql: "SELECT count(*) FROM project") == 1)
      try database.execute(sql: "COMMIT")
      #expect(try Int.fetchOne(database, sql: "SELECT count(*) FROM project") == 301)
    }
  }
}
