/// One rule firing for one milestone, or for the service itself, and occurrence. The three together are unique: it can
/// exist once only.
package struct Alert: Hashable, Sendable {
  package enum State: String, Codable, Sendable, CaseIterable {
    case open, acknowledged, snoozed, resolved
  }

  /// How an open one came to be resolved.
  package enum End: String, Codable, Sendable {
    /// A newer alert says all that it said.
    case superseded
    /// Its cause is gone.
    case gone
  }

  package var id: Int64
  /// Nil for the service's own.
  package var milestoneID: Int64?
  /// What the service's own is about: `endpoint:NAME` or `service`; empty for a milestone's.
  package var subject: String
  package var rule: String
  package var occurrence: String
  /// The event type of the webhook contract, for example `milestone.overdue`.
  package var type: String
  package var state: State
  /// Nil while it is not resolved, and for what was news only and never open.
  package var ended: End?
  /// When the rule said that it should fire.
  package var scheduledAt: Instant
  /// When it did.
  package var firedAt: Instant
  package var acknowledgedBy: String?
  package var acknowledgedAt: Instant?
  package var acknowledgedReason: String?
  /// When an acknowledged or snoozed one is told again; nil: never.
  package var wakesAt: Instant?
  /// The alert whose message told this one as well; nil: its own did, or is to.
  package var toldBy: Int64?
  package var resolvedAt: Instant?
  /// The JSON body that every endpoint is sent, the same on each try.
  package var body: String

  package init(
    id: Int64 = 0, milestoneID: Int64?, subject: String = "", rule: String, occurrence: String, type: String,
    state: State = .open, ended: End? = nil, scheduledAt: Instant, firedAt: Instant, acknowledgedBy: String? = nil,
    acknowledgedAt: Instant? = nil, acknowledgedReason: String? = nil, wakesAt: Instant? = nil,
    toldBy: Int64? = nil, resolvedAt: Instant? = nil, body: String
  ) {
    self.id = id
    self.milestoneID = milestoneID
    self.subject = subject
    self.rule = rule
    self.occurrence = occurrence
    self.type = type
    self.state = state
    self.ended = ended
    self.scheduledAt = scheduledAt
    self.firedAt = firedAt
    self.acknowledgedBy = acknowledgedBy
    self.acknowledgedAt = acknowledgedAt
    self.acknowledgedReason = acknowledgedReason
    self.wakesAt = wakesAt
    self.toldBy = toldBy
    self.resolvedAt = resolvedAt
    self.body = body
  }

  /// News of something that happened, which is told even though nothing stands open.
  package var isNews: Bool { state == .resolved && ended == nil }
}
