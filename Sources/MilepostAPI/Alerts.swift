public struct AlertView: Codable, Equatable, Sendable {
  public var id: Int64
  public var project: String
  public var milestone: String
  public var milestoneName: String
  public var type: String
  public var rule: String
  public var occurrence: String
  /// `open`, `acknowledged`, `snoozed` or `resolved`.
  public var state: String
  public var scheduledAt: String
  public var firedAt: String
  public var acknowledgedBy: String?
  public var resolvedAt: String?
  /// What one of the service's own is about: `endpoint:NAME` or `service`; its project and milestone are empty.
  public var subject: String?

  public init(
    id: Int64, project: String, milestone: String, milestoneName: String, type: String, rule: String,
    occurrence: String, state: String, scheduledAt: String, firedAt: String, acknowledgedBy: String?,
    resolvedAt: String?, subject: String? = nil
  ) {
    self.id = id
    self.project = project
    self.milestone = milestone
    self.milestoneName = milestoneName
    self.type = type
    self.rule = rule
    self.occurrence = occurrence
    self.state = state
    self.scheduledAt = scheduledAt
    self.firedAt = firedAt
    self.acknowledgedBy = acknowledgedBy
    self.resolvedAt = resolvedAt
    self.subject = subject
  }
}

/// One line of `milepost next`: what will fire, when, to whom, if nothing changes.
public struct UpcomingView: Codable, Equatable, Sendable {
  public var at: String
  /// The same moment in the project's zone, `yyyy-MM-dd HH:mm`.
  public var atLocal: String
  public var project: String
  public var milestone: String
  public var milestoneName: String
  public var type: String
  public var rule: String
  public var webhooks: [String]

  public init(
    at: String, atLocal: String, project: String, milestone: String, milestoneName: String, type: String,
    rule: String, webhooks: [String]
  ) {
    self.at = at
    self.atLocal = atLocal
    self.project = project
    self.milestone = milestone
    self.milestoneName = milestoneName
    self.type = type
    self.rule = rule
    self.webhooks = webhooks
  }
}
