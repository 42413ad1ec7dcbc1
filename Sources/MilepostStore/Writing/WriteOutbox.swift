import GRDB
import MilepostCore

extension StoreWriter {
  package func insert(_ endpoint: Endpoint) throws -> Endpoint {
    try run(
      """
      INSERT INTO endpoint (name, url, secret, state, reason, projects, concurrency, revision, format, language,
        options)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """,
      [
        endpoint.name, endpoint.url, endpoint.secret, endpoint.state.rawValue, endpoint.reason,
        try JSONColumn.text(endpoint.projects), endpoint.concurrency, endpoint.revision,
        endpoint.format.rawValue, endpoint.language.rawValue, try Self.text(endpoint.options),
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
        language = ?, options = ?, breaker = ?, revision = ? WHERE id = ? AND revision = ? AND removed = 0
      """,
      [
        endpoint.name, endpoint.url, endpoint.secret, endpoint.state.rawValue, endpoint.reason,
        try JSONColumn.text(endpoint.projects), endpoint.concurrency, endpoint.language.rawValue,
        try Self.text(endpoint.options), try endpoint.breaker.map { try JSONColumn.text($0) }, endpoint.revision + 1,
        endpoint.id, endpoint.revision,
      ])
    try refuseUnlessChanged()
    _ = try reader.endpoints()
    var stored = endpoint
    stored.revision += 1
    return stored
  }

  private static func text(_ options: EndpointOptions?) throws -> String? {
    guard let options, !options.isEmpty else { return nil }
    return try JSONColumn.text(options)
  }

  /// Removes an endpoint: its address and secret are erased, and what waited for it is given up.
  package func remove(endpointID: Int64, at now: Instant) throws {
    try run("UPDATE endpoint SET removed = 1, url = '', secret = '', options = NULL WHERE id = ?", [endpointID])
    try run(
      """
      UPDATE delivery SET state = 'dead', finished_at = ?, last_error = 'webhook removed'
      WHERE endpoint_id = ? AND state = 'pending'
      """, [now.milliseconds, endpointID])
    _ = try reader.endpoints()
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

  /// One message for several alerts; one that it tells twice, as itself and as escalated, is noted once.
  package func enqueue(_ delivery: Delivery, telling alertIDs: [Int64]) throws -> Delivery {
    let stored = try enqueue(delivery)
    for id in alertIDs {
      try run("INSERT OR IGNORE INTO delivery_alert (delivery_id, alert_id) VALUES (?, ?)", [stored.id, id])
    }
    return stored
  }

  /// Makes finished deliveries pending again under their own ids. Their tries stay on record, and count no longer.
  /// Returns how many.
  package func replay(endpointID: Int64, _ selection: ReplaySelection, at now: Instant) throws -> Int {
    var conditions = ["endpoint_id = ?"]
    var arguments: StatementArguments = [endpointID]
    if let messageID = selection.messageID {
      conditions.append("message_id = ?")
      arguments += [messageID]
    }
    if let since = selection.since {
      conditions.append("created_at >= ?")
      arguments += [since.milliseconds]
    }
    if let until = selection.until {
      conditions.append("created_at < ?")
      arguments += [until.milliseconds]
    }
    let isOpen = selection.messageID != nil || selection.since != nil || selection.until != nil
    conditions.append(isOpen && !selection.isFailedOnly ? "state IN ('delivered', 'dead')" : "state = 'dead'")
    let chosen = conditions.joined(separator: " AND ")
    try run(
      """
      INSERT OR REPLACE INTO attempt (delivery_id, number, started_at, duration_ms, status, error, response_head)
      SELECT id, attempts + uncounted, tried_at, took_ms, last_status, last_error, answer FROM delivery
      WHERE tried_at IS NOT NULL AND \(chosen)
      """, arguments)
    try run(
      """
      UPDATE delivery SET state = 'pending', uncounted = uncounted + attempts, attempts = 0, next_attempt = ?,
        finished_at = NULL, tried_at = NULL, took_ms = NULL, answer = NULL WHERE \(chosen)
      """, [now.milliseconds] + arguments)
    return db.changesCount
  }
}
