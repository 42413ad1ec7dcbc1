import Foundation
import GRDB
import Glibc
import MilepostCore

/// What a backup holds.
package struct BackupSummary: Hashable, Sendable {
  package var path: String
  package var bytes: Int64
  package var ledgerEntries: Int64
  package var holdsSecrets: Bool
}

extension Store {
  /// Copies one consistent state into a new file of mode 0600, by SQLite's online backup: changes and deliveries go on
  /// meanwhile, and are in the copy whole or not at all. The file has its name once it is complete and synced.
  ///
  /// Refuses with `duplicateKey` a name that is taken.
  package func backup(to path: String, withSecrets: Bool) throws -> BackupSummary {
    guard !FileManager.default.fileExists(atPath: path) else {
      throw Refusal(
        .duplicateKey, en: "\(path) is there already; choose another name.", zh: "\(path) 已存在，请换一个名称。", place: "name")
    }
    let unfinished = path + ".unfinished"
    unlink(unfinished)
    defer { unlink(unfinished) }
    try BackupFile.create(unfinished)
    let entries = try StoreErrors.translated(path: unfinished) { try copy(to: unfinished, withSecrets: withSecrets) }
    try BackupFile.sync(unfinished)
    guard rename(unfinished, path) == 0 else { throw BackupFile.failure(path, errno) }
    try BackupFile.sync((path as NSString).deletingLastPathComponent)
    return BackupSummary(
      path: path, bytes: BackupFile.size(path), ledgerEntries: entries, holdsSecrets: withSecrets)
  }

  private func copy(to path: String, withSecrets: Bool) throws -> Int64 {
    let copy = try DatabaseQueue(path: path)
    defer { try? copy.close() }
    try pool.backup(to: copy)
    return try copy.writeWithoutTransaction { database in
      // One file, with no log beside it.
      try database.execute(sql: "PRAGMA journal_mode = DELETE; PRAGMA secure_delete = ON; PRAGMA synchronous = FULL")
      if !withSecrets {
        try database.inTransaction {
          try BackupSecrets.erase(in: database)
          return .commit
        }
      }
      return try Int64.fetchOne(database, sql: "SELECT coalesce(max(sequence), 0) FROM ledger") ?? 0
    }
  }
}

/// Files as the kernel has them.
enum BackupFile {
  static func create(_ path: String) throws(Refusal) {
    let file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard file >= 0 else { throw failure(path, errno) }
    close(file)
  }

  /// A file's contents, or a folder's names.
  static func sync(_ path: String) throws(Refusal) {
    let file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { throw failure(path, errno) }
    let code = fsync(file)
    let error = errno
    close(file)
    guard code == 0 else { throw failure(path, error) }
  }

  static func size(_ path: String) -> Int64 {
    var info = stat()
    return stat(path, &info) == 0 ? Int64(info.st_size) : 0
  }

  static func failure(_ path: String, _ error: Int32) -> Refusal {
    guard error != ENOSPC, error != EDQUOT else {
      return Refusal(
        .storageFull, en: "The disk is full: \(path) was not written. Make room and try again.",
        zh: "磁盘已满，未写入 \(path)。请清理空间后重试。")
    }
    let reason = String(cString: strerror(error))
    return Refusal(
      .storageFailed, en: "\(path) cannot be written: \(reason). Check its folder.",
      zh: "无法写入 \(path)：\(reason)。请检查所在目录。")
  }
}
