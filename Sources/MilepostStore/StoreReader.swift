import GRDB
import MilepostCore

/// Questions to one consistent view of the store. Methods live in `Reading/`, a file a noun.
package struct StoreReader {
  let db: Database
  /// Deliveries that the courier holds.
  let claims: Claims

  /// The first value of a single-row answer.
  func value<Value: DatabaseValueConvertible>(
    _ sql: String, _ arguments: StatementArguments = []
  ) throws -> Value? {
    try Value.fetchOne(db.cachedStatement(sql: sql), arguments: arguments)
  }

  func rows<Value>(
    _ sql: String, _ arguments: StatementArguments = [], _ convert: (Row) throws -> Value
  ) throws -> [Value] {
    let cursor = try Row.fetchCursor(db.cachedStatement(sql: sql), arguments: arguments)
    var values: [Value] = []
    while let row = try cursor.next() { values.append(try convert(row)) }
    return values
  }

  func row<Value>(
    _ sql: String, _ arguments: StatementArguments, _ convert: (Row) throws -> Value
  ) throws -> Value? {
    let cursor = try Row.fetchCursor(db.cachedStatement(sql: sql), arguments: arguments)
    return try cursor.next().map(convert)
  }
}

/// Changes inside one transaction. Methods live in `Writing/`, a file a noun.
package struct StoreWriter {
  package let reader: StoreReader
  let effects: TransactionEffects
  let hot: HotStatements

  var db: Database { reader.db }

  func run(_ sql: String, _ arguments: StatementArguments) throws {
    try db.cachedStatement(sql: sql).execute(arguments: arguments)
  }

  /// The revision that follows `revision`, or a refusal when somebody else's change came first.
  func refuseUnlessChanged() throws {
    guard db.changesCount == 0 else { return }
    throw Refusal(
      .conflict, en: "It was changed or removed in the meantime; look again first.", zh: "内容已被修改或删除，请重新查看后再改。")
  }
}
