import Foundation
import GRDB
import MilepostCore

/// Somebody else's eyes on the database: plain SQL over a connection of its own, past all of the store's code.
final class Witness {
  struct Entry {
    var author: String
    var action: String
    var subject: String
    var hash: [UInt8]
  }

  struct Delivery {
    var messageID: String
    var endpoint: String
    var endpointState: String
    var isRemoved: Bool
    var alertID: Int64?
    var state: String
    var attempts: Int
    var error: String?
    var id: Int64
    var foldedInto: Int64?
    var body: String
    /// The level that its own words tell.
    var level: Int?
  }

  private static let level = """
    CASE WHEN instr(d.body, '"note":{"en":"Level ') > 0
      THEN CAST(substr(d.body, instr(d.body, '"note":{"en":"Level ') + 20, 4) AS INTEGER) END
    """

  private let address: String
  private var queue: DatabaseQueue?

  init(path: String, disk: String) { address = "file:\(path)?vfs=\(disk)" }

  func close() {
    try? queue?.close()
    queue = nil
  }

  func alerts(after id: Int64) throws -> [AlertBook.Entry] {
    try rows(
      """
      SELECT id, milestone_id, subject, rule, occurrence, type, scheduled_at, fired_at FROM alert WHERE id > ?
      ORDER BY id
      """, [id]
    ) { row in
      AlertBook.Entry(
        id: row[0], milestone: row[1] ?? 0, subject: row[2], rule: row[3], occurrence: row[4], type: row[5],
        scheduledAt: row[6], firedAt: row[7])
    }
  }

  /// Entries from `sequence` on, that one included.
  func ledger(from sequence: Int) throws -> [Entry] {
    try rows("SELECT author, action, subject, hash FROM ledger WHERE sequence >= ? ORDER BY sequence", [sequence]) {
      Entry(author: $0[0], action: $0[1], subject: $0[2], hash: [UInt8]($0[3] as Data))
    }
  }

  func milestone(_ key: String, of project: String) throws -> (id: Int64, due: CivilDate, isOpen: Bool)? {
    try rows(
      """
      SELECT m.id, m.due_day, m.actual_day IS NULL FROM milestone m JOIN project p ON p.id = m.project_id
      WHERE p.key = ? AND m.key = ? AND m.removed_at IS NULL
      """, [project, key]
    ) { (id: $0[0] as Int64, due: CivilDate(dayNumber: $0[1]), isOpen: $0[2] as Bool) }.first
  }

  /// The silence entered last.
  func newestSilence() throws -> Int64? { try rows("SELECT max(id) FROM silence", []) { $0[0] }[0] }

  /// An alert, and one who is told it.
  struct Pair: Hashable {
    var alert: Int64
    var endpoint: String
  }

  /// What the outbox holds that was not taken back.
  ///
  /// - Parameter isPending: only what still is to go.
  func pairs(isPending: Bool) throws -> Set<Pair> {
    let states = isPending ? "d.state = 'pending'" : "d.state <> 'withdrawn'"
    return Set(
      try rows(
        """
        SELECT coalesce(d.alert_id, x.alert_id), e.name FROM delivery d JOIN endpoint e ON e.id = d.endpoint_id
        LEFT JOIN delivery_alert x ON x.delivery_id = d.id
        WHERE \(states) AND (d.alert_id IS NOT NULL OR x.alert_id IS NOT NULL)
        """, []
      ) { Pair(alert: $0[0], endpoint: $0[1]) })
  }

  /// By alert the messages that tell of it, alone or among others, and for whom they are.
  func messages() throws -> [Int64: [(message: String, endpoint: String)]] {
    let told = try rows(
      """
      SELECT coalesce(d.alert_id, x.alert_id), d.message_id, e.name FROM delivery d
      JOIN endpoint e ON e.id = d.endpoint_id LEFT JOIN delivery_alert x ON x.delivery_id = d.id
      """, []
    ) { (alert: $0[0] as Int64?, message: $0[1] as String, endpoint: $0[2] as String) }
    return Dictionary(grouping: told.filter { $0.alert != nil }) { $0.alert ?? 0 }
      .mapValues { $0.map { ($0.message, $0.endpoint) } }
  }

  /// Rows of the outbox behind `id`, but for those into which others were folded.
  func writings(after id: Int64) throws -> [Writing] {
    try rows(
      """
      SELECT d.id, coalesce(d.alert_id, x.alert_id, 0), e.name, d.created_at, \(Self.level) FROM delivery d
      JOIN endpoint e ON e.id = d.endpoint_id LEFT JOIN delivery_alert x ON x.delivery_id = d.id
      WHERE d.id > ? AND NOT EXISTS (SELECT 1 FROM delivery f WHERE f.folded_into = d.id) ORDER BY d.id
      """, [id]
    ) { row in
      Writing(id: row[0], alert: row[1], endpoint: row[2], createdAt: row[3], level: row[4])
    }
  }

  func endpointNames() throws -> [Int64: String] {
    let named = try rows("SELECT id, name FROM endpoint", []) { ($0[0] as Int64, $0[1] as String) }
    return Dictionary(named) { $1 }
  }

  /// Endpoints whose last try failed.
  func absent() throws -> [String] {
    try rows("SELECT name FROM endpoint WHERE json_extract(breaker, '$.row') > 0", []) { $0[0] }
  }

  func pendingCount() throws -> Int {
    try rows(
      """
      SELECT count(*) FROM delivery d JOIN endpoint e ON e.id = d.endpoint_id
      WHERE d.state = 'pending' AND e.state = 'active'
      """, []
    ) { $0[0] }[0]
  }

  func deliveries() throws -> [Delivery] {
    try rows(
      """
      SELECT d.message_id, e.name, e.state, e.removed, d.alert_id, d.state, d.attempts, d.last_error, d.id,
        d.folded_into, coalesce(d.body, a.body), \(Self.level)
      FROM delivery d JOIN endpoint e ON e.id = d.endpoint_id LEFT JOIN alert a ON a.id = d.alert_id ORDER BY d.id
      """, []
    ) { row in
      Delivery(
        messageID: row[0], endpoint: row[1], endpointState: row[2], isRemoved: row[3], alertID: row[4], state: row[5],
        attempts: row[6], error: row[7], id: row[8], foldedInto: row[9], body: row[10], level: row[11])
    }
  }

  /// What SQLite itself finds wrong with the file; empty when nothing.
  func damage() throws -> [String] {
    let faults = try rows("PRAGMA integrity_check", []) { $0[0] as String }.filter { $0 != "ok" }
    let orphans = try rows("PRAGMA foreign_key_check", []) { "orphan in \($0[0] as String)" }
    return faults + orphans
  }

  /// For mutations only.
  func sabotage(_ sql: String) throws {
    let queue = try DatabaseQueue(path: address)
    defer { try? queue.close() }
    try queue.inDatabase { try $0.execute(sql: sql) }
  }

  private func rows<Value>(
    _ sql: String, _ arguments: StatementArguments, _ convert: (Row) throws -> Value
  ) throws -> [Value] {
    let queue = try self.queue ?? DatabaseQueue(path: address)
    self.queue = queue
    return try queue.inDatabase { database in
      try Row.fetchAll(database.cachedStatement(sql: sql), arguments: arguments).map(convert)
    }
  }
}
