import GRDB
import MilepostCore

/// What a backup leaves out unless it is asked for: whatever lets its reader speak as the service, or as one of its users.
///
/// Webhooks keep their names and hosts, and are paused: what waits for them goes on waiting until they have their
/// addresses and secrets again.
enum BackupSecrets {
  static let reason = "restored without its address and secret"

  static func erase(in database: Database) throws {
    try database.execute(sql: "UPDATE endpoint SET options = NULL WHERE removed = 1")
    for row in try Row.fetchAll(database, sql: "SELECT id, url, secret, options FROM endpoint WHERE removed = 0") {
      let endpoint = Endpoint(id: row[0], name: "", url: row[1], secret: row[2])
      let options = try (row[3] as String?).map { try publicPart(of: $0) }
      try database.execute(
        sql: """
          UPDATE endpoint SET url = ?, secret = '', options = ?, reason = CASE state WHEN 'active' THEN ? ELSE reason END,
            state = CASE state WHEN 'active' THEN 'paused' ELSE state END WHERE id = ?
          """, arguments: [endpoint.redactedURL, options, reason, endpoint.id])
    }
    // Answers that are kept may hold what was shown once only; who was signed in signs in again.
    try database.execute(sql: "DELETE FROM session; DELETE FROM kept_answer")
    // A new key is made at the start; links given out before are good no more.
    try database.execute(sql: "DELETE FROM note WHERE name = ?", arguments: [Note.answerKey.rawValue])
    // Receivers may send back what they were sent, address and all.
    try database.execute(sql: "UPDATE attempt SET response_head = NULL WHERE response_head IS NOT NULL")
    try database.execute(sql: "UPDATE delivery SET answer = NULL WHERE answer IS NOT NULL")
  }

  /// Names of files, limits and forms; no header, login or key.
  private static func publicPart(of text: String) throws -> String {
    var options = try JSONColumn.value(EndpointOptions.self, text)
    (options.headers, options.login, options.signingKey, options.retiring) = (nil, nil, nil, nil)
    return try JSONColumn.text(options)
  }
}
