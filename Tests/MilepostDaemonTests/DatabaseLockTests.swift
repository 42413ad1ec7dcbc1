import Foundation
import MilepostCore
import Testing

@testable import MilepostDaemon

@Suite struct DatabaseLockTests {
  @Test("One holds it at a time; the second is told which process does")
  func second() throws {
    let folder = try Folder()
    let database = folder.path + "/milepost.db"
    var first: DatabaseLock? = try DatabaseLock(database: database)
    let refusal = #expect(throws: Refusal.self) { try DatabaseLock(database: database) }
    #expect(refusal?.code == .databaseLocked && refusal?.text.en.contains("process \(getpid())") ?? false)
    withExtendedLifetime(first) {}
    first = nil
    _ = try DatabaseLock(database: database)
  }

  @Test("Two names of one file are one database")
  func aliases() throws {
    let folder = try Folder()
    try folder.write("milepost.db", "")
    try FileManager.default.createSymbolicLink(
      atPath: folder.path + "/alias.db", withDestinationPath: folder.path + "/milepost.db")
    let first = try DatabaseLock(database: folder.path + "/milepost.db")
    #expect(throws: Refusal.self) { try DatabaseLock(database: folder.path + "/alias.db") }
    withExtendedLifetime(first) {}
  }

  @Test("What a dead owner left in the file, nonsense included, is in nobody's way")
  func leftOver() throws {
    let folder = try Folder()
    let database = folder.path + "/milepost.db"
    try folder.write("milepost.db.lock", "x\u{1B}[31m 99999 x")
    let lock = try DatabaseLock(database: database)
    #expect(try String(contentsOfFile: database + ".lock", encoding: .utf8) == "\(getpid())\n")
    withExtendedLifetime(lock) {}
  }

  @Test("A folder that is not there is refused")
  func noFolder() throws {
    let folder = try Folder()
    let refusal = #expect(throws: Refusal.self) { try DatabaseLock(database: folder.path + "/none/milepost.db") }
    #expect(refusal?.code == .storageFailed)
  }
}
