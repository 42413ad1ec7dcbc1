import GRDB
import MilepostCore

/// Messages for several milestones keep the order too: none overtakes an older one of any of its milestones, nor is it
/// overtaken. Nil where none waits, which is the rule.
///
/// A message into which others were folded stands in their places, which are older than its own.
struct GroupOrder {
  /// Of each message for several its place among those of each of its milestones.
  private var places: [Int64: [Int64: Int64]] = [:]
  /// The first of these places that is taken.
  private var oldest: [Int64: Int64] = [:]

  init?(endpointID: Int64, in reader: StoreReader) throws {
    let waits: Int64? = try reader.value(
      "SELECT id FROM delivery WHERE state = 'pending' AND alert_id IS NULL AND endpoint_id = ? LIMIT 1", [endpointID])
    guard waits != nil else { return nil }
    let rows = try reader.rows(
      """
      SELECT a.milestone_id, g.id, min(coalesce(o.id, g.id))
      FROM delivery g JOIN delivery_alert x ON x.delivery_id = g.id JOIN alert a ON a.id = x.alert_id
      LEFT JOIN delivery o ON o.folded_into = g.id AND o.alert_id = x.alert_id
      WHERE g.state = 'pending' AND g.alert_id IS NULL AND g.endpoint_id = ? AND a.milestone_id IS NOT NULL
      GROUP BY a.milestone_id, g.id
      """, [endpointID]
    ) { (milestone: $0[0] as Int64, delivery: $0[1] as Int64, place: $0[2] as Int64) }
    for row in rows {
      places[row.delivery, default: [:]][row.milestone] = row.place
      oldest[row.milestone] = min(oldest[row.milestone] ?? row.place, row.place)
    }
  }

  func allows(_ delivery: Delivery, in reader: StoreReader) throws -> Bool {
    if let milestoneID = delivery.milestoneID { return oldest[milestoneID].map { delivery.id <= $0 } ?? true }
    guard delivery.alertID == nil else { return true }
    let mine = places[delivery.id] ?? [:]
    guard mine.allSatisfy({ oldest[$0.key] == $0.value }) else { return false }
    for (milestoneID, place) in mine {
      let older: Int64? = try reader.value(
        """
        SELECT id FROM delivery WHERE state = 'pending' AND endpoint_id = ? AND milestone_id = ? AND id < ? LIMIT 1
        """, [delivery.endpointID, milestoneID, place])
      if older != nil { return false }
    }
    return true
  }
}
