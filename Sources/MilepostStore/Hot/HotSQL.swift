/// The statements that run once for each alert of a storm.
enum HotSQL: Int, CaseIterable {
  case due, setSchedule, insertAlert, standing, supersede, enqueue, retries, fresh, waitingOne, deliver, settle,
    insertAttempt

  /// It waits and was never tried. Written as the index is, or SQLite does not take it.
  static let isFresh = "delivery.state = 'pending' AND attempts + uncounted = 0"
  /// It waits and was tried before.
  static let isRetry = "delivery.state = 'pending' AND attempts + uncounted > 0"

  // Where to look for them. Named, because SQLite takes an index over all of an endpoint's deliveries for as good a one,
  // and would walk over whatever it was ever sent.
  static let freshOnes = "delivery INDEXED BY delivery_fresh"
  static let retryOnes = "delivery INDEXED BY delivery_retry"

  /// A delivery with its message, and how late its alert came.
  private static let waiting = """
    delivery.id, message_id, endpoint_id, alert_id, delivery.milestone_id, attempts, next_attempt, created_at, uncounted,
    coalesce(delivery.body, alert.body), fired_at - scheduled_at
    """
  private static let withAlert = "LEFT JOIN alert ON alert.id = alert_id"

  /// The two lines in which deliveries wait, with the order of each.
  static let lines = [
    (from: retryOnes, of: isRetry, by: "next_attempt, id"), (from: freshOnes, of: isFresh, by: "id"),
  ]

  /// Rules that `supersede` can leave alone.
  static let exceptedMax = 4

  var text: String {
    switch self {
    case .due:
      """
      SELECT \(MilestoneRow.columns) FROM milestone
      WHERE next_check IS NOT NULL AND next_check <= ? ORDER BY next_check, id LIMIT ?
      """
    case .setSchedule: "UPDATE milestone SET evaluated_through = ?, next_check = ? WHERE id = ?"
    case .insertAlert:
      """
      INSERT INTO alert (milestone_id, subject, rule, occurrence, type, state, ended, scheduled_at, fired_at,
        resolved_at, told_by, body)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT DO NOTHING
      """
    // Out of the index alone.
    case .standing: "SELECT 1 FROM alert WHERE milestone_id = ? AND state <> 'resolved' AND id <> ? LIMIT 1"
    case .supersede:
      """
      \(StoreWriter.resolve)
      WHERE milestone_id = ? AND id <> ? AND rule NOT IN (?, ?, ?, ?) AND state <> 'resolved'
      RETURNING \(SupersededAlert.columns)
      """
    case .enqueue:
      """
      INSERT INTO delivery (message_id, endpoint_id, alert_id, milestone_id, body, state, attempts, next_attempt,
        created_at)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
      """
    // Out of the index alone: what the courier holds already is passed over without being read.
    case .retries:
      """
      SELECT id FROM \(HotSQL.retryOnes) WHERE \(HotSQL.isRetry) AND endpoint_id = ? AND next_attempt <= ?
      ORDER BY next_attempt, id
      """
    case .fresh:
      """
      SELECT \(HotSQL.waiting) FROM \(HotSQL.freshOnes) \(HotSQL.withAlert)
      WHERE \(HotSQL.isFresh) AND endpoint_id = ? AND delivery.id > ?
      ORDER BY delivery.id
      """
    case .waitingOne: "SELECT \(HotSQL.waiting) FROM delivery \(HotSQL.withAlert) WHERE delivery.id = ?"
    case .deliver:
      """
      UPDATE delivery SET state = 'delivered', attempts = ?, finished_at = ?, last_status = ?, last_error = ?,
        uncounted = ?, tried_at = ?, took_ms = ?, answer = ? WHERE id = ? AND state = 'pending'
      """
    case .settle:
      """
      UPDATE delivery SET state = ?, attempts = ?, next_attempt = coalesce(?, next_attempt), finished_at = ?,
        last_status = ?, last_error = ?, uncounted = ? WHERE id = ? AND state = 'pending'
      """
    case .insertAttempt:
      """
      INSERT OR REPLACE INTO attempt (delivery_id, number, started_at, duration_ms, status, error, response_head)
      VALUES (?, ?, ?, ?, ?, ?, ?)
      """
    }
  }
}
