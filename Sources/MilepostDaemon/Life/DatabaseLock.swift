import CLinux
import Glibc
import MilepostCore

/// The right to use a database and its socket: one process has it at a time, and it ends with that process, however it
/// ends.
///
/// An advisory lock on the file `<database>.lock`, which holds the owner's process id and is never removed: removing it
/// would let a third process lock a new file of that name beside the second.
final class DatabaseLock: Sendable {
  private let file: Int32

  /// Refuses with `databaseLocked` and the owner's process id.
  init(database: String) throws(Refusal) {
    let path = DatabaseLock.path(for: database)
    file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard file >= 0 else { throw DatabaseLock.unusable(path, error: errno) }
    let error = milepost_lock(file)
    guard error == 0 else {
      let owner = DatabaseLock.owner(of: file)
      close(file)
      throw error == EWOULDBLOCK
        ? DatabaseLock.taken(database, owner: owner) : DatabaseLock.unusable(path, error: error)
    }
    let pid = Array("\(getpid())\n".utf8)
    guard ftruncate(file, 0) == 0, pwrite(file, pid, pid.count, 0) == pid.count else {
      let error = errno
      close(file)
      throw DatabaseLock.unusable(path, error: error)
    }
  }

  deinit { release() }

  private func release() {
    ftruncate(file, 0)
    close(file)
  }

  /// Beside the file itself, by whatever name it was asked for.
  static func path(for database: String) -> String {
    guard let real = realpath(database, nil) else { return database + ".lock" }
    defer { free(real) }
    return String(cString: real) + ".lock"
  }

  private static func owner(of file: Int32) -> String? {
    var bytes = [UInt8](repeating: 0, count: 32)
    let count = pread(file, &bytes, bytes.count, 0)
    guard count > 0 else { return nil }
    let digits = bytes[..<count].prefix { (48...57).contains($0) }
    return digits.isEmpty ? nil : String(decoding: digits, as: UTF8.self)
  }

  private static func taken(_ database: String, owner: String?) -> Refusal {
    let (en, zh) = (owner.map { "process \($0)" } ?? "another process", owner.map { "进程 \($0)" } ?? "另一个进程")
    return Refusal(
      .databaseLocked, en: "\(database) is in use by \(en). Stop that one first, or name another database.",
      zh: "\(database) 正被\(zh)使用。请先停止它，或指定别的数据库。", place: "database")
  }

  private static func unusable(_ path: String, error: Int32) -> Refusal {
    let reason = String(cString: strerror(error))
    return Refusal(
      .storageFailed,
      en: "\(path) cannot be locked: \(reason). Check that its folder exists and may be written to.",
      zh: "无法锁定 \(path)：\(reason)。请检查所在目录是否存在、是否可写。", place: "database")
  }
}
