import GRDB
import MilepostCore
import Testing

@testable import MilepostStore

@Suite struct LedgerTests {
  private func filled(_ count: Int = 6) throws -> StoreHarness {
    let harness = try StoreHarness()
    for number in 1...count { try harness.ledgerEntry(number) }
    return harness
  }

  private func brokenAt(_ harness: StoreHarness) throws -> Int64? {
    try harness.store.read { try $0.verifyLedger() }.brokenAt
  }

  @Test("A ledger that nobody touched verifies, also empty, also after a restart")
  func whole() throws {
    let empty = try StoreHarness()
    #expect(try empty.store.read { try $0.verifyLedger() } == (0, nil))
    let harness = try filled()
    #expect(try harness.store.read { try $0.verifyLedger() } == (6, nil))
    try harness.reopen()
    try harness.ledgerEntry(7)
    #expect(try harness.store.read { try $0.verifyLedger() } == (7, nil))
    let entries = try harness.store.read { try $0.ledger(after: 2, limit: 3) }
    #expect(entries.map(\.sequence) == [3, 4, 5])
    #expect(zip(entries, entries.dropFirst()).allSatisfy { $0.hash == $1.previousHash })
  }

  @Test(
    "The database itself refuses to change the ledger",
    arguments: [
      "UPDATE ledger SET after = 'x' WHERE sequence = 2", "DELETE FROM ledger WHERE sequence = 6", "DELETE FROM ledger",
      "INSERT INTO ledger SELECT sequence + 10, at, author, action, subject, before, after, reason, previous_hash, hash FROM ledger WHERE sequence = 6",
    ])
  func appendOnly(sql: String) throws {
    let harness = try filled()
    #expect(throws: DatabaseError.self) { try harness.raw { try $0.execute(sql: sql) } }
    #expect(try brokenAt(harness) == nil)
  }

  @Test(
    "A change of any field of an entry is found where it was made, even past the triggers",
    arguments: [
      "at = at + 1", "author = 'x'", "action = 'x'", "subject = subject || ' '", "before = ''", "after = '{}'",
      "reason = 'x'", "reason = ''", "previous_hash = zeroblob(32)", "hash = zeroblob(32)", "sequence = 99",
      // What moves from one field to the next changes the whole too.
      "author = author || substr(action, 1, 1), action = substr(action, 2)",
    ], [1, 2, 6])
  func tampered(change: String, sequence: Int) throws {
    let harness = try filled()
    try harness.raw { database in
      for trigger in ["ledger_no_update", "ledger_no_delete", "ledger_in_order"] {
        try database.execute(sql: "DROP TRIGGER \(trigger)")
      }
      try database.execute(sql: "UPDATE ledger SET \(change) WHERE sequence = \(sequence)")
    }
    // The first entry's predecessor is all zeros as it is.
    let isUnchanged = sequence == 1 && change.hasPrefix("previous_hash")
    let broken = try brokenAt(harness)
    #expect((broken == nil) == isUnchanged)
  }

  @Test("An entry taken out is found: the first, one within, the last, all", arguments: ["= 1", "= 3", "= 6", "> 0"])
  func cut(which: String) throws {
    let harness = try filled()
    try harness.raw { database in
      try database.execute(sql: "DROP TRIGGER ledger_no_delete")
      try database.execute(sql: "DELETE FROM ledger WHERE sequence \(which)")
    }
    #expect(try brokenAt(harness) != nil)
  }
}
