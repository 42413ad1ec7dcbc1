import Foundation
import GRDB
import MilepostCore

/// Private links that are not revoked.
extension StoreReader {
  /// By name.
  package func feeds(after name: String = "", limit: Int) throws -> [FeedAccess] {
    try rows(
      "SELECT \(FeedRow.columns) FROM feed WHERE revoked_at IS NULL AND name > ? ORDER BY name LIMIT ?", [name, limit],
      FeedRow.feed)
  }

  package func feed(name: String) throws -> FeedAccess? {
    try row("SELECT \(FeedRow.columns) FROM feed WHERE revoked_at IS NULL AND name = ?", [name], FeedRow.feed)
  }

  /// The one whose text has this SHA-256.
  package func feed(hash: [UInt8]) throws -> FeedAccess? {
    try row("SELECT \(FeedRow.columns) FROM feed WHERE revoked_at IS NULL AND hash = ?", [Data(hash)], FeedRow.feed)
  }

  /// What was last given out under an id; nil when nothing was.
  package func feedItem(uid: String) throws -> (digest: [UInt8], version: FeedItemVersion)? {
    try row("SELECT digest, sequence, modified_at FROM feed_item WHERE uid = ?", [uid]) { row in
      (
        Array(row[0] as Data),
        FeedItemVersion(sequence: row[1], modifiedAt: Instant(milliseconds: row[2]))
      )
    }
  }

  /// Entries before `sequence`, the newest first.
  package func ledger(before sequence: Int64, limit: Int) throws -> [LedgerEntry] {
    try ledgerEntries("WHERE sequence < ? ORDER BY sequence DESC LIMIT ?", [sequence, limit])
  }
}

extension StoreWriter {
  package func insert(_ feed: FeedAccess, hash: [UInt8]) throws -> FeedAccess {
    try run(
      "INSERT INTO feed (name, hash, projects, language, created_at, created_by) VALUES (?, ?, ?, ?, ?, ?)",
      [
        feed.name, Data(hash), try JSONColumn.text(feed.projects), feed.language.rawValue, feed.createdAt.milliseconds,
        feed.createdBy,
      ])
    var stored = feed
    stored.id = db.lastInsertedRowID
    return stored
  }

  package func revoke(feedID: Int64, at now: Instant) throws {
    try run("UPDATE feed SET revoked_at = ? WHERE id = ? AND revoked_at IS NULL", [now.milliseconds, feedID])
  }

  package func noteUse(feedID: Int64, at now: Instant) throws {
    try run("UPDATE feed SET last_used_at = ? WHERE id = ?", [now.milliseconds, feedID])
  }

  /// Notes what is given out under an id. Its version grows if it is another than before.
  package func setFeedItem(uid: String, digest: [UInt8], at now: Instant) throws {
    try run(
      """
      INSERT INTO feed_item (uid, digest, sequence, modified_at) VALUES (?, ?, 0, ?)
      ON CONFLICT (uid) DO UPDATE
        SET digest = excluded.digest, sequence = sequence + 1, modified_at = excluded.modified_at
        WHERE digest <> excluded.digest
      """, [uid, Data(digest), now.milliseconds])
  }
}
