import MilepostCore
import MilepostStore

/// One alert that will fire if nothing changes.
package struct Upcoming: Sendable {
  package var at: Instant
  package var project: Project
  package var milestone: Milestone
  package var type: String
  package var rule: String
  /// Names of the endpoints that will get it.
  package var endpoints: [String]
  /// When the first message goes out.
  package var outAt: Instant
  package var silencedBy: Int64?
}

extension Engine {
  /// Alerts kept for the answer, at most.
  package static let upcomingMax = 1000

  /// What will fire within `days` days, the earliest first, at most `upcomingMax`.
  package func upcoming(days: Int) throws -> [Upcoming] {
    let now = clock.now()
    let horizon = now.adding(milliseconds: Int64(days) * 86_400_000)
    let configuration = configuration
    return try store.read { reader in
      let endpoints = try reader.endpoints().filter { $0.state != .disabled }
      let routing = try Routing(reader: reader, now: now)
      var contexts: [Int64: ProjectContext] = [:]
      var found: [Upcoming] = []
      for milestone in try reader.milestones(checkedBefore: horizon, limit: Engine.upcomingMax) {
        if contexts[milestone.projectID] == nil, let project = try reader.project(id: milestone.projectID) {
          contexts[milestone.projectID] = ProjectContext(project, configuration: configuration, now: now)
        }
        guard let context = contexts[milestone.projectID] else { continue }
        let accepted = endpoints.filter { $0.projects.isEmpty || $0.projects.contains(context.project.key) }
        for firing in firings(of: milestone, in: context, until: horizon) {
          found.append(
            upcoming(firing, of: milestone, in: context, routing, accepted: accepted, configuration: configuration))
        }
      }
      found.sort { ($0.at, $0.project.key, $0.milestone.key) < ($1.at, $1.project.key, $1.milestone.key) }
      return Array(found.prefix(Engine.upcomingMax))
    }
  }

  private func upcoming(
    _ firing: Firing, of milestone: Milestone, in context: ProjectContext, _ routing: Routing, accepted: [Endpoint],
    configuration: EngineConfiguration
  ) -> Upcoming {
    // As it will stand then, if nothing changes.
    let then = ProjectContext(context.project, configuration: configuration, now: firing.at)
    let about = AlertAbout(
      facts: AlertFacts(
        project: context.project, milestone: milestone, type: firing.type, rule: firing.rule,
        light: then.outlook(of: milestone).light),
      project: context.project, zone: context.zone, calendar: context.calendar,
      morning: context.project.policy.alertMinute)
    let targets = routing.targets(for: about) { accepted }
    let times = targets.map {
      about.outing($0.route, configuration)
        .moment(at: firing.at.adding(milliseconds: $0.route.wait), scheduled: firing.at)
    }
    return Upcoming(
      at: firing.at, project: context.project, milestone: milestone, type: firing.type, rule: firing.rule,
      endpoints: targets.map(\.endpoint.name), outAt: times.min() ?? firing.at,
      silencedBy: routing.silence(of: about.facts, at: firing.at)?.id)
  }

  private func firings(of milestone: Milestone, in context: ProjectContext, until horizon: Instant) -> [Firing] {
    let schedule = context.schedule(of: milestone)
    var firings: [Firing] = []
    var start = milestone.evaluatedThrough
    while firings.count < 400, let next = schedule.first(after: start), next.at <= horizon {
      // Several may fall on one moment; one of them speaks for all.
      firings.append(schedule.newest(after: start, through: next.at) ?? next)
      start = next.at
    }
    return firings
  }
}
