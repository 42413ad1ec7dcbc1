import GRDB
import MilepostCore

/// Why something is taken back.
package enum Withdrawal: Sendable {
  case silenced
  /// Its cause has gone. A receiver that is away is to hear, once it is back, what was and that it is over.
  case reached
  /// Its cause has gone, and there is no news of that for whoever does not know of it.
  case resolved

  /// As it stands on record.
  var words: String { self == .silenced ? "silenced" : "resolved" }
  /// Which deliveries it leaves alone.
  var sparing: String { self == .reached ? "AND \(Withdrawal.isAnswered)" : "" }

  /// Its endpoint's last try, if there was any, was no failure.
  private static let isAnswered =
    "NOT EXISTS (SELECT 1 FROM endpoint WHERE endpoint.id = delivery.endpoint_id AND json_extract(breaker, '$.row') > 0)"
}

/// What waits for its first try can be taken back.
extension StoreWriter {
  /// Takes back an alert's own messages. True if there were any.
  package func withdraw(alertID: Int64, _ why: Withdrawal, at now: Instant) throws -> Bool {
    let ids: [(Int64, Int64)] = try reader.rows(
      """
      SELECT id, endpoint_id FROM delivery WHERE alert_id = ? AND state = 'pending' AND attempts = 0 \(why.sparing)
      """, [alertID]
    ) { ($0[0], $0[1]) }
    var count = 0
    for (id, endpointID) in ids where !reader.claims.held(endpointID: endpointID).deliveries.contains(id) {
      try withdraw(deliveryID: id, why, at: now)
      count += 1
    }
    return count > 0
  }

  package func withdraw(deliveryID: Int64, _ why: Withdrawal, at now: Instant) throws {
    try run(
      "UPDATE delivery SET state = 'withdrawn', finished_at = ?, last_error = ? WHERE id = ?",
      [now.milliseconds, why.words, deliveryID])
  }

  /// Lets what was withdrawn go out after all, under its own id: a crash may have hidden that it had been tried. False
  /// if there is none.
  package func reviveWithdrawn(alertID: Int64, endpointID: Int64, at now: Instant) throws -> Bool {
    let ids: [Int64] = try reader.rows(
      "SELECT id FROM delivery WHERE alert_id = ? AND endpoint_id = ? AND state = 'withdrawn'", [alertID, endpointID]
    ) { $0[0] }
    for id in ids {
      try run(
        "UPDATE delivery SET state = 'pending', next_attempt = ?, finished_at = NULL, last_error = NULL WHERE id = ?",
        [now.milliseconds, id])
      lookAgain(at: id, of: endpointID)
    }
    return !ids.isEmpty
  }

  /// Takes messages apart into which several were folded, these alerts among them, and that went to nobody: each part
  /// waits by itself again.
  package func unfold(telling alertIDs: [Int64], _ why: Withdrawal, at now: Instant) throws {
    for group in try reader.untriedGroups(telling: alertIDs, for: why) {
      let parts: [(Int64, Int64)] = try reader.rows(
        "SELECT id, endpoint_id FROM delivery WHERE folded_into = ?", [group.id]
      ) { ($0[0], $0[1]) }
      guard !parts.isEmpty else { continue }
      for (id, endpointID) in parts {
        try run(
          "UPDATE delivery SET state = 'pending', folded_into = NULL, finished_at = NULL WHERE id = ?", [id])
        lookAgain(at: id, of: endpointID)
      }
      try run("DELETE FROM delivery_alert WHERE delivery_id = ?", [group.id])
      try withdraw(deliveryID: group.id, why, at: now)
    }
  }

  /// Has an untried message for several tell these alone, from now on with this body. With one alert it becomes that
  /// one's own message.
  package func retell(_ group: UntriedGroup, _ alerts: [Alert], body: String?) throws {
    for id in group.alertIDs where alerts.count < 2 || !alerts.contains(where: { $0.id == id }) {
      try run("DELETE FROM delivery_alert WHERE delivery_id = ? AND alert_id = ?", [group.id, id])
    }
    let only = alerts.count == 1 ? alerts.first : nil
    try run(
      "UPDATE delivery SET alert_id = ?, milestone_id = ?, body = ? WHERE id = ?",
      [only?.id, only?.milestoneID, body, group.id])
  }

  /// What is behind the place up to which the courier has everything waits again.
  private func lookAgain(at deliveryID: Int64, of endpointID: Int64) {
    effects.released.append((deliveryID, endpointID, true))
  }
}
