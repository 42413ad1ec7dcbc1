import GRDB
import MilepostCore

/// What SQLite says, as people and programs are told it.
enum StoreErrors {
  static let noResult = Refusal(.storageFailed, en: "The database gave no answer.", zh: "数据库没有响应。")

  static func translated<Value>(path: String, _ body: () throws -> Value) throws -> Value {
    do { return try body() } catch let error as DatabaseError { throw refusal(for: error, path: path) }
  }

  private static func refusal(for error: DatabaseError, path: String) -> Refusal {
    switch error.resultCode {
    case .SQLITE_FULL:
      Refusal(
        .storageFull, en: "The disk is full: nothing was changed. Make room and try again.",
        zh: "磁盘已满，未作任何更改。请清理空间后重试。")
    case .SQLITE_CORRUPT, .SQLITE_NOTADB:
      Refusal(
        .databaseCorrupt,
        en: "\(path) is damaged or is no SQLite database. Restore a backup, or move the file away to start afresh.",
        zh: "\(path) 已损坏或不是 SQLite 数据库。请恢复备份，或移走该文件后重新开始。")
    case .SQLITE_CANTOPEN:
      Refusal(
        .storageFailed, en: "\(path) cannot be opened. Check that its folder exists and may be written to.",
        zh: "无法打开 \(path)。请检查所在目录是否存在、是否可写。")
    case .SQLITE_READONLY:
      Refusal(
        .storageFailed, en: "\(path) cannot be written to: nothing was changed. Check its permissions and file system.",
        zh: "\(path) 不可写，未作任何更改。请检查权限和文件系统。")
    default:
      Refusal(
        .storageFailed,
        en: "The database failed (\(error.extendedResultCode.rawValue) \(error.message ?? "no message")): "
          + "nothing was changed. Check the disk.",
        zh: "数据库出错（\(error.extendedResultCode.rawValue)），未作任何更改。请检查磁盘。")
    }
  }
}
