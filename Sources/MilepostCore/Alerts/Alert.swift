/// One rule firing for one milestone and occurrence. The three together are unique: it can exist once only.
package struct Alert: Hashable, Sendable {
  package enum State: String, Codable, Sendable, CaseIterable {
    case open, acknowledged, resolved
  }

  package var id: Int64
  package var milestoneID: Int64
  package var rule: String
  package var occurrence: String
  /// The event type of the webhook contract, for example `milestone.overdue`.
  package var type: String
  package var state: State
  /// When the rule said that it should fire.
  package var scheduledAt: Instant
  /// When it did.
  package var firedAt: Instant
  package var acknowledgedBy: String?
  package var acknowledgedAt: Instant?
  package var resolvedAt: Instant?
  /// The JSON body that every endpoint is sent, the same on each try.
  package var body: String

  package init(
    id: Int64 = 0, milestoneID: Int64, rule: String, occurrence: String, type: String, state: State = .open,
    scheduledAt: Instant, firedAt: Instant, acknowledgedBy: String? = nil, acknowledgedAt: Instant? = nil,
    resolvedAt: Instant? = nil, body: String
  ) {
    self.id = id
    self.milestoneID = milestoneID
    self.rule = rule
    self.occurrence = occurrence
    self.type = type
    self.state = state
    self.scheduledAt = scheduledAt
    self.firedAt = firedAt
    self.acknowledgedBy = acknowledgedBy
    self.acknowledgedAt = acknowledgedAt
    self.resolvedAt = resolvedAt
    self.body = body
  }
}
