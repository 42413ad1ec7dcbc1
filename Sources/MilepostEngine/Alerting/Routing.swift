import MilepostCore
import MilepostStore

/// Routes and silences of one transaction, with the answers they gave: alerts that agree in the labels that routes ask
/// for go the same way, so that each way is looked for once.
///
/// Lives within one transaction on one thread.
final class Routing {
  /// An endpoint with the route by which it is reached.
  struct Target {
    let route: Route
    let endpoint: Endpoint
  }

  struct ActiveSilence {
    let silence: Silence
    let matchers: [Matcher]

    func matches(_ facts: AlertFacts) -> Bool { matchers.allSatisfy { $0.matches(facts) } }
  }

  let tree: RouteTree
  /// Those of now, and those to come.
  private let standing: [ActiveSilence]
  let silences: [ActiveSilence]
  /// No routes and no silences: every alert goes to every endpoint at once.
  let isPlain: Bool
  private var known: [[String]: [Target]] = [:]

  /// Matchers that do not parse cannot be stored; should one have got there, its silence hides nothing, and routes
  /// count as none: better told to all than to nobody.
  init(reader: StoreReader, now: Instant) throws {
    let routes = try reader.routes()
    tree = try (try? RouteTree(routes)) ?? RouteTree([])
    standing = try reader.standingSilences().compactMap { silence in
      (try? MatcherParser.matchers(silence.match, place: "")).map { ActiveSilence(silence: silence, matchers: $0) }
    }
    silences = standing.filter { $0.silence.isActive(at: now) }
    isPlain = routes.isEmpty && silences.isEmpty
  }

  func silence(of facts: AlertFacts) -> Silence? { silences.first { $0.matches(facts) }?.silence }

  /// The silence that will hide it then, as things stand.
  func silence(of facts: AlertFacts, at instant: Instant) -> Silence? {
    standing.first { $0.silence.isActive(at: instant) && $0.matches(facts) }?.silence
  }

  func forgetTargets() { known = [:] }

  /// - Parameter accepted: endpoints in use that take alerts of this kind at all.
  func targets(for about: AlertAbout, accepted: () throws -> [Endpoint]) rethrows -> [Target] {
    let key = [about.project?.key ?? ""] + tree.labels.map { about.facts[$0] }
    if let targets = known[key] { return targets }
    let targets = find(for: about.facts, among: try accepted())
    known[key] = targets
    return targets
  }

  private func find(for facts: AlertFacts, among accepted: [Endpoint]) -> [Target] {
    var found: [Target] = []
    for route in tree.routes(for: facts) {
      for endpoint in endpoints(of: route.to, among: accepted)
      where !found.contains(where: { $0.endpoint.id == endpoint.id }) {
        found.append(Target(route: route, endpoint: endpoint))
      }
    }
    return found
  }

  /// Those named; where none of them can be had, those of the root, and where that names none, all: what is told to
  /// nobody is lost.
  func endpoints(of names: [String], among accepted: [Endpoint]) -> [Endpoint] {
    let named = accepted.filter { names.contains($0.name) }
    guard named.isEmpty else { return named }
    let general = accepted.filter { tree.root.route.to.contains($0.name) }
    return general.isEmpty ? accepted : general
  }

  /// The level that a step of an alert's escalation is to tell; nil when its route has no such level any more.
  func level(of step: Escalation) -> Route.Level? {
    guard let levels = tree.routes[step.route]?.escalate, levels.indices.contains(step.level - 1) else { return nil }
    return levels[step.level - 1]
  }
}

/// What an alert is about, as far as its way depends on it.
struct AlertAbout {
  let facts: AlertFacts
  /// Nil for the service's own.
  let project: Project?
  let zone: Zone
  let calendar: WorkCalendar
  /// Minutes after midnight.
  let morning: Int
}

extension UnitOfWork {
  func about(
    _ milestone: Milestone, _ outlook: MilestoneOutlook, type: String, rule: String, in context: ProjectContext
  )
    -> AlertAbout
  {
    AlertAbout(
      facts: AlertFacts(project: context.project, milestone: milestone, type: type, rule: rule, light: outlook.light),
      project: context.project, zone: context.zone, calendar: context.calendar,
      morning: context.project.policy.alertMinute)
  }

  /// Of an alert that was stored before.
  func about(_ alert: Alert) throws -> AlertAbout {
    guard let id = alert.milestoneID, let milestone = try reader.milestone(id: id) else {
      let light: MilestoneOutlook.Light = alert.state == .resolved ? .green : .red
      return aboutService(
        AlertFacts(subject: alert.subject, type: alert.type, rule: alert.rule, light: light))
    }
    let context = try context(of: milestone.projectID)
    return about(milestone, context.outlook(of: milestone), type: alert.type, rule: alert.rule, in: context)
  }

  func aboutService(_ facts: AlertFacts) -> AlertAbout {
    let settings = configuration.settings
    return AlertAbout(
      facts: facts, project: nil, zone: (try? configuration.zones.zone(named: settings.zone)) ?? .utc,
      calendar: (try? configuration.calendars.calendar(named: settings.calendar)) ?? .weekdays,
      morning: AlertPolicy.standard.alertMinute)
  }

  /// Endpoints in use that may have it: an endpoint of certain projects gets nothing of others.
  func accepting(_ project: Project?) throws -> [Endpoint] {
    if let project { return try endpoints(for: project) }
    let all = try endpointsInUse()
    let general = all.filter(\.projects.isEmpty)
    return general.isEmpty ? all : general
  }

  func outing(_ route: Route, _ about: AlertAbout) -> Outing { about.outing(route, configuration) }
}

extension AlertAbout {
  /// By which hours and days a route's messages about this go out.
  func outing(_ route: Route, _ configuration: EngineConfiguration) -> Outing {
    Outing(
      route, zone: route.zone.flatMap { try? configuration.zones.zone(named: $0) } ?? zone,
      calendar: route.calendar.flatMap { try? configuration.calendars.calendar(named: $0) } ?? calendar,
      morning: morning)
  }
}
