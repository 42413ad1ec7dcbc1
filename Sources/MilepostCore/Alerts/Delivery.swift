/// One message to one endpoint: a row of the outbox.
package struct Delivery: Hashable, Sendable {
  package enum State: String, Codable, Sendable, CaseIterable {
    /// Waiting for `nextAttempt`.
    case pending
    case delivered
    /// Given up: the receiver refused it for good, or every try failed.
    case dead
    /// Told by another message.
    case folded
    /// Silenced, or no longer so, before it went out.
    case withdrawn
  }

  package var id: Int64
  /// `webhook-id`: the same on every try.
  package var messageID: String
  package var endpointID: Int64
  /// Nil for a message that stands for several.
  package var alertID: Int64?
  /// The alert's; nil for the service's and for several. Deliveries of one milestone keep their order.
  package var milestoneID: Int64?
  /// The message; nil: the alert's own.
  package var body: String?
  package var state: State
  /// The delivery that tells what this one was to tell.
  package var foldedInto: Int64?
  package var attempts: Int
  package var nextAttempt: Instant
  package var createdAt: Instant
  package var finishedAt: Instant?
  package var lastStatus: Int?
  package var lastError: String?
  /// Tries beside `attempts` that do not count: probes, answers that asked to wait, those before a replay.
  package var uncounted: Int

  package init(
    id: Int64 = 0, messageID: String, endpointID: Int64, alertID: Int64?, milestoneID: Int64? = nil,
    body: String? = nil, state: State = .pending, foldedInto: Int64? = nil, attempts: Int = 0, nextAttempt: Instant,
    createdAt: Instant, finishedAt: Instant? = nil, lastStatus: Int? = nil,
    lastError: String? = nil, uncounted: Int = 0
  ) {
    self.id = id
    self.messageID = messageID
    self.endpointID = endpointID
    self.alertID = alertID
    self.milestoneID = milestoneID
    self.body = body
    self.state = state
    self.foldedInto = foldedInto
    self.attempts = attempts
    self.nextAttempt = nextAttempt
    self.createdAt = createdAt
    self.finishedAt = finishedAt
    self.lastStatus = lastStatus
    self.lastError = lastError
    self.uncounted = uncounted
  }
}

/// One try of a delivery over the wire.
package struct Attempt: Hashable, Sendable {
  /// Counted from 1.
  package var number: Int
  package var startedAt: Instant
  package var durationMs: Int64
  package var status: Int?
  package var error: String?
  package var responseHead: String?

  package init(
    number: Int, startedAt: Instant, durationMs: Int64, status: Int?, error: String?, responseHead: String?
  ) {
    self.number = number
    self.startedAt = startedAt
    self.durationMs = durationMs
    self.status = status
    self.error = error
    self.responseHead = responseHead
  }
}

/// Which finished deliveries are to go out again; nothing said: all that were given up.
package struct ReplaySelection: Hashable, Sendable {
  package var messageID: String?
  /// When they were created.
  package var since: Instant?
  package var until: Instant?
  package var isFailedOnly: Bool

  package init(messageID: String? = nil, since: Instant? = nil, until: Instant? = nil, isFailedOnly: Bool = false) {
    self.messageID = messageID
    self.since = since
    self.until = until
    self.isFailedOnly = isFailedOnly
  }
}
