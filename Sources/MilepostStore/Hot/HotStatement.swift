import GRDB
import GRDBSQLite

/// A statement that a storm runs ten thousand times: it is prepared once for as long as the file is open, found without
/// its text, and its values go to SQLite as they are. All others go through GRDB, which costs more than SQLite's own
/// work on such a row.
struct HotStatement {
  fileprivate let statement: OpaquePointer
  private let connection: OpaquePointer
  private let texts: UnsafeMutableBufferPointer<CChar>
  private var textsEnd = 0
  private var bound: Int32 = 0
  private var column: Int32 = 0

  /// `texts` is where the statement's values lie while it runs.
  fileprivate init(
    _ statement: OpaquePointer, on connection: OpaquePointer, texts: UnsafeMutableBufferPointer<CChar>
  ) {
    self.statement = statement
    self.connection = connection
    self.texts = texts
  }

  // MARK: Values, from the first question mark to the last

  mutating func bind(_ value: Int64?) {
    bound += 1
    if let value { sqlite3_bind_int64(statement, bound, value) } else { sqlite3_bind_null(statement, bound) }
  }

  mutating func bind(_ value: Int?) { bind(value.map(Int64.init)) }

  mutating func bind(_ value: String?) {
    bound += 1
    guard var value else { return _ = sqlite3_bind_null(statement, bound) }
    value.withUTF8 { text in
      let count = Int32(text.count)
      // Without an address it would be NULL, not "".
      guard let start = UnsafeRawPointer(text.baseAddress), count > 0 else {
        return _ = sqlite3_bind_text(statement, bound, "", 0, HotStatement.copied)
      }
      guard textsEnd + text.count <= texts.count, let place = texts.baseAddress else {
        let bytes = start.assumingMemoryBound(to: CChar.self)
        return _ = sqlite3_bind_text(statement, bound, bytes, count, HotStatement.copied)
      }
      // SQLite's own copy would be an allocation for each value; the text's storage ends with this closure.
      UnsafeMutableRawPointer(place + textsEnd).copyMemory(from: start, byteCount: text.count)
      sqlite3_bind_text(statement, bound, place + textsEnd, count, nil)
      textsEnd += text.count
    }
  }

  /// SQLITE_TRANSIENT, a macro that Swift does not see.
  private static let copied = unsafeBitCast(-1, to: sqlite3_destructor_type.self)

  // MARK: Answers

  /// Runs a statement that changes rows; returns how many.
  func run() throws -> Int {
    defer { sqlite3_reset(statement) }
    let code = sqlite3_step(statement)
    guard code == SQLITE_DONE || code == SQLITE_ROW else { throw failure() }
    return Int(sqlite3_changes(connection))
  }

  /// Whether there is one more row.
  mutating func next() throws -> Bool {
    column = 0
    switch sqlite3_step(statement) {
    case SQLITE_ROW: return true
    case SQLITE_DONE: return false
    default: throw failure()
    }
  }

  mutating func int64() -> Int64 {
    defer { column += 1 }
    return sqlite3_column_int64(statement, column)
  }

  mutating func optionalInt64() -> Int64? {
    defer { column += 1 }
    return optionalInt64(Int(column))
  }

  mutating func text() -> String { optionalText() ?? "" }

  mutating func optionalText() -> String? {
    defer { column += 1 }
    return optionalText(Int(column))
  }

  func end() { sqlite3_reset(statement) }

  private func failure() -> DatabaseError {
    DatabaseError(
      resultCode: ResultCode(rawValue: sqlite3_extended_errcode(connection)),
      message: String(cString: sqlite3_errmsg(connection)))
  }
}

extension HotStatement: RowColumns {
  func int64(_ column: Int) -> Int64 { sqlite3_column_int64(statement, Int32(column)) }

  func optionalInt64(_ column: Int) -> Int64? {
    sqlite3_column_type(statement, Int32(column)) == SQLITE_NULL ? nil : int64(column)
  }

  func optionalText(_ column: Int) -> String? {
    guard let start = sqlite3_column_text(statement, Int32(column)) else { return nil }
    let length = Int(sqlite3_column_bytes(statement, Int32(column)))
    return String(decoding: UnsafeBufferPointer(start: start, count: length), as: UTF8.self)
  }
}

/// The hot statements of one connection.
///
/// `@unchecked Sendable` is safe: statements are handed out for the writer's `Database` alone, which traps when it is
/// touched off its queue, and that queue runs one access at a time.
final class HotStatements: @unchecked Sendable {
  /// More than an alert's message and all beside it usually take; what does not fit is copied by SQLite.
  private static let textBytes = 8192

  private var prepared: [OpaquePointer?] = Array(repeating: nil, count: HotSQL.allCases.count)
  private let texts = UnsafeMutableBufferPointer<CChar>.allocate(capacity: HotSQL.allCases.count * textBytes)

  /// Ready to be bound. Every value must be bound each time.
  func statement(_ sql: HotSQL, on db: Database) throws -> HotStatement {
    // Traps off the writer's queue.
    _ = db.totalChangesCount
    guard let connection = db.sqliteConnection else { throw DatabaseError(resultCode: .SQLITE_MISUSE) }
    let own = UnsafeMutableBufferPointer(
      rebasing: texts[sql.rawValue * Self.textBytes..<(sql.rawValue + 1) * Self.textBytes])
    if let known = prepared[sql.rawValue] { return HotStatement(known, on: connection, texts: own) }
    var statement: OpaquePointer?
    let code = sqlite3_prepare_v3(connection, sql.text, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &statement, nil)
    guard code == SQLITE_OK, let statement else {
      throw DatabaseError(resultCode: ResultCode(rawValue: code), message: String(cString: sqlite3_errmsg(connection)))
    }
    prepared[sql.rawValue] = statement
    return HotStatement(statement, on: connection, texts: own)
  }

  /// Those of a connection that was not closed in order; it ends with the last of them.
  deinit {
    forget()
    texts.deallocate()
  }

  /// To be called before the connection closes, on its queue.
  func forget() {
    for statement in prepared { sqlite3_finalize(statement) }
    prepared = Array(repeating: nil, count: HotSQL.allCases.count)
  }
}

extension StoreWriter {
  /// Runs one of the hot statements; returns how many rows it changed.
  @discardableResult
  func run(_ sql: HotSQL, _ bind: (inout HotStatement) -> Void) throws -> Int {
    var statement = try hot.statement(sql, on: db)
    bind(&statement)
    return try statement.run()
  }
}
