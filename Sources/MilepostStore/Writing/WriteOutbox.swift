import GRDB
import MilepostCore

extension StoreWriter {
  package func insert(_ endpoint: Endpoint) throws -> Endpoint {
    try run(
      """
      INSERT INTO endpoint (name, url, secret, state, reason, projects, concurrency, revision, format, language)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """,
      [
        endpoint.name, endpoint.url, endpoint.secret, endpoint.state.rawValue, endpoint.reason,
        try JSONColumn.text(endpoint.projects), endpoint.concurrency, endpoint.revision,
        endpoint.format.rawValue, endpoint.language.rawValue,
      ])
    var stored = endpoint
    stored.id = db.lastInsertedRowID
    return stored
  }

  /// Replaces the endpoint's row, if it still has the revision of `endpoint`; returns it with the next one.
  package func update(_ endpoint: Endpoint) throws -> Endpoint {
    try run(
      """
      UPDATE endpoint SET name = ?, url = ?, secret = ?, state = ?, reason = ?, projects = ?, concurrency = ?,
        revision = ? WHERE id = ? AND revision = ? AND removed = 0
      """,
      [
        endpoint.name, endpoint.url, endpoint.secret, endpoint.state.rawValue, endpoint.reason,
        try JSONColumn.text(endpoint.projects), endpoint.concurrency, endpoint.revision + 1, endpoint.id,
        endpoint.revision,
      ])
    try refuseUnlessChanged()
    var stored = endpoint
    stored.revision += 1
    return stored
  }

  /// Removes an endpoint: its address and secret are erased, and what waited for it is given up.
  package func remove(endpointID: Int64, at now: Instant) throws {
    try run("UPDATE endpoint SET removed = 1, url = '', secret = '' WHERE id = ?", [endpointID])
    try run(
      """
      UPDATE delivery SET state = 'dead', finished_at = ?, last_error = 'webhook removed'
      WHERE endpoint_id = ? AND state = 'pending'
      """, [now.milliseconds, endpointID])
  }

  package func enqueue(_ delivery: Delivery) throws -> Delivery {
    try run(.enqueue) { values in
      values.bind(delivery.messageID)
      values.bind(delivery.endpointID)
      values.bind(delivery.alertID)
      values.bind(delivery.milestoneID)
      values.bind(delivery.body)
      values.bind(delivery.state.rawValue)
      values.bind(delivery.attempts)
      values.bind(delivery.nextAttempt.milliseconds)
      values.bind(delivery.createdAt.milliseconds)
    }
    var stored = delivery
    stored.id = db.lastInsertedRowID
    return stored
  }

  /// One message for several alerts.
  package func enqueue(_ delivery: Delivery, telling alertIDs: [Int64]) throws -> Delivery {
    let stored = try enqueue(delivery)
    for id in alertIDs {
      try run("INSERT INTO delivery_alert (delivery_id, alert_id) VALUES (?, ?)", [stored.id, id])
    }
    return stored
  }

  /// Makes deliveries pending again under their own ids: one message, whatever became of it, or all that were given up.
  /// Returns how many.
  package func replay(endpointID: Int64, messageID: String?, at now: Instant) throws -> Int {
    let revived = "state = 'pending', attempts = 0, next_attempt = ?, finished_at = NULL"
    if let messageID {
      try run(
        "UPDATE delivery SET \(revived) WHERE endpoint_id = ? AND message_id = ? AND state <> 'pending'",
        [now.milliseconds, endpointID, messageID])
    } else {
      try run(
        "UPDATE delivery SET \(revived) WHERE endpoint_id = ? AND state = 'dead'", [now.milliseconds, endpointID])
    }
    return db.changesCount
  }
}
