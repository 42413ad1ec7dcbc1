import Foundation
import GRDB
import MilepostCore
import Testing

@testable import MilepostStore

/// Files that are not as they should be.
@Suite struct FileTests {
  private func refusal(_ path: String) -> Refusal? {
    do {
      try Store(path: path).close()
      return nil
    } catch {
      return error as? Refusal
    }
  }

  private func overwrite(_ path: String, at offset: UInt64, with byte: UInt8, count: Int) throws {
    let file = try #require(FileHandle(forUpdatingAtPath: path))
    try file.seek(toOffset: offset)
    try file.write(contentsOf: Data(repeating: byte, count: count))
    try file.close()
  }

  @Test("A damaged header, a file of something else and a text are refused, and left as they are")
  func notOurs() throws {
    let harness = try StoreHarness()
    try harness.store.close()
    let text = harness.folder + "/text"
    try "Das ist keine Datenbank.".write(toFile: text, atomically: true, encoding: .utf8)
    #expect(refusal(text)?.code == .databaseCorrupt)
    #expect(try String(contentsOfFile: text, encoding: .utf8) == "Das ist keine Datenbank.")
    let other = harness.folder + "/other"
    let queue = try DatabaseQueue(path: other)
    try queue.inDatabase { try $0.execute(sql: "CREATE TABLE t (x)") }
    try queue.close()
    #expect(refusal(other)?.code == .databaseCorrupt)
    try overwrite(harness.path, at: 0, with: 0x5A, count: 64)
    #expect(refusal(harness.path)?.code == .databaseCorrupt)
  }

  @Test("Damaged pages are refused when they are met, with what to do")
  func damagedPages() throws {
    let harness = try StoreHarness()
    for number in 1...200 { try harness.ledgerEntry(number) }
    try harness.store.close()
    let attributes = try FileManager.default.attributesOfItem(atPath: harness.path)
    let size = try #require(attributes[.size] as? Int)
    try overwrite(harness.path, at: 4096, with: 0x5A, count: size - 4096)
    let refusal = #expect(throws: Refusal.self) {
      let store = try Store(path: harness.path)
      _ = try store.read { try $0.verifyLedger() }
    }
    #expect(refusal?.code == .databaseCorrupt)
    #expect(refusal?.text.en.contains("Restore a backup") ?? false)
  }

  @Test("A file that a newer version has migrated is refused")
  func newer() throws {
    let harness = try StoreHarness()
    try harness.store.close()
    try harness.raw { try $0.execute(sql: "INSERT INTO grdb_migrations (identifier) VALUES ('999')") }
    #expect(refusal(harness.path)?.code == .databaseNewer)
  }

  @Test("A folder that is not there, and one that is no folder, are refused")
  func noFolder() throws {
    let harness = try StoreHarness()
    #expect(refusal(harness.folder + "/nowhere/milepost.db")?.code == .storageFailed)
    #expect(refusal(harness.folder)?.code == .storageFailed)
  }

  @Test("A full disk refuses the change, loses nothing, and is forgotten once there is room")
  func full() throws {
    let harness = try StoreHarness()
    let project = try harness.addProject()
    let pages = try harness.store.write { writer -> Int in
      let pages: Int = try writer.reader.value("PRAGMA page_count") ?? 0
      try writer.db.execute(sql: "PRAGMA max_page_count = \(pages + 3)")
      return pages
    }
    var written = 0
    let refusal = #expect(throws: Refusal.self) {
      for number in 0..<10_000 {
        _ = try harness.addMilestone("m-\(number)", in: project)
        written += 1
      }
    }
    #expect(refusal?.code == .storageFull && written > 0)
    #expect(try harness.store.read { try $0.milestones(projectID: project.id) }.count == written)
    #expect(try harness.store.read { try $0.value("PRAGMA integrity_check") as String? } == "ok")
    try harness.store.write { try $0.db.execute(sql: "PRAGMA max_page_count = \(pages + 1000)") }
    _ = try harness.addMilestone("after", in: project)
    #expect(try harness.store.read { try $0.milestones(projectID: project.id) }.count == written + 1)
  }

  @Test("A store may be closed twice")
  func closed() throws {
    let harness = try StoreHarness()
    try harness.store.close()
    try harness.store.close()
    #expect(throws: (any Error).self) { try harness.store.read { try $0.endpoints() } }
  }
}
