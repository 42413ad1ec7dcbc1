import GRDB
import MilepostCore

extension StoreWriter {
  /// Puts these routes, in this order, in place of all there were.
  package func setRoutes(_ routes: [Route]) throws {
    try run("DELETE FROM route", [])
    for (position, route) in routes.enumerated() {
      try run(
        "INSERT INTO route (name, parent, position, document, revision) VALUES (?, ?, ?, ?, 1)",
        [route.name, route.parent, position, try JSONColumn.text(route)])
    }
  }

  package func insert(_ silence: Silence) throws -> Silence {
    try run(
      "INSERT INTO silence (matchers, starts_at, ends_at, author, comment, created_at) VALUES (?, ?, ?, ?, ?, ?)",
      [
        try JSONColumn.text(silence.match), silence.startsAt.milliseconds, silence.endsAt.milliseconds,
        silence.author, silence.comment, silence.createdAt.milliseconds,
      ])
    var stored = silence
    stored.id = db.lastInsertedRowID
    return stored
  }

  /// Ends a silence earlier than it said, or notes that its end was dealt with.
  package func setEnd(silenceID: Int64, endsAt: Instant, endedAt: Instant?) throws {
    try run(
      "UPDATE silence SET ends_at = ?, ended_at = ? WHERE id = ?",
      [endsAt.milliseconds, endedAt?.milliseconds, silenceID])
  }

  /// Notes how far a silence that begins has looked through what waits; nil: through all.
  package func setBeginning(silenceID: Int64, through place: UntriedPlace?, at now: Instant) throws {
    if let place {
      try run(
        "UPDATE silence SET begun_endpoint = ?, begun_delivery = ? WHERE id = ?",
        [place.endpointID, place.deliveryID, silenceID])
    } else {
      try run("UPDATE silence SET begun_at = ? WHERE id = ?", [now.milliseconds, silenceID])
    }
  }

  /// After the clock was set back: silences that are still to begin will do so once more.
  package func rewindSilences(to now: Instant) throws {
    try run(
      """
      UPDATE silence SET begun_at = NULL, begun_endpoint = 0, begun_delivery = 0
      WHERE ended_at IS NULL AND starts_at > ?
      """, [now.milliseconds])
  }

  /// Notes that nobody was told of an alert because of a silence.
  package func holdBack(alertID: Int64, silenceID: Int64) throws {
    try run("INSERT OR IGNORE INTO silenced (silence_id, alert_id) VALUES (?, ?)", [silenceID, alertID])
  }

  package func forgetHeldBack(silenceID: Int64) throws {
    try run("DELETE FROM silenced WHERE silence_id = ?", [silenceID])
  }

  // MARK: What waits

  package func addBatch(route: String, endpointID: Int64, groupKey: String, flushAt: Instant) throws -> Int64 {
    try run(
      "INSERT INTO batch (route, endpoint_id, group_key, flush_at) VALUES (?, ?, ?, ?)",
      [route, endpointID, groupKey, flushAt.milliseconds])
    return db.lastInsertedRowID
  }

  package func setFlush(batchID: Int64, _ flushAt: Instant) throws {
    try run("UPDATE batch SET flush_at = ? WHERE id = ?", [flushAt.milliseconds, batchID])
  }

  package func addMember(alertID: Int64, batchID: Int64) throws {
    try run("INSERT OR IGNORE INTO batch_member (batch_id, alert_id) VALUES (?, ?)", [batchID, alertID])
  }

  package func removeMember(alertID: Int64) throws {
    try run("DELETE FROM batch_member WHERE alert_id = ?", [alertID])
  }

  package func clear(batchID: Int64) throws {
    try run("DELETE FROM batch_member WHERE batch_id = ?", [batchID])
  }

  package func remove(batchID: Int64) throws {
    try clear(batchID: batchID)
    try run("DELETE FROM batch WHERE id = ?", [batchID])
  }

  // MARK: Escalations

  package func add(_ escalation: Escalation) throws {
    try run(
      "INSERT OR IGNORE INTO escalation (alert_id, route, level, since, due_at) VALUES (?, ?, ?, ?, ?)",
      [
        escalation.alertID, escalation.route, escalation.level, escalation.since.milliseconds,
        escalation.dueAt.milliseconds,
      ])
  }

  /// Sets when a level is due, or notes that it was told, and to whom.
  package func update(_ escalation: Escalation) throws {
    try run(
      "UPDATE escalation SET due_at = ?, told_at = ?, told_to = ? WHERE alert_id = ? AND route = ? AND level = ?",
      [
        escalation.dueAt.milliseconds, escalation.toldAt?.milliseconds,
        try JSONColumn.text(orNil: escalation.toldTo), escalation.alertID, escalation.route, escalation.level,
      ])
  }

  package func removeEscalations(alertID: Int64) throws {
    try run("DELETE FROM escalation WHERE alert_id = ?", [alertID])
  }

  /// Of all that stands of a milestone.
  package func removeEscalations(milestoneID: Int64) throws {
    try run(
      """
      DELETE FROM escalation
      WHERE alert_id IN (SELECT id FROM alert WHERE milestone_id = ? AND state <> 'resolved')
      """, [milestoneID])
  }

  /// An alert that stands for an older one goes on with its levels.
  package func moveEscalations(from alertID: Int64, to newID: Int64) throws {
    try run("UPDATE OR IGNORE escalation SET alert_id = ? WHERE alert_id = ?", [newID, alertID])
    try removeEscalations(alertID: alertID)
  }

  /// After the clock was set back: levels counted from a time still to come count from now.
  package func rewindEscalations(to now: Instant) throws {
    try run(
      "UPDATE escalation SET due_at = due_at - (since - :now), since = :now WHERE since > :now",
      ["now": now.milliseconds])
  }
}
