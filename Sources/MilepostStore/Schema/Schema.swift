import GRDB
import MilepostCore

/// Numbered migrations, applied in order, never edited once released.
enum Schema {
  /// “Mile” in ASCII: tells Milepost's files from those of other programs.
  static let applicationID: Int32 = 0x4D69_6C65

  static var migrator: DatabaseMigrator {
    var migrator = DatabaseMigrator()
    migrator.registerMigration("001") { try $0.execute(sql: Migration001.sql) }
    return migrator
  }

  static func migrate(_ pool: DatabasePool, path: String) throws {
    let migrator = migrator
    let state = try pool.read { database in
      (
        owner: try Int32.fetchOne(database, sql: "PRAGMA application_id") ?? 0,
        isEmpty: try Int.fetchOne(database, sql: "SELECT count(*) FROM sqlite_schema") == 0,
        isNewer: try migrator.hasBeenSuperseded(database),
        isComplete: try migrator.hasCompletedMigrations(database)
      )
    }
    guard state.isEmpty || state.owner == applicationID else {
      throw Refusal(
        .databaseCorrupt, en: "\(path) belongs to another program. Name another file as the database.",
        zh: "\(path) 属于其他程序，请改用别的文件作为数据库。")
    }
    guard !state.isNewer else {
      throw Refusal(
        .databaseNewer,
        en: "\(path) was written by a newer Milepost. "
          + "Install that version, or restore a backup from before the upgrade.",
        zh: "\(path) 由更新版本的 Milepost 写入。请安装该版本，或恢复升级前的备份。")
    }
    if !state.isComplete { try migrator.migrate(pool) }
  }
}
