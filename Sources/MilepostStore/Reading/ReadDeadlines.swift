import GRDB
import MilepostCore

/// What the timer asks. The cost of each is that of what it returns.
extension StoreReader {
  /// Milestones whose next check comes up to `horizon`, by that check.
  package func milestones(checkedBefore horizon: Instant, limit: Int) throws -> [Milestone] {
    try rows(
      """
      SELECT \(MilestoneRow.columns) FROM milestone
      WHERE next_check IS NOT NULL AND next_check <= ? ORDER BY next_check, id LIMIT ?
      """, [horizon.milliseconds, limit], MilestoneRow.milestone)
  }

  package func earliestCheck() throws -> Instant? {
    try (value("SELECT min(next_check) FROM milestone WHERE next_check IS NOT NULL") as Int64?)
      .map(Instant.init(milliseconds:))
  }

  /// Milestones marked as dealt with, or as spoken of, beyond `now`. Walks over all: for the rare day on which a clock
  /// was set back.
  package func milestones(datedAfter now: Instant, behind id: Int64, limit: Int) throws -> [Milestone] {
    try rows(
      """
      SELECT \(MilestoneRow.columns) FROM milestone
      WHERE id > :id AND (evaluated_through > :now OR last_word > :now) AND removed_at IS NULL ORDER BY id LIMIT :limit
      """, ["id": id, "now": now.milliseconds, "limit": limit], MilestoneRow.milestone)
  }

  /// When something was last done, by the timer or by somebody: what was entered while a clock ran ahead has its watch
  /// begin in a time still to come, whether or not it brought an alert.
  ///
  /// - Parameter known: what was last found in the ledger; there it is looked for again only when it has grown.
  package func latestDeedTime(_ known: inout LatestEntry) throws -> Instant? {
    let sequence: Int64 = try value("SELECT max(sequence) FROM ledger") ?? 0
    if sequence != known.sequence {
      // The clock may have been set right between the newest few.
      let entered: Int64? = try value(
        "SELECT max(at) FROM (SELECT at FROM ledger ORDER BY sequence DESC LIMIT \(StoreReader.deedsLookedAt))")
      known = LatestEntry(sequence: sequence, at: entered.map(Instant.init(milliseconds:)))
    }
    let begun: Int64? = try value("SELECT max(begun_at) FROM silence WHERE ended_at IS NULL")
    return [try latestAlertTime(), known.at, begun.map(Instant.init(milliseconds:))].compactMap(\.self).max()
  }

  private static let deedsLookedAt = 100

  /// When the newest alert fired.
  package func latestAlertTime() throws -> Instant? {
    try (value("SELECT fired_at FROM alert ORDER BY id DESC LIMIT 1") as Int64?).map(Instant.init(milliseconds:))
  }

  package func latestAlertID() throws -> Int64 { try value("SELECT coalesce(max(id), 0) FROM alert") ?? 0 }

  /// Alerts behind `id` that came later than `lateMs` after their moment, and of how many milestones they are.
  package func alertsMadeUp(afterID id: Int64, lateMs: Int64) throws -> (alerts: Int, milestones: Int) {
    try row(
      """
      SELECT count(*), count(DISTINCT milestone_id) FROM alert
      WHERE id > ? AND milestone_id IS NOT NULL AND fired_at - scheduled_at >= ?
      """, [id, lateMs]
    ) { (alerts: $0[0] as Int, milestones: $0[1] as Int) } ?? (0, 0)
  }

  package func note(_ name: Note) throws -> String? {
    try value("SELECT value FROM note WHERE name = ?", [name.rawValue])
  }
}

extension StoreWriter {
  /// Milestones whose next check has come, the longest waiting first.
  package func dueMilestones(at now: Instant, limit: Int) throws -> [Milestone] {
    var row = try hot.statement(.due, on: db)
    row.bind(now.milliseconds)
    row.bind(limit)
    defer { row.end() }
    var due: [Milestone] = []
    while try row.next() { due.append(try MilestoneRow.milestone(from: row)) }
    return due
  }
}

/// Single values that outlive the process.
package enum Note: String, Sendable {
  /// The calendars, and the rules of zones, with which the next checks were computed.
  case calendars
  /// When the service was last seen to work, and its newest alert then.
  case lifeSign = "life_sign"
  /// What tells this database from all others.
  case instance
  /// The key with which answering links are signed.
  case answerKey = "answer_key"
  /// The ledger's last sequence and hash, so that a cut tail shows.
  case ledgerHead = "ledger_head"
}

/// The latest moment at which any of the ledger's newest entries was written, and the newest of them.
package struct LatestEntry: Sendable {
  var sequence: Int64 = -1
  var at: Instant?

  package init() {}

  init(sequence: Int64, at: Instant?) {
    self.sequence = sequence
    self.at = at
  }
}
