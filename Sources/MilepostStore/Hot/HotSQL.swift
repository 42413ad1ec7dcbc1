/// The statements that run once for each alert of a storm.
enum HotSQL: Int, CaseIterable {
  case setSchedule, insertAlert, supersede, enqueue, waiting, waitingOne, settle, insertAttempt

  /// Deliveries of one milestone to one endpoint keep their order: one waits while an older one does.
  static let isOldest = """
    NOT EXISTS (SELECT 1 FROM delivery o WHERE o.state = 'pending' AND o.endpoint_id = d.endpoint_id
      AND o.milestone_id = d.milestone_id AND o.id < d.id)
    """

  /// Rules that `supersede` can leave alone.
  static let exceptedMax = 4

  var text: String {
    switch self {
    case .setSchedule: "UPDATE milestone SET evaluated_through = ?, next_check = ? WHERE id = ?"
    case .insertAlert:
      """
      INSERT INTO alert (milestone_id, subject, rule, occurrence, type, state, ended, scheduled_at, fired_at,
        resolved_at, told_by, body)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT DO NOTHING
      """
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
    case .waiting:
      """
      SELECT id FROM delivery WHERE state = 'pending' AND endpoint_id = ? AND next_attempt <= ?
      ORDER BY next_attempt, id
      """
    case .waitingOne:
      """
      SELECT d.message_id, d.alert_id, d.milestone_id, d.attempts, d.next_attempt, d.created_at, d.uncounted,
        coalesce(d.body, a.body), a.fired_at - a.scheduled_at
      FROM delivery d LEFT JOIN alert a ON a.id = d.alert_id
      WHERE d.id = ? AND \(HotSQL.isOldest)
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
