import GRDB
import MilepostCore

/// A message for several alerts that was handed to nobody yet.
package struct UntriedGroup: Sendable {
  package let id: Int64
  /// By number.
  package let alertIDs: [Int64]
}

/// How far what was handed to nobody has been looked through: endpoint by endpoint, each from its oldest on.
package struct UntriedPlace: Hashable, Sendable {
  package var endpointID: Int64
  package var deliveryID: Int64
}

/// What was sent of alerts, what was not, and for which others they stand.
extension StoreReader {
  /// Up to which place a silence that begins has looked.
  package func beginning(silenceID: Int64) throws -> UntriedPlace {
    try row("SELECT begun_endpoint, begun_delivery FROM silence WHERE id = ?", [silenceID]) {
      UntriedPlace(endpointID: $0[0], deliveryID: $0[1])
    } ?? UntriedPlace(endpointID: 0, deliveryID: 0)
  }

  /// Alerts of which something was handed to nobody yet, behind a place.
  ///
  /// - Parameter limit: of deliveries, at most.
  /// - Returns: the alerts, and the place up to which they are all; nil: no more come.
  package func untriedAlerts(behind place: UntriedPlace, limit: Int) throws -> (ids: [Int64], through: UntriedPlace?) {
    var (ids, through) = ([Int64](), place)
    // What the courier held when the service died may have been tried; its own record says that it was not.
    if place == UntriedPlace(endpointID: 0, deliveryID: 0) {
      ids = try rows(
        "SELECT DISTINCT alert_id FROM \(HotSQL.retryOnes) WHERE \(HotSQL.isRetry) AND attempts = 0 AND alert_id > 0",
        []
      ) { $0[0] }
    }
    var room = limit
    while true {
      let deliveries: [(id: Int64, alertID: Int64?)] = try rows(
        """
        SELECT delivery.id, alert_id FROM \(HotSQL.freshOnes)
        WHERE endpoint_id = ? AND delivery.id > ? AND \(HotSQL.isFresh) ORDER BY delivery.id LIMIT ?
        """, [through.endpointID, through.deliveryID, room]
      ) { ($0[0], $0[1]) }
      for delivery in deliveries {
        ids += try delivery.alertID.map { [$0] } ?? alertIDs(ofDelivery: delivery.id)
      }
      room -= deliveries.count
      through.deliveryID = deliveries.last?.id ?? through.deliveryID
      if room == 0 { return (ids, through) }
      let next: Int64? = try value(
        "SELECT min(endpoint_id) FROM \(HotSQL.freshOnes) WHERE endpoint_id > ? AND \(HotSQL.isFresh)",
        [through.endpointID])
      guard let next else { return (ids, nil) }
      through = UntriedPlace(endpointID: next, deliveryID: 0)
    }
  }

  /// Messages for several that tell one of these alerts, were handed to nobody and can be taken back for this, the
  /// oldest first.
  package func untriedGroups(telling alertIDs: [Int64], for why: Withdrawal) throws -> [UntriedGroup] {
    // There seldom is any, and there may be many alerts.
    let waits: Int64? = try value(
      "SELECT id FROM delivery INDEXED BY delivery_groups WHERE state = 'pending' AND alert_id IS NULL LIMIT 1")
    guard waits != nil else { return [] }
    var ids: Set<Int64> = []
    for alertID in alertIDs {
      ids.formUnion(
        try rows(
          """
          SELECT delivery.id FROM delivery_alert JOIN delivery ON delivery.id = delivery_id
          WHERE delivery_alert.alert_id = ? AND \(HotSQL.isFresh) \(why.sparing)
          """, [alertID]
        ) { $0[0] })
    }
    return try ids.sorted().map { UntriedGroup(id: $0, alertIDs: try self.alertIDs(ofDelivery: $0)) }
  }

  /// Endpoints from which a message with a note was taken back, which nothing else says.
  package func endpointsMissingNotes(alertID: Int64) throws -> Set<Int64> {
    Set(
      try rows(
        """
        SELECT endpoint_id FROM delivery
        WHERE alert_id = ? AND state = 'withdrawn' AND body IS NOT NULL AND last_error <> '\(Withdrawal.putOff.words)'
        """, [alertID]
      ) { $0[0] })
  }

  /// Of these alerts those whose messages tell of others that stand and are not among these.
  package func tellers(alertIDs: [Int64]) throws -> Set<Int64> {
    let own = Set(alertIDs)
    return try own.filter { id in
      let names: Bool? = try value("SELECT instr(body, '\"also\":[{') > 0 FROM alert WHERE id = ?", [id])
      guard names ?? false else { return false }
      let told: [Int64] = try rows(
        "SELECT id FROM alert INDEXED BY alert_standing WHERE state <> 'resolved' AND told_by = ?", [id]
      ) { $0[0] }
      return !own.isSuperset(of: told)
    }
  }

  /// Alerts of a milestone that stand no more, and of which something waits that was never tried; nil: of all rules.
  package func untriedPast(milestoneID: Int64, of rule: String?) throws -> [Int64] {
    try rows(
      """
      SELECT id FROM alert WHERE milestone_id = ? AND rule = coalesce(?, rule) AND ended IS NOT NULL AND EXISTS (
        SELECT 1 FROM delivery WHERE alert_id = alert.id AND state = 'pending' AND attempts = 0
        UNION ALL
        SELECT 1 FROM delivery_alert JOIN delivery ON delivery.id = delivery_id
        WHERE delivery_alert.alert_id = alert.id AND \(HotSQL.isFresh)
        UNION ALL
        SELECT 1 FROM batch_member WHERE alert_id = alert.id)
      ORDER BY id
      """, [milestoneID, rule]
    ) { $0[0] }
  }

  /// Older alerts of the same rule for which this one stands, as far back as their cause has not gone in between.
  package func forerunners(of alert: Alert) throws -> [Int64] {
    let place: (sql: String, value: any DatabaseValueConvertible) =
      alert.milestoneID.map { ("milestone_id = ?", $0) } ?? ("milestone_id IS NULL AND subject = ?", alert.subject)
    return try rows(
      """
      SELECT id FROM alert WHERE \(place.sql) AND rule = ? AND ended = 'superseded' AND id < ? AND id > coalesce((
        SELECT max(id) FROM alert WHERE \(place.sql) AND rule = ? AND ended = 'gone' AND id < ?), 0)
      ORDER BY id
      """, [place.value, alert.rule, alert.id, place.value, alert.rule, alert.id]
    ) { $0[0] }
  }
}
