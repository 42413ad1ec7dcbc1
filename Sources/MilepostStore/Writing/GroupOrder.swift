import GRDB
import MilepostCore

/// Messages for several milestones keep the order too: none overtakes an older one of any of its milestones, nor is it
/// overtaken. Nil where none waits, which is the rule.
struct GroupOrder {
  /// The oldest message that waits and tells of a milestone among others.
  private var oldest: [Int64: Int64] = [:]

  init?(endpointID: Int64, in reader: StoreReader) throws {
    let waits: Int64? = try reader.value(
      "SELECT id FROM delivery WHERE state = 'pending' AND alert_id IS NULL AND endpoint_id = ? LIMIT 1", [endpointID])
    guard waits != nil else { return nil }
    let rows = try reader.rows(
      """
      SELECT a.milestone_id, min(g.id) FROM delivery g JOIN delivery_alert x ON x.delivery_id = g.id
      JOIN alert a ON a.id = x.alert_id
      WHERE g.state = 'pending' AND g.alert_id IS NULL AND g.endpoint_id = ? AND a.milestone_id IS NOT NULL
      GROUP BY a.milestone_id
      """, [endpointID]
    ) { (milestone: $0[0] as Int64, delivery: $0[1] as Int64) }
    for row in rows { oldest[row.milestone] = row.delivery }
  }

  func allows(_ delivery: Delivery, in reader: StoreReader) throws -> Bool {
    if let milestoneID = delivery.milestoneID { return oldest[milestoneID].map { delivery.id <= $0 } ?? true }
    guard delivery.alertID == nil else { return true }
    let mine = try reader.rows(
      "SELECT DISTINCT a.milestone_id FROM delivery_alert x JOIN alert a ON a.id = x.alert_id WHERE x.delivery_id = ?",
      [delivery.id]
    ) { $0[0] as Int64? }
    guard mine.compactMap(\.self).allSatisfy({ oldest[$0].map { delivery.id <= $0 } ?? true }) else { return false }
    let older: Int64? = try reader.value(
      """
      SELECT o.id FROM delivery_alert x JOIN alert a ON a.id = x.alert_id
      JOIN delivery o ON o.state = 'pending' AND o.endpoint_id = ? AND o.milestone_id = a.milestone_id AND o.id < ?
      WHERE x.delivery_id = ? LIMIT 1
      """, [delivery.endpointID, delivery.id, delivery.id])
    return older == nil
  }
}
