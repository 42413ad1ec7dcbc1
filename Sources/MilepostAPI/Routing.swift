/// A route of alerts, as it was written: what it leaves out it has from its parent.
public struct RouteView: Codable, Equatable, Sendable {
  public struct Level: Codable, Equatable, Sendable {
    /// `2wd`, `4h`.
    public var after: String
    public var to: [String]

    public init(after: String, to: [String]) {
      self.after = after
      self.to = to
    }
  }

  public var name: String?
  public var parent: String?
  public var match: [String]?
  public var to: [String]?
  public var `continue`: Bool?
  public var groupBy: [String]?
  public var groupWait: String?
  public var groupInterval: String?
  public var escalate: [Level]?
  public var quiet: [String]?
  public var workingDays: Bool?
  public var digest: String?
  public var zone: String?
  public var calendar: String?
  /// Webhooks that it names and that are gone, or switched off: the default route's stand in for them.
  public var missing: [String]?

  public init() {}
}

/// What putting a file of routes into force changed, or would: a line each.
public struct RoutesResult: Codable, Equatable, Sendable {
  public var applied: Bool
  public var changes: [String]

  public init(applied: Bool, changes: [String]) {
    self.applied = applied
    self.changes = changes
  }
}

/// Which way an alert would go, and why.
public struct RouteTestView: Codable, Equatable, Sendable {
  public struct Answer: Codable, Equatable, Sendable {
    public var matcher: String
    public var actual: String
    public var holds: Bool

    public init(matcher: String, actual: String, holds: Bool) {
      self.matcher = matcher
      self.actual = actual
      self.holds = holds
    }
  }

  public struct Verdict: Codable, Equatable, Sendable {
    public var route: String
    public var depth: Int
    public var matchers: [Answer]
    public var taken: Bool

    public init(route: String, depth: Int, matchers: [Answer], taken: Bool) {
      self.route = route
      self.depth = depth
      self.matchers = matchers
      self.taken = taken
    }
  }

  public struct Target: Codable, Equatable, Sendable {
    public var webhook: String
    public var route: String
    /// When it would go out if it fired now, RFC 3339 UTC.
    public var at: String
    /// The same in the project's zone, or the service's.
    public var atLocal: String
    /// What alerts must agree in to share a message; nil where each goes alone.
    public var groupBy: [String]?
    public var digest: String?

    public init(
      webhook: String, route: String, at: String, atLocal: String, groupBy: [String]?, digest: String?
    ) {
      self.webhook = webhook
      self.route = route
      self.at = at
      self.atLocal = atLocal
      self.groupBy = groupBy
      self.digest = digest
    }
  }

  public struct Level: Codable, Equatable, Sendable {
    public var route: String
    public var level: Int
    public var atLocal: String
    public var to: [String]

    public init(route: String, level: Int, atLocal: String, to: [String]) {
      self.route = route
      self.level = level
      self.atLocal = atLocal
      self.to = to
    }
  }

  /// What matchers see.
  public var labels: [String: String]
  public var routes: [Verdict]
  public var targets: [Target]
  public var levels: [Level]
  /// The silence that hides it.
  public var silencedBy: Int64?

  public init(
    labels: [String: String], routes: [Verdict], targets: [Target], levels: [Level], silencedBy: Int64?
  ) {
    self.labels = labels
    self.routes = routes
    self.targets = targets
    self.levels = levels
    self.silencedBy = silencedBy
  }
}

public struct RouteTestInput: Codable, Equatable, Sendable {
  public var project: String?
  public var milestone: String?
  public var type: String?
  public var labels: [String: String]?

  public init(project: String?, milestone: String?, type: String?, labels: [String: String]?) {
    self.project = project
    self.milestone = milestone
    self.type = type
    self.labels = labels
  }
}

public struct SilenceView: Codable, Equatable, Sendable {
  public var id: Int64
  public var match: [String]
  public var startsAt: String
  public var endsAt: String
  public var author: String
  public var comment: String
  /// `pending`, `active` or `expired`.
  public var state: String
  /// Open alerts that it matches now.
  public var alerts: Int?
  /// The first of these.
  public var shown: [AlertView]?
  /// It matches every alert.
  public var matchesAll: Bool?

  public init(
    id: Int64, match: [String], startsAt: String, endsAt: String, author: String, comment: String, state: String,
    alerts: Int? = nil, shown: [AlertView]? = nil, matchesAll: Bool? = nil
  ) {
    self.id = id
    self.match = match
    self.startsAt = startsAt
    self.endsAt = endsAt
    self.author = author
    self.comment = comment
    self.state = state
    self.alerts = alerts
    self.shown = shown
    self.matchesAll = matchesAll
  }
}

public struct SilenceInput: Codable, Equatable, Sendable {
  public var match: [String]
  public var start: String?
  public var end: String?
  public var `for`: String?
  public var comment: String
  public var force: Bool?

  public init(match: [String], start: String?, end: String?, for span: String?, comment: String, force: Bool?) {
    self.match = match
    self.start = start
    self.end = end
    self.for = span
    self.comment = comment
    self.force = force
  }
}
