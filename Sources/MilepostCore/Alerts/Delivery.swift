/// One alert to one endpoint: a row of the outbox.
package struct Delivery: Hashable, Sendable {
  package enum State: String, Codable, Sendable, CaseIterable {
    /// Waiting for `nextAttempt`.
    case pending
    case delivered
    /// Given up: the receiver refused it for good, or every try failed.
    case dead
  }

  package var id: Int64
  /// `webhook-id`: the same on every try.
  package var messageID: String
  package var endpointID: Int64
  package var alertID: Int64?
  package var state: State
  package var attempts: Int
  package var nextAttempt: Instant
  package var createdAt: Instant
  package var finishedAt: Instant?
  package var lastStatus: Int?
  package var lastError: String?

  package init(
    id: Int64 = 0, messageID: String, endpointID: Int64, alertID: Int64?, state: State = .pending, attempts: Int = 0,
    nextAttempt: Instant, createdAt: Instant, finishedAt: Instant? = nil, lastStatus: Int? = nil,
    lastError: String? = nil
  ) {
    self.id = id
    self.messageID = messageID
    self.endpointID = endpointID
    self.alertID = alertID
    self.state = state
    self.attempts = attempts
    self.nextAttempt = nextAttempt
    self.createdAt = createdAt
    self.finishedAt = finishedAt
    self.lastStatus = lastStatus
    self.lastError = lastError
  }
}
