/// The statements that run once for each alert of a storm.
enum HotSQL: Int, CaseIterable {
  case setSchedule, insertAlert, supersede, enqueue

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
      """
    case .enqueue:
      """
      INSERT INTO delivery (message_id, endpoint_id, alert_id, milestone_id, body, state, attempts, next_attempt,
        created_at)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
      """
    }
  }
}
