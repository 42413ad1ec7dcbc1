import GRDB

/// What a kind or a state may be is asked without a list: SQLite (3.40) builds a list of three and more anew, as a table
/// of its own in memory, for each row that is written. That is 1.3 µs, a third of a plain insert, half of a plain update.
///
/// SQLite cannot change the constraints of a table. Its manual (https://www.sqlite.org/lang_altertable.html, section 7)
/// allows for changing their text in the schema, since no row is stored otherwise by it: that takes no time, however
/// many there are.
extension Migration009 {
  private static let lists: [(table: String, column: String, values: [String])] = [
    ("milestone", "kind", ["date", "count", "recurring", "gate", "finding"]),
    ("alert", "state", ["open", "acknowledged", "snoozed", "resolved"]),
    ("delivery", "state", ["pending", "delivered", "dead", "folded", "withdrawn"]),
  ]

  static func askWithoutLists(_ database: Database) throws {
    try database.execute(sql: "PRAGMA writable_schema = ON")
    for (table, column, values) in lists {
      let list = "\(column) IN (" + values.map { "'\($0)'" }.joined(separator: ", ") + ")"
      let one = values.map { "\(column) = '\($0)'" }.joined(separator: " OR ")
      try database.execute(
        sql: "UPDATE sqlite_schema SET sql = replace(sql, ?, ?) WHERE type = 'table' AND name = ?",
        arguments: [list, one, table])
    }
    // Other connections are to read the schema again, and this one now.
    let version = try Int.fetchOne(database, sql: "PRAGMA schema_version") ?? 0
    try database.execute(sql: "PRAGMA schema_version = \(version + 1); PRAGMA writable_schema = RESET")
  }
}
