import Hummingbird
import MilepostAPI
import MilepostCore
import MilepostEngine
import MilepostStore

extension API {
  func statusRoutes(_ routes: inout RouteTable) {
    routes.on(.get, "/v1/status", .read.filtered, status)
    routes.on(.get, "/v1/next", .read.filtered, next)
  }

  /// Counts come from the store; of the milestones only those shown are read.
  @Sendable private func status(_ request: Request, _ context: APIContext) async throws -> Response {
    let limit = try QueryReader(request, known: ["limit"]).limit()
    let standpoint = standpoint
    let visible = context.principal.projects
    let view = try await read { reader in
      if case .only(let keys) = visible { return try status(of: keys, limit, from: standpoint, in: reader) }
      let counts = try reader.counts(today: Zone.utc.civilDate(at: standpoint.now))
      let todays = try reader.zones().map { ($0, standpoint.today(inZone: $0)) }
      var names = Names(reader)
      let urgent = try reader.openMilestones(limit: limit).compactMap { milestone in
        try names.project(id: milestone.projectID).map { MilestoneView(milestone, in: $0, from: standpoint) }
      }
      return StatusView(
        version: MilepostVersion.current, now: standpoint.now.rfc3339, rehearsal: engine.clock.isRehearsal,
        projects: counts.projects, milestonesOpen: counts.milestonesOpen,
        overdue: try reader.overdueCount(todays: Dictionary(uniqueKeysWithValues: todays)),
        alertsOpen: counts.alertsOpen, deliveriesPending: counts.deliveriesPending,
        deliveriesDead: counts.deliveriesDead, nextCheck: try reader.earliestCheck()?.rfc3339,
        silences: try reader.standingSilences().count { $0.isActive(at: standpoint.now) },
        unknownZones: try unknownZones(in: reader), heartbeat: heartbeat,
        milestones: urgent.sorted { $0.urgency < $1.urgency })
    }
    return try .json(view)
  }

  private var heartbeat: HeartbeatView? {
    let standing = engine.heartbeatStanding
    return standing.isSet ? HeartbeatView(lastHeard: standing.lastHeard?.rfc3339, fault: standing.fault) : nil
  }

  private func unknownZones(in reader: StoreReader) throws -> [String]? {
    let unknown = try Set(reader.zonesInUse()).filter { (try? engine.zones.zone(named: $0)) == nil }
    return unknown.isEmpty ? nil : unknown.sorted()
  }

  /// As if these projects were all there are.
  private func status(
    of keys: Set<String>, _ limit: Int, from standpoint: Standpoint, in reader: StoreReader
  ) throws -> StatusView {
    let projects = try keys.compactMap { try reader.project(key: $0) }.filter { $0.archivedAt == nil }
    let open = try projects.flatMap { project in
      try reader.openMilestones(projectID: project.id).map { (milestone: $0, project: project) }
    }
    let first = open.sorted { ($0.milestone.due.date, $0.milestone.id) < ($1.milestone.due.date, $1.milestone.id) }
    return StatusView(
      version: MilepostVersion.current, now: standpoint.now.rfc3339, rehearsal: engine.clock.isRehearsal,
      projects: projects.count, milestonesOpen: open.count,
      overdue: open.count { $0.milestone.due.date < standpoint.today(in: $0.project) },
      alertsOpen: try projects.reduce(0) { try $0 + reader.alertsOpen(projectID: $1.id) },
      deliveriesPending: try projects.reduce(0) { try $0 + reader.deliveries(projectID: $1.id, state: .pending) },
      deliveriesDead: try projects.reduce(0) { try $0 + reader.deliveries(projectID: $1.id, state: .dead) },
      nextCheck: open.compactMap(\.milestone.nextCheck).min()?.rfc3339, heartbeat: heartbeat,
      milestones: first.prefix(limit).map { MilestoneView($0.milestone, in: $0.project, from: standpoint) }
        .sorted { $0.urgency < $1.urgency })
  }

  @Sendable private func next(_ request: Request, _ context: APIContext) async throws -> Response {
    let query = try QueryReader(request, known: ["days", "limit", "after"])
    let days = try query.integer("days", in: 1...3660) ?? 30
    let (limit, after) = (try query.limit(), query.text("after"))
    let standpoint = standpoint
    let visible = context.principal.projects
    let upcoming = try await blocking { try engine.upcoming(days: days) }.filter { visible.contains($0.project.key) }
    var rest = upcoming[...]
    if let after {
      guard let position = upcoming.firstIndex(where: { cursor($0) == after }) else {
        throw QueryReader.invalid("after", after, en: "the “next” of the page before", zh: "上一页的“next”")
      }
      rest = upcoming[(position + 1)...]
    }
    return try .json(Page(rest, limit: limit, cursor: cursor) { UpcomingView($0, from: standpoint) })
  }

  /// A milestone has one alert at a moment, and a route each level once.
  private func cursor(_ upcoming: Upcoming) -> String {
    let step = upcoming.escalation.map { ":\($0.level):\($0.route)" } ?? ""
    return "\(upcoming.at.milliseconds):\(upcoming.project.key):\(upcoming.milestone.key)\(step)"
  }
}
