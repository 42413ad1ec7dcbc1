import CSQLiteSetup
import Foundation
import GRDB
import MilepostCore
import Synchronization

/// The one place that keeps things: an SQLite file in WAL mode, every commit synced to disk (`synchronous=FULL`).
///
/// One writer at a time, any number of readers that never wait for it. Every method throws `Refusal`: `storageFull` and
/// `storageFailed` leave the file as it was before the call.
package final class Store: Sendable {
  let pool: DatabasePool
  private let claims = Claims()
  private let hot = HotStatements()
  private let isOpen = Mutex(true)

  /// Opens the file, creates or migrates what it holds.
  ///
  /// Refuses with `databaseNewer` a file that a newer version has migrated, with `databaseCorrupt` one that is damaged
  /// or belongs to another program. `disk` names the SQLite file system that the file is on; nil: the machine's.
  package init(path: String, disk: String? = nil) throws {
    Store.setUp()
    pool = try StoreErrors.translated(path: path) {
      try Schema.refuseForeign(path: path)
      let address = disk.map { "file:\(path)?vfs=\($0)" } ?? path
      let pool = try DatabasePool(path: address, configuration: Store.configuration)
      // GRDB sets NORMAL when it turns the write-ahead log on, after all that a configuration can say.
      try pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA synchronous = FULL") }
      try Schema.migrate(pool, path: path)
      return pool
    }
  }

  /// Where the file lies.
  package var folder: String { (pool.path as NSString).deletingLastPathComponent }

  /// Runs `body` as one transaction: all of it is on disk when this returns, or none of it.
  package func write<Value>(_ body: (StoreWriter) throws -> Value) throws -> Value {
    let effects = TransactionEffects()
    let value: Value = try StoreErrors.translated(path: pool.path) {
      try pool.writeWithoutTransaction { database in
        var result: Result<Value, any Error>?
        try database.inTransaction(.immediate) {
          let writer = StoreWriter(reader: StoreReader(db: database, claims: claims), effects: effects, hot: hot)
          let value = try body(writer)
          try writer.countNewAlerts()
          result = .success(value)
          return .commit
        }
        guard let result else { throw StoreErrors.noResult }
        return try result.get()
      }
    }
    claims.apply(effects)
    return value
  }

  /// Runs `body` on one consistent view of the store.
  package func read<Value>(_ body: (StoreReader) throws -> Value) throws -> Value {
    try StoreErrors.translated(path: pool.path) {
      try pool.read { try body(StoreReader(db: $0, claims: claims)) }
    }
  }

  /// Bytes of the database's file, and of its write-ahead log.
  package var fileBytes: (database: Int64, log: Int64) {
    func bytes(_ path: String) -> Int64 {
      let attributes = try? FileManager.default.attributesOfItem(atPath: path)
      return (attributes?[.size] as? NSNumber)?.int64Value ?? 0
    }
    return (bytes(pool.path), bytes(pool.path + "-wal"))
  }

  /// Folds the write-ahead log into the file and closes it; once closed, does nothing.
  package func close() throws {
    let wasOpen = isOpen.withLock { isOpen in
      defer { isOpen = false }
      return isOpen
    }
    guard wasOpen else { return }
    try StoreErrors.translated(path: pool.path) {
      pool.writeWithoutTransaction {
        hot.forget()
        _ = try? $0.checkpoint(.truncate)
      }
      try pool.close()
    }
  }

  /// To be called before anything else of SQLite's by whoever uses it beside a store.
  package static func setUp() { _ = isSetUp }

  /// Once in a process. Where SQLite runs already it counts its memory, which costs time and nothing else.
  private static let isSetUp = milepost_sqlite_set_up() == 0

  /// 16 MiB of log: what a storm writes again and again goes into the file once.
  private static let checkpointPages = 4096

  private static var configuration: Configuration {
    var configuration = Configuration()
    configuration.label = "milepost.store"
    configuration.maximumReaderCount = 3
    configuration.busyMode = .timeout(5)
    configuration.foreignKeysEnabled = true
    configuration.prepareDatabase { database in
      try database.execute(
        sql: """
          PRAGMA cache_size = -8000;
          PRAGMA temp_store = MEMORY;
          PRAGMA secure_delete = ON;
          PRAGMA journal_size_limit = 33554432;
          PRAGMA wal_autocheckpoint = \(checkpointPages);
          """)
    }
    return configuration
  }
}
