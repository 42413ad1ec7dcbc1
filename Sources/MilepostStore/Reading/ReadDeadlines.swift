import GRDB
import MilepostCore

/// What the timer asks. The cost of each is that of what it returns.
extension StoreReader {
  /// Milestones whose next check has come, the longest waiting first.
  package func dueMilestones(at now: Instant, limit: Int) throws -> [Milestone] {
    try milestones(checkedBefore: now, limit: limit)
  }

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

  /// Milestones marked as dealt with beyond `now`. Walks over all: for the rare day on which a clock was set back.
  package func milestones(evaluatedAfter now: Instant, limit: Int) throws -> [Milestone] {
    try rows(
      "SELECT \(MilestoneRow.columns) FROM milestone WHERE evaluated_through > ? LIMIT ?", [now.milliseconds, limit],
      MilestoneRow.milestone)
  }

  /// When the newest alert fired.
  package func latestAlertTime() throws -> Instant? {
    try (value("SELECT fired_at FROM alert ORDER BY id DESC LIMIT 1") as Int64?).map(Instant.init(milliseconds:))
  }

  package func note(_ name: Note) throws -> String? {
    try value("SELECT value FROM note WHERE name = ?", [name.rawValue])
  }
}

/// Single values that outlive the process.
package enum Note: String, Sendable {
  /// The fingerprint of the calendars with which the next checks were computed.
  case calendars
  /// The ledger's last sequence and hash, so that a cut tail shows.
  case ledgerHead = "ledger_head"
}
