import GRDB
import MilepostCore

/// Deliveries of one milestone to one endpoint keep their order: one waits while an older one does, or is under way.
/// Messages for several milestones keep it too: none overtakes an older one of any of its milestones, nor is it
/// overtaken.
///
/// What was never tried is looked at in the order in which it came to be, so of that an older one was looked at before:
/// only what is in the courier's hands, what was tried already and messages for several need to be asked for.
struct DeliveryOrder {
  private let endpointID: Int64
  private let reader: StoreReader
  /// Milestones of what the courier holds, or is given now.
  private var engaged: Set<Int64>
  /// Whether anything waits that was tried before.
  let hasRetries: Bool
  private let groups: GroupPlaces

  init(endpointID: Int64, engaged: Set<Int64>, in reader: StoreReader) throws {
    self.endpointID = endpointID
    self.reader = reader
    self.engaged = engaged
    hasRetries =
      try reader.value(
        "SELECT 1 FROM \(HotSQL.retryOnes) WHERE \(HotSQL.isRetry) AND endpoint_id = ? LIMIT 1", [endpointID]) ?? false
    groups = try GroupPlaces(endpointID: endpointID, in: reader)
  }

  /// Whether nothing older holds it back. If so it counts as under way.
  mutating func admit(_ delivery: Delivery) throws -> Bool {
    if let milestoneID = delivery.milestoneID {
      guard try isFree(delivery.id, of: milestoneID) else { return false }
      engaged.insert(milestoneID)
      return true
    }
    let places = delivery.alertID == nil ? groups.places(of: delivery.id) : [:]
    guard try places.allSatisfy({ try isFree($0.value, of: $0.key) }) else { return false }
    engaged.formUnion(places.keys)
    return true
  }

  private func isFree(_ place: Int64, of milestoneID: Int64) throws -> Bool {
    try !engaged.contains(milestoneID) && groups.isFree(place, of: milestoneID)
      && !(hasRetries && isRetryWaiting(of: milestoneID, before: place))
  }

  private func isRetryWaiting(of milestoneID: Int64, before place: Int64) throws -> Bool {
    try reader.value(
      """
      SELECT 1 FROM delivery INDEXED BY delivery_retry_order
      WHERE \(HotSQL.isRetry) AND endpoint_id = ? AND milestone_id = ? AND id < ? LIMIT 1
      """, [endpointID, milestoneID, place]) ?? false
  }
}

/// The places that messages for several milestones have among those of each of them. One into which others were folded
/// stands in their places, which are older than its own.
private struct GroupPlaces {
  /// By message and milestone; empty where none waits, which is the rule.
  private var places: [Int64: [Int64: Int64]] = [:]
  /// The first of these places that is taken, by milestone.
  private var first: [Int64: Int64] = [:]

  init(endpointID: Int64, in reader: StoreReader) throws {
    let waits: Int64? = try reader.value(
      """
      SELECT id FROM delivery INDEXED BY delivery_groups
      WHERE state = 'pending' AND alert_id IS NULL AND endpoint_id = ? LIMIT 1
      """, [endpointID])
    guard waits != nil else { return }
    let rows = try reader.rows(
      """
      SELECT a.milestone_id, g.id, min(coalesce(o.id, g.id))
      FROM delivery g INDEXED BY delivery_groups JOIN delivery_alert x ON x.delivery_id = g.id JOIN alert a ON a.id = x.alert_id
      LEFT JOIN delivery o ON o.folded_into = g.id AND o.alert_id = x.alert_id
      WHERE g.state = 'pending' AND g.alert_id IS NULL AND g.endpoint_id = ? AND a.milestone_id IS NOT NULL
      GROUP BY a.milestone_id, g.id
      """, [endpointID]
    ) { (milestone: $0[0] as Int64, delivery: $0[1] as Int64, place: $0[2] as Int64) }
    for row in rows {
      places[row.delivery, default: [:]][row.milestone] = row.place
      first[row.milestone] = min(first[row.milestone] ?? row.place, row.place)
    }
  }

  /// By milestone.
  func places(of deliveryID: Int64) -> [Int64: Int64] { places[deliveryID] ?? [:] }

  func isFree(_ place: Int64, of milestoneID: Int64) -> Bool { first[milestoneID].map { place <= $0 } ?? true }
}
