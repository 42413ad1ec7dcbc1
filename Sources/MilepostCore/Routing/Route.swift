/// Where alerts go, as it is kept: what it leaves out, it has from its parent.
package struct Route: Hashable, Codable, Sendable {
  /// The root: what matches nothing else comes here.
  package static let root = "default"
  package static let routesMax = 500
  package static let depthMax = 10

  package var name: String
  /// Nil for the root only.
  package var parent: String?
  /// Matchers as they are written, all of which must hold; empty: every alert.
  package var match: [String]
  /// Names of endpoints; empty: the parent's; of a root that names none: all.
  package var to: [String]
  /// Whether routes behind this one are asked as well when it matches.
  package var continues: Bool
  /// Labels whose alerts, where they agree, make one message.
  package var groupBy: [String]?
  package var groupWaitMs: Int64?
  package var groupIntervalMs: Int64?
  package var escalate: [Level]?
  package var quiet: [QuietHours]?
  package var workingDays: Bool?
  package var digest: DigestTime?
  /// By which hours and days are read; nil: the project's.
  package var zone: String?
  package var calendar: String?

  /// Who is told when nobody has taken an alert in hand for so long.
  package struct Level: Hashable, Codable, Sendable {
    package var after: Delay
    package var to: [String]

    package init(after: Delay, to: [String]) {
      self.after = after
      self.to = to
    }
  }

  package init(
    name: String, parent: String? = Route.root, match: [String] = [], to: [String] = [], continues: Bool = false,
    groupBy: [String]? = nil, groupWaitMs: Int64? = nil, groupIntervalMs: Int64? = nil, escalate: [Level]? = nil,
    quiet: [QuietHours]? = nil, workingDays: Bool? = nil, digest: DigestTime? = nil, zone: String? = nil,
    calendar: String? = nil
  ) {
    self.name = name
    self.parent = parent
    self.match = match
    self.to = to
    self.continues = continues
    self.groupBy = groupBy
    self.groupWaitMs = groupWaitMs
    self.groupIntervalMs = groupIntervalMs
    self.escalate = escalate
    self.quiet = quiet
    self.workingDays = workingDays
    self.digest = digest
    self.zone = zone
    self.calendar = calendar
  }

  /// With what it leaves out filled in from `parent`.
  func inheriting(_ parent: Route) -> Route {
    var route = self
    if route.to.isEmpty { route.to = parent.to }
    route.groupBy = groupBy ?? parent.groupBy
    route.groupWaitMs = groupWaitMs ?? parent.groupWaitMs
    route.groupIntervalMs = groupIntervalMs ?? parent.groupIntervalMs
    route.escalate = escalate ?? parent.escalate
    route.quiet = quiet ?? parent.quiet
    route.workingDays = workingDays ?? parent.workingDays
    route.digest = digest ?? parent.digest
    route.zone = zone ?? parent.zone
    route.calendar = calendar ?? parent.calendar
    return route
  }

  /// Milliseconds that a new group waits for more, once grouping is asked for; as in Alertmanager.
  static let groupWaitDefault: Int64 = 30_000
  static let groupIntervalDefault: Int64 = 300_000

  private var isGrouped: Bool { groupBy != nil || groupWaitMs != nil || groupIntervalMs != nil }

  package var wait: Int64 { digest == nil && isGrouped ? groupWaitMs ?? Route.groupWaitDefault : 0 }

  package var interval: Int64 { digest == nil && isGrouped ? groupIntervalMs ?? Route.groupIntervalDefault : 0 }
}
