import GRDB
import MilepostCore

extension Store {
  /// What SQLite itself finds wrong with the file, at most twenty lines; empty when nothing.
  package func damage() throws -> [String] {
    try StoreErrors.translated(path: pool.path) {
      try pool.read { database in
        let faults = try String.fetchAll(database, sql: "PRAGMA integrity_check(20)").filter { $0 != "ok" }
        let orphans = try Row.fetchAll(database, sql: "PRAGMA foreign_key_check").prefix(20)
          .map { "a row of \($0[0] as String) names one that is gone" }
        return faults + orphans
      }
    }
  }

  /// Folds the write-ahead log into the file, as far as nobody reads from it.
  package func foldLog() throws {
    try StoreErrors.translated(path: pool.path) {
      _ = try pool.writeWithoutTransaction { try $0.checkpoint(.passive) }
    }
  }
}

extension StoreWriter {
  /// Builds every index anew from its table.
  package func rebuildIndexes() throws { try run("REINDEX", []) }

  /// Counts what is kept as a number. True when the number was wrong.
  package func recountTallies() throws -> Bool {
    try run(
      """
      UPDATE tally SET value = (SELECT count(*) FROM milestone WHERE open = 1)
      WHERE name = 'milestones_open' AND value <> (SELECT count(*) FROM milestone WHERE open = 1)
      """, [])
    let wasWrong = db.changesCount > 0
    try run("DELETE FROM due_tally", [])
    try run(
      """
      INSERT INTO due_tally (due_day, open, slipping)
        SELECT due_day, count(*), sum(coalesce(projected_day, expected_day, due_day) > due_day)
        FROM milestone WHERE open = 1 GROUP BY due_day
      """, [])
    // Those of the state '' count what is pruned as well, and cannot be counted again.
    try run("DELETE FROM alert_tally WHERE state <> ''", [])
    try run(
      "INSERT INTO alert_tally (type, state, value) SELECT type, state, count(*) FROM alert GROUP BY type, state", [])
    return wasWrong
  }

  /// Takes milestones that are done, removed or archived out of the timer's list. Returns how many were in it.
  package func forgetChecksOfClosed() throws -> Int {
    try run("UPDATE milestone SET next_check = NULL WHERE open = 0 AND next_check IS NOT NULL", [])
    return db.changesCount
  }
}
