import GRDB
import MilepostCore

/// Numbered migrations, applied in order, never edited once released.
enum Schema {
  /// “Mile” in ASCII: tells Milepost's files from those of other programs.
  static let applicationID: Int32 = 0x4D69_6C65

  static var migrator: DatabaseMigrator {
    var migrator = DatabaseMigrator()
    migrator.registerMigration("001") { try $0.execute(sql: Migration001.sql) }
    migrator.registerMigration("002") { try $0.execute(sql: Migration002.sql) }
    migrator.registerMigration("003") { try $0.execute(sql: Migration003.sql) }
    migrator.registerMigration("004") { try $0.execute(sql: Migration004.sql) }
    migrator.registerMigration("005") { try $0.execute(sql: Migration005.sql) }
    migrator.registerMigration("006") { try $0.execute(sql: Migration006.sql) }
    migrator.registerMigration("007") { try $0.execute(sql: Migration007.sql) }
    migrator.registerMigration("008") { try $0.execute(sql: Migration008.sql) }
    migrator.registerMigration("009") {
      try $0.execute(sql: Migration009.sql)
      try Migration009.askWithoutLists($0)
    }
    migrator.registerMigration("010") { try $0.execute(sql: Migration010.sql) }
    return migrator
  }

  /// Brings the file up to this schema. Refuses what is another program's, or a newer version's.
  static func migrate(_ pool: DatabasePool, path: String) throws {
    let isComplete = try pool.read { try check($0, path: path) }
    if !isComplete { try migrator.migrate(pool) }
  }

  /// Refuses what is not ours before anything is opened for writing: to open a file as a pool turns its write-ahead log
  /// on, which changes it. A file that has one already is not changed by that.
  static func refuseForeign(path: String) throws {
    guard let header = SQLiteHeader(path: path), !header.hasWriteAheadLog else { return }
    var configuration = Configuration()
    configuration.readonly = true
    let queue = try DatabaseQueue(path: path, configuration: configuration)
    defer { try? queue.close() }
    _ = try queue.read { try check($0, path: path) }
  }

  /// Whether every migration has been applied.
  private static func check(_ database: Database, path: String) throws -> Bool {
    let migrator = migrator
    let owner = try Int32.fetchOne(database, sql: "PRAGMA application_id") ?? 0
    let isEmpty = try Int.fetchOne(database, sql: "SELECT count(*) FROM sqlite_schema") == 0
    guard isEmpty || owner == applicationID else {
      throw Refusal(
        .databaseCorrupt, en: "\(path) belongs to another program. Name another file as the database.",
        zh: "\(path) 属于其他程序，请改用别的文件作为数据库。")
    }
    guard try !migrator.hasBeenSuperseded(database) else {
      throw Refusal(
        .databaseNewer,
        en: "\(path) was written by a newer Milepost. "
          + "Install that version, or restore a backup from before the upgrade.",
        zh: "\(path) 由更新版本的 Milepost 写入。请安装该版本，或恢复升级前的备份。")
    }
    return try migrator.hasCompletedMigrations(database)
  }
}
