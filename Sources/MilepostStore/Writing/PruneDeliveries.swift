import GRDB
import MilepostCore

extension StoreWriter {
  /// Deliveries looked at in one transaction.
  private static let pruneMax = 500

  /// Forgets deliveries that were finished before `cutoff`, with their tries, among the next after `id`.
  ///
  /// Returns how many, and where to go on; nil there: everything else is younger.
  package func pruneDeliveries(
    finishedBefore cutoff: Instant, afterID id: Int64
  ) throws -> (pruned: Int, nextID: Int64?) {
    let rows = try reader.rows(
      "SELECT id, state, created_at, finished_at FROM delivery WHERE id > ? ORDER BY id LIMIT ?", [id, Self.pruneMax]
    ) { row in
      (
        id: row[0] as Int64, isFinished: (row[1] as String) != Delivery.State.pending.rawValue,
        createdAt: row[2] as Int64, finishedAt: row[3] as Int64?
      )
    }
    // The newest stays, so that no number is ever given twice.
    let newest = try reader.value("SELECT max(id) FROM delivery") ?? id
    var (pruned, last) = (0, id)
    for row in rows {
      guard row.createdAt < cutoff.milliseconds else { return (pruned, nil) }
      last = row.id
      guard row.id != newest, row.isFinished, row.finishedAt ?? row.createdAt < cutoff.milliseconds else { continue }
      // What it told for others is forgotten after them.
      let teller: Int64? = try reader.value("SELECT id FROM delivery WHERE folded_into = ? LIMIT 1", [row.id])
      guard teller == nil else { continue }
      try run("DELETE FROM attempt WHERE delivery_id = ?", [row.id])
      try run("DELETE FROM delivery_alert WHERE delivery_id = ?", [row.id])
      try run("DELETE FROM delivery WHERE id = ?", [row.id])
      pruned += 1
    }
    return (pruned, rows.count == Self.pruneMax ? last : nil)
  }
}
