import Foundation
import GRDB
import MilepostCore

private let columns = "sequence, at, author, action, subject, before, after, reason, previous_hash, hash"

extension StoreReader {
  /// Entries after `sequence`, the oldest first.
  package func ledger(after sequence: Int64, limit: Int) throws -> [LedgerEntry] {
    try rows(
      "SELECT \(columns) FROM ledger WHERE sequence > ? ORDER BY sequence LIMIT ?", [sequence, limit], entry)
  }

  func ledgerEntries(_ condition: String, _ arguments: StatementArguments) throws -> [LedgerEntry] {
    try rows("SELECT \(columns) FROM ledger \(condition)", arguments, entry)
  }

  package func ledgerHead() throws -> LedgerEntry? {
    try row("SELECT \(columns) FROM ledger ORDER BY sequence DESC LIMIT 1", [], entry)
  }

  /// Recomputes every hash. `brokenAt` is the first entry that does not fit, or the first that is missing.
  package func verifyLedger() throws -> (entries: Int64, brokenAt: Int64?) {
    let cursor = try Row.fetchCursor(db, sql: "SELECT \(columns) FROM ledger ORDER BY sequence")
    var previous = LedgerHash.none
    var count: Int64 = 0
    while let row = try cursor.next() {
      count += 1
      let fits =
        row[0] == count && row[8] == previous
        && row[9]
          == LedgerHash.of(
            sequence: row[0], at: row[1], author: row[2], action: row[3], subject: row[4], before: row[5],
            after: row[6], reason: row[7], previous: previous)
      guard fits else { return (count, count) }
      previous = row[9]
    }
    let head = try note(.ledgerHead)
    return (count, (head ?? anchor(0, LedgerHash.none)) == anchor(count, previous) ? nil : count + 1)
  }

  private func entry(_ row: Row) -> LedgerEntry {
    LedgerEntry(
      sequence: row[0], at: Instant(milliseconds: row[1]), author: row[2], action: row[3], subject: row[4],
      before: row[5], after: row[6], reason: row[7], previousHash: LedgerHash.hex(row[8]),
      hash: LedgerHash.hex(row[9]))
  }
}

/// The end of the chain, kept apart from it: without it, entries cut off the end would leave a whole chain.
private func anchor(_ sequence: Int64, _ hash: Data) -> String { "\(sequence):\(LedgerHash.hex(hash))" }

extension StoreWriter {
  package func appendLedger(
    author: String, at now: Instant, action: String, subject: String, before: String, after: String, reason: String?
  ) throws {
    let head = try reader.row("SELECT sequence, hash FROM ledger ORDER BY sequence DESC LIMIT 1", []) {
      (sequence: $0[0] as Int64, hash: $0[1] as Data)
    }
    let sequence = (head?.sequence ?? 0) + 1
    let previous = head?.hash ?? LedgerHash.none
    let hash = LedgerHash.of(
      sequence: sequence, at: now.milliseconds, author: author, action: action, subject: subject, before: before,
      after: after, reason: reason, previous: previous)
    try run(
      "INSERT INTO ledger (\(columns)) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      [sequence, now.milliseconds, author, action, subject, before, after, reason, previous, hash])
    try setNote(.ledgerHead, anchor(sequence, hash))
  }
}
