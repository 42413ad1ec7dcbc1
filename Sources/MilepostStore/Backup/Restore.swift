import Foundation
import Glibc
import MilepostCore

/// Puts a backup in a database's place, once it has shown that it is whole. For a service that does not run.
package enum Restore {
  package struct Outcome: Hashable, Sendable {
    package var projects: Int
    package var milestonesOpen: Int
    package var ledgerEntries: Int64
    /// Names of webhooks that need their addresses and secrets again.
    package var withoutSecrets: [String]
    /// Where the database that was there is now; nil when there was none.
    package var kept: String?
  }

  /// Copies `file` beside `database`, brings it up to this version's schema, has SQLite and the ledger look through it,
  /// and only then puts it in the database's place. What was there is kept beside it, named for `now`.
  package static func run(from file: String, to database: String, at now: Instant) throws -> Outcome {
    let copy = database + ".restoring"
    for suffix in ["", "-wal", "-shm", "-journal"] { unlink(copy + suffix) }
    defer { for suffix in ["", "-wal", "-shm", "-journal"] { unlink(copy + suffix) } }
    for suffix in ["", "-wal"] { try copyFile(file + suffix, to: copy + suffix, isNeeded: suffix.isEmpty) }
    var outcome: Outcome
    do { outcome = try examine(copy, from: file, at: now) } catch let refusal as Refusal {
      throw renamed(refusal, copy, file)
    }
    try BackupFile.sync(copy)
    outcome.kept = try setAside(database, at: now)
    guard rename(copy, database) == 0 else { throw BackupFile.failure(database, errno) }
    try BackupFile.sync((database as NSString).deletingLastPathComponent)
    return outcome
  }

  private static func examine(_ copy: String, from file: String, at now: Instant) throws -> Outcome {
    let store = try Store(path: copy)
    defer { try? store.close() }
    let damage = try store.damage()
    guard damage.isEmpty else {
      throw Refusal(
        .databaseCorrupt, en: "\(file) is damaged (\(damage[0])); nothing was changed. Take another backup.",
        zh: "\(file) 已损坏（\(damage[0])），未作任何更改。请换用其他备份。")
    }
    let (entries, brokenAt) = try store.read { try $0.verifyLedger() }
    if let brokenAt {
      throw Refusal(
        .databaseCorrupt,
        en: "The ledger of \(file) is broken from entry \(brokenAt) on; nothing was changed. Take another backup.",
        zh: "\(file) 的台账自第 \(brokenAt) 条起已损坏，未作任何更改。请换用其他备份。")
    }
    let outcome = try store.write { writer in
      try writer.appendLedger(
        author: "service", at: now, action: "database.restore", subject: "backup", before: "",
        after: "{\"entries\":\(entries)}", reason: nil)
      let counts = try writer.reader.counts(today: Zone.utc.civilDate(at: now))
      let waiting = try writer.reader.endpoints().filter { $0.reason == BackupSecrets.reason }.map(\.name)
      return Outcome(
        projects: counts.projects, milestonesOpen: counts.milestonesOpen, ledgerEntries: entries,
        withoutSecrets: waiting, kept: nil)
    }
    try store.close()
    return outcome
  }

  /// Says of the file that the person named what was said of its copy.
  private static func renamed(_ refusal: Refusal, _ copy: String, _ file: String) -> Refusal {
    Refusal(
      refusal.code, en: refusal.text.en.replacingOccurrences(of: copy, with: file),
      zh: refusal.text.zh.replacingOccurrences(of: copy, with: file), place: refusal.place)
  }

  private static func copyFile(_ from: String, to: String, isNeeded: Bool) throws {
    guard FileManager.default.fileExists(atPath: from) else {
      guard isNeeded else { return }
      throw Refusal(
        .notFound, en: "There is no file \(from); name a backup.", zh: "没有文件 \(from)；请指定一个备份。", place: "file")
    }
    do { try FileManager.default.copyItem(atPath: from, toPath: to) } catch {
      throw Refusal(
        .storageFailed, en: "\(from) cannot be copied to \(to). Check the disk's room and the folder's permissions.",
        zh: "无法将 \(from) 复制到 \(to)。请检查磁盘空间和目录权限。")
    }
    guard chmod(to, 0o600) == 0 else { throw BackupFile.failure(to, errno) }
  }

  private static func setAside(_ database: String, at now: Instant) throws -> String? {
    guard FileManager.default.fileExists(atPath: database) else { return nil }
    let name = "\(database).before-\(now.rfc3339.prefix(19).replacingOccurrences(of: ":", with: "-"))Z"
    // Nothing that was kept is ever written over.
    var (kept, number) = (name, 1)
    while FileManager.default.fileExists(atPath: kept) {
      number += 1
      kept = "\(name)-\(number)"
    }
    // What its log holds belongs to it.
    for suffix in ["-wal", "-shm", ""] where FileManager.default.fileExists(atPath: database + suffix) {
      guard rename(database + suffix, kept + suffix) == 0 else { throw BackupFile.failure(kept, errno) }
    }
    return kept
  }
}
