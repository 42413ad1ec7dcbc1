import Foundation
import GRDB
import MilepostCore

extension StoreWriter {
  package func insert(_ token: AccessToken, hash: [UInt8]) throws -> AccessToken {
    var projects: String?
    if case .only(let keys) = token.projects { projects = try JSONColumn.text(keys.sorted()) }
    try run(
      """
      INSERT INTO token (name, hash, scope, projects, created_at, created_by, expires_at)
      VALUES (?, ?, ?, ?, ?, ?, ?)
      """,
      [
        token.name, Data(hash), token.scope.rawValue, projects, token.createdAt.milliseconds, token.createdBy,
        token.expiresAt?.milliseconds,
      ])
    var stored = token
    stored.id = db.lastInsertedRowID
    return stored
  }

  /// Ends a token, and every session that was opened with it.
  package func revoke(tokenID: Int64, at now: Instant) throws {
    try run("UPDATE token SET revoked_at = ? WHERE id = ? AND revoked_at IS NULL", [now.milliseconds, tokenID])
    try run("DELETE FROM session WHERE token_id = ?", [tokenID])
  }

  package func noteUse(tokenID: Int64, at now: Instant) throws {
    try run("UPDATE token SET last_used_at = ? WHERE id = ?", [now.milliseconds, tokenID])
  }

  /// Sessions of one token, at most: the oldest make room.
  private static let sessionsMax = 200

  /// Also forgets sessions that have ended.
  package func openSession(tokenID: Int64, hash: [UInt8], at now: Instant, until end: Instant) throws {
    try run("DELETE FROM session WHERE expires_at <= ?", [now.milliseconds])
    try run(
      """
      DELETE FROM session WHERE token_id = ? AND id NOT IN
        (SELECT id FROM session WHERE token_id = ? ORDER BY created_at DESC, id DESC LIMIT ?)
      """, [tokenID, tokenID, StoreWriter.sessionsMax - 1])
    try run(
      "INSERT INTO session (hash, token_id, created_at, expires_at) VALUES (?, ?, ?, ?)",
      [Data(hash), tokenID, now.milliseconds, end.milliseconds])
  }

  package func closeSession(hash: [UInt8]) throws { try run("DELETE FROM session WHERE hash = ?", [Data(hash)]) }
}
