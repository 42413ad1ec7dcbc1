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
  /// When an acknowledged or snoozed one is told again.
  public var wakesAt: String?
  public var reason: String?

  public init(
    id: Int64, project: String, milestone: String, milestoneName: String, type: String, rule: String,
    occurrence: String, state: String, scheduledAt: String, firedAt: String, acknowledgedBy: String?,
    resolvedAt: String?, subject: String? = nil, wakesAt: String? = nil, reason: String? = nil
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
    self.wakesAt = wakesAt
    self.reason = reason
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
  /// When the first message goes out, where that is later, as `atLocal`.
  public var outLocal: String?
  /// The silence that will hide it.
  public var silencedBy: Int64?
  /// The number of the alert that it repeats, if that is acknowledged or snoozed until then: nobody is told.
  public var repeats: Int64?
  /// Who has that in hand; missing when it is snoozed.
  public var inHandOf: String?
  /// The level that will be told of an open alert that nobody takes in hand, from 1; missing for an alert that fires.
  public var level: Int?

  public init(
    at: String, atLocal: String, project: String, milestone: String, milestoneName: String, type: String,
    rule: String, webhooks: [String], outLocal: String? = nil, silencedBy: Int64? = nil, repeats: Int64? = nil,
    inHandOf: String? = nil, level: Int? = nil
  ) {
    self.level = level
    self.repeats = repeats
    self.inHandOf = inHandOf
    self.outLocal = outLocal
    self.silencedBy = silencedBy
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

/// One alert with all that became of it.
public struct AlertDetailView: Codable, Equatable, Sendable {
  public struct Message: Codable, Equatable, Sendable {
    public var webhook: String
    public var delivery: DeliveryView

    public init(webhook: String, delivery: DeliveryView) {
      self.webhook = webhook
      self.delivery = delivery
    }
  }

  public struct Level: Codable, Equatable, Sendable {
    public var route: String
    public var level: Int
    public var dueAt: String
    public var toldAt: String?

    public init(route: String, level: Int, dueAt: String, toldAt: String?) {
      self.route = route
      self.level = level
      self.dueAt = dueAt
      self.toldAt = toldAt
    }
  }

  public struct Act: Codable, Equatable, Sendable {
    public var at: String
    public var author: String
    public var action: String
    public var detail: String?

    public init(at: String, author: String, action: String, detail: String?) {
      self.at = at
      self.author = author
      self.action = action
      self.detail = detail
    }
  }

  public var alert: AlertView
  /// Its sentence, in both languages.
  public var messageEn: String
  public var messageZh: String
  public var messages: [Message]
  /// Webhooks for which it waits: for its group, for the end of quiet hours, for a digest.
  public var waiting: [String]
  public var levels: [Level]
  public var acts: [Act]

  public init(
    alert: AlertView, messageEn: String, messageZh: String, messages: [Message], waiting: [String], levels: [Level],
    acts: [Act]
  ) {
    self.alert = alert
    self.messageEn = messageEn
    self.messageZh = messageZh
    self.messages = messages
    self.waiting = waiting
    self.levels = levels
    self.acts = acts
  }
}

/// `POST /v1/alerts/{alert}/ack`, `/snooze` and `/unack`.
public struct AlertRestInput: Codable, Equatable, Sendable {
  public var until: String?
  public var reason: String?

  public init(until: String? = nil, reason: String? = nil) {
    self.until = until
    self.reason = reason
  }
}
