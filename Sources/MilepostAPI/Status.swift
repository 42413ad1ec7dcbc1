/// `GET /v1/status`: what answers for dates right now.
public struct StatusView: Codable, Equatable, Sendable {
  public var version: String
  /// The service's clock, RFC 3339 UTC; fast when it rehearses.
  public var now: String
  public var rehearsal: Bool
  public var projects: Int
  public var milestonesOpen: Int
  public var overdue: Int
  public var alertsOpen: Int
  public var deliveriesPending: Int
  public var deliveriesDead: Int
  public var nextCheck: String?
  /// Nil when nobody is told that the service is alive.
  public var heartbeat: HeartbeatView?
  /// Silences in force.
  public var silences: Int?
  /// Time zones in use that the service's machine does not have, so that UTC stands in for them; nil when there are none.
  public var unknownZones: [String]?
  /// Open milestones, the most urgent first.
  public var milestones: [MilestoneView]

  public init(
    version: String, now: String, rehearsal: Bool, projects: Int, milestonesOpen: Int, overdue: Int, alertsOpen: Int,
    deliveriesPending: Int, deliveriesDead: Int, nextCheck: String?, silences: Int? = nil,
    unknownZones: [String]? = nil, heartbeat: HeartbeatView? = nil, milestones: [MilestoneView]
  ) {
    self.silences = silences
    self.unknownZones = unknownZones
    self.version = version
    self.now = now
    self.rehearsal = rehearsal
    self.projects = projects
    self.milestonesOpen = milestonesOpen
    self.overdue = overdue
    self.alertsOpen = alertsOpen
    self.deliveriesPending = deliveriesPending
    self.deliveriesDead = deliveriesDead
    self.nextCheck = nextCheck
    self.heartbeat = heartbeat
    self.milestones = milestones
  }
}

/// Whether somebody hears that the service is alive.
public struct HeartbeatView: Codable, Equatable, Sendable {
  /// When the listener last took a beat, RFC 3339 UTC.
  public var lastHeard: String?
  /// Why the last one was not heard.
  public var fault: String?

  public init(lastHeard: String?, fault: String?) {
    self.lastHeard = lastHeard
    self.fault = fault
  }
}

/// A page of a list. `next` is the cursor of the following page, to be sent back as `?after=`.
public struct Page<Item: Codable & Sendable>: Codable, Sendable {
  public var items: [Item]
  public var next: String?

  public init(items: [Item], next: String? = nil) {
    self.items = items
    self.next = next
  }
}
