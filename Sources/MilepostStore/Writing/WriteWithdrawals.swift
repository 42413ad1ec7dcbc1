import GRDB
import MilepostCore

/// Why something is taken back.
package enum Withdrawal: Sendable {
  case silenced
  /// A level that is told anew when the silence is over.
  case putOff
  /// Its cause has gone. A receiver that is away is to hear, once it is back, what was and that it is over.
  case reached
  /// Its cause has gone, and there is no news of that for whoever does not know of it.
  case resolved

  /// As it stands on record.
  var words: String {
    switch self {
    case .silenced: "silenced"
    case .putOff: "silenced, to be told anew"
    case .reached, .resolved: "resolved"
    }
  }
  /// Which deliveries it leaves alone.
  var sparing: String { self == .reached ? "AND \(Withdrawal.isAnswered)" : "" }

  /// Its endpoint's last try, if there was any, was no failure.
  private static let isAnswered =
    "NOT EXISTS (SELECT 1 FROM endpoint WHERE endpoint.id = delivery.endpoint_id AND json_extract(breaker, '$.row') > 0)"
}

/// A message that was taken back.
package struct WithdrawnMessage: Sendable {
  package let id: Int64
  package let endpointID: Int64
  /// It tells a level, or that a rest is over.
  package let hasNote: Bool
}

/// What waits for its first try can be taken back.
extension StoreWriter {
  /// Takes back an alert's own messages, and says which.
  package func withdraw(alertID: Int64, _ why: Withdrawal, at now: Instant) throws -> [WithdrawnMessage] {
    let waiting = try reader.rows(
      """
      SELECT id, endpoint_id, body IS NOT NULL FROM delivery
      WHERE alert_id = ? AND state = 'pending' AND attempts = 0 \(why.sparing)
      """, [alertID]
    ) { WithdrawnMessage(id: $0[0], endpointID: $0[1], hasNote: $0[2]) }
    let free = waiting.filter { !reader.claims.held(endpointID: $0.endpointID).deliveries.contains($0.id) }
    for message in free { try withdraw(deliveryID: message.id, why, at: now) }
    return free
  }

  package func withdraw(deliveryID: Int64, _ why: Withdrawal, at now: Instant) throws {
    try run(
      "UPDATE delivery SET state = 'withdrawn', finished_at = ?, last_error = ? WHERE id = ?",
      [now.milliseconds, why.words, deliveryID])
  }

  /// Lets one message that was withdrawn go out after all, under its own id: a crash may have hidden that it had been
  /// tried. False if there is none.
  package func reviveWithdrawn(alertID: Int64, endpointID: Int64, at now: Instant) throws -> Bool {
    let id: Int64? = try reader.value(
      """
      SELECT id FROM delivery
      WHERE alert_id = ? AND endpoint_id = ? AND state = 'withdrawn' AND last_error <> '\(Withdrawal.putOff.words)'
      ORDER BY body IS NOT NULL, id DESC LIMIT 1
      """, [alertID, endpointID])
    guard let id else { return false }
    try run(
      "UPDATE delivery SET state = 'pending', next_attempt = ?, finished_at = NULL, last_error = NULL WHERE id = ?",
      [now.milliseconds, id])
    lookAgain(at: id, of: endpointID)
    return true
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
