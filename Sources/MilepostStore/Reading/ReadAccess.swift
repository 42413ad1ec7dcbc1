import Foundation
import GRDB
import MilepostCore

enum TokenRow {
  static let columns = "id, name, scope, projects, created_at, created_by, expires_at, revoked_at, last_used_at"

  static func token(_ row: Row) throws -> AccessToken {
    // A scope that is not known here lets nobody in.
    guard let scope = Scope(rawValue: row[2]) else {
      throw Refusal(.databaseCorrupt, en: "A token has an unknown scope.", zh: "令牌的权限无法识别。")
    }
    let projects = try (row[3] as String?).map { ProjectReach.only(Set(try JSONColumn.value([String].self, $0))) }
    return AccessToken(
      id: row[0], name: row[1], scope: scope, projects: projects ?? .all, createdAt: Instant(milliseconds: row[4]),
      createdBy: row[5], expiresAt: instant(row[6]), revokedAt: instant(row[7]), lastUsedAt: instant(row[8]))
  }

  private static func instant(_ milliseconds: Int64?) -> Instant? { milliseconds.map(Instant.init(milliseconds:)) }
}

extension StoreReader {
  /// The oldest first, from behind `id` on; revoked ones only where they are asked for.
  package func tokens(afterID id: Int64 = 0, includingRevoked: Bool = false, limit: Int = 1000) throws -> [AccessToken]
  {
    try rows(
      "SELECT \(TokenRow.columns) FROM token WHERE id > ? AND (? OR revoked_at IS NULL) ORDER BY id LIMIT ?",
      [id, includingRevoked, limit], TokenRow.token)
  }

  /// The one of this name that is not revoked.
  package func token(name: String) throws -> AccessToken? {
    try row(
      "SELECT \(TokenRow.columns) FROM token WHERE name = ? AND revoked_at IS NULL", [name], TokenRow.token)
  }

  /// Revoked and expired ones too.
  package func token(hash: [UInt8]) throws -> AccessToken? {
    try row("SELECT \(TokenRow.columns) FROM token WHERE hash = ?", [Data(hash)], TokenRow.token)
  }

  /// The token with which somebody signed in, while the session lasts.
  package func token(sessionHash: [UInt8], at now: Instant) throws -> AccessToken? {
    let columns = TokenRow.columns.split(separator: ", ").map { "token.\($0)" }.joined(separator: ", ")
    return try row(
      "SELECT \(columns) FROM session JOIN token ON token.id = token_id WHERE session.hash = ? AND session.expires_at > ?",
      [Data(sessionHash), now.milliseconds], TokenRow.token)
  }
}
