import Foundation
import GRDB
import Testing

extension SystemTests {
  @Suite
  struct BadDatabaseTests {
    enum Damage: CaseIterable {
      case noDatabase, truncated, overwritten, newer, foreign
    }

    @Workbench
    @Test(
      "A damaged, newer or foreign database is refused in one sentence and left as it is", arguments: Damage.allCases)
    func refusesToStart(_ damage: Damage) throws {
      let service = try Service()
      try service.start()
      try service.apply(try Plans.late(200))
      try service.stop()
      try damage.apply(to: service.database)
      let before = try damage.contents(of: service.database)
      let ran = try service.runDaemon(["--config", service.settingsFile])
      #expect(ran.status == 65, "\(ran.errors)")
      let sentences = ran.errors.split(separator: "\n").filter { $0.contains(" error ") }
      #expect(sentences.count == 1, "\(ran.errors)")
      #expect(sentences.first?.contains(service.database) == true, "\(ran.errors)")
      #expect(ran.errors.contains(damage == .newer ? "code=database_newer" : "code=database_corrupt"), "\(ran.errors)")
      #expect(try damage.contents(of: service.database) == before, "it changed what it refused")
    }

    @Workbench
    @Test("A folder in place of the database, and a folder that is not there, are refused without a crash")
    func unusablePlaces() throws {
      let service = try Service()
      for place in [service.folder, service.folder + "/nowhere/milepost.db"] {
        let ran = try service.runDaemon(["--config", service.settingsFile], variables: ["MILEPOST_DATABASE": place])
        #expect(ran.status == 1, "\(ran.errors)")
        #expect(ran.errors.contains(place), "\(ran.errors)")
        #expect(ran.errors.contains("code=storage_failed"), "\(ran.errors)")
      }
    }
  }
}

extension SystemTests.BadDatabaseTests.Damage {
  fileprivate func apply(to path: String) throws {
    switch self {
    case .noDatabase: try Data("这不是数据库".utf8 + [UInt8](repeating: 7, count: 8192)).write(to: URL(filePath: path))
    case .truncated:
      let file = try FileHandle(forUpdating: URL(filePath: path))
      try file.truncate(atOffset: file.seekToEnd() / 2)
    case .overwritten:
      let file = try FileHandle(forUpdating: URL(filePath: path))
      // The first page's table of contents, behind the header that says whose file this is.
      try file.seek(toOffset: 100)
      try file.write(contentsOf: Data(repeating: 0xA5, count: 2000))
    case .newer: try sql("INSERT INTO grdb_migrations (identifier) VALUES ('999')", path)
    case .foreign: try sql("PRAGMA application_id = 252006673", path)
    }
  }

  /// What must stay as it is: every byte, and of a file that SQLite can read all that is stored in it, since opening it
  /// leaves marks in its header.
  fileprivate func contents(of path: String) throws -> Data {
    guard self == .newer || self == .foreign else { return try Data(contentsOf: URL(filePath: path)) }
    let queue = try DatabaseQueue(path: path)
    defer { try? queue.close() }
    let dump = Dump()
    try queue.dumpContent(to: dump)
    return Data(dump.text.utf8)
  }

  private func sql(_ sql: String, _ path: String) throws {
    let queue = try DatabaseQueue(path: path)
    try queue.writeWithoutTransaction { try $0.execute(sql: sql) }
    try queue.close()
  }
}

private final class Dump: TextOutputStream {
  private(set) var text = ""

  func write(_ string: String) { text += string }
}
