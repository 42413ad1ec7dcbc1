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
  /// The alert that it repeats and that somebody has in hand, or has put off: nobody is told.
  package var resting: Alert?
}

extension Alert {
  /// Whether a firing then is only a repetition of it, in the same hands.
  fileprivate func rests(through firing: Firing) -> Bool {
    rule == firing.rule && UnitOfWork.repeating.contains(rule) && (wakesAt.map { $0 > firing.at } ?? true)
  }
}

extension Engine {
  /// Alerts kept for the answer, at most.
  package static let upcomingMax = 1000
  /// Of one milestone and rule.
  private static let firingsMax = 400

  /// What will fire within `days` days, the earliest first, at most `upcomingMax`.
  package func upcoming(days: Int) throws -> [Upcoming] {
    let now = clock.now()
    let horizon = now.adding(milliseconds: Int64(days) * 86_400_000)
    let configuration = configuration
    return try store.read { reader in
      let endpoints = try reader.endpoints().filter { $0.state != .disabled }
      let routing = try Routing(reader: reader, now: now)
      let resting = Dictionary(
        grouping: try reader.alerts(
          states: [.acknowledged, .snoozed], beforeID: nil, limit: Engine.upcomingMax),
        by: { $0.milestoneID ?? 0 })
      var contexts: [Int64: ProjectContext] = [:]
      var found: [Upcoming] = []
      for milestone in try reader.milestones(checkedBefore: horizon, limit: Engine.upcomingMax) {
        if contexts[milestone.projectID] == nil, let project = try reader.project(id: milestone.projectID) {
          contexts[milestone.projectID] = ProjectContext(project, configuration: configuration, now: now)
        }
        guard let context = contexts[milestone.projectID] else { continue }
        let accepted = endpoints.filter { $0.projects.isEmpty || $0.projects.contains(context.project.key) }
        let scheduled = firings(of: milestone, in: context, until: horizon)
        // Where both fall on one moment, silence is not told.
        let silent = silences(of: milestone, in: context, until: horizon)
          .filter { silence in !scheduled.contains { $0.at == silence.at } }
        var coming = (scheduled + silent).map { firing in
          var next = upcoming(
            firing, type: firing.rule == StaleRule.rule ? "milestone.stale" : firing.type, of: milestone, in: context,
            routing, accepted: accepted, configuration: configuration)
          next.resting = resting[milestone.id]?.first { $0.rests(through: firing) }
          return next
        }
        for alert in resting[milestone.id] ?? [] {
          guard let wakesAt = alert.wakesAt, wakesAt > now, wakesAt <= horizon else { continue }
          // Told again by itself, unless the same moment tells it anyhow.
          guard !coming.contains(where: { $0.at == wakesAt && $0.resting == nil }) else { continue }
          coming.removeAll { $0.at == wakesAt }
          let again = Firing(rule: alert.rule, due: milestone.due.date, ordinal: 0, at: wakesAt)
          coming.append(
            upcoming(
              again, type: alert.type, of: milestone, in: context, routing, accepted: accepted,
              configuration: configuration))
        }
        found += coming
      }
      found.sort { ($0.at, $0.project.key, $0.milestone.key) < ($1.at, $1.project.key, $1.milestone.key) }
      return Array(found.prefix(Engine.upcomingMax))
    }
  }

  private func upcoming(
    _ firing: Firing, type: String, of milestone: Milestone, in context: ProjectContext, _ routing: Routing,
    accepted: [Endpoint], configuration: EngineConfiguration
  ) -> Upcoming {
    // As it will stand then, if nothing changes.
    let then = ProjectContext(context.project, configuration: configuration, now: firing.at)
    let about = AlertAbout(
      facts: AlertFacts(
        project: context.project, milestone: milestone, type: type, rule: firing.rule,
        light: then.outlook(of: milestone).light),
      project: context.project, zone: context.zone, calendar: context.calendar,
      morning: context.project.policy.alertMinute)
    let targets = routing.targets(for: about) { accepted }
    let times = targets.map {
      about.outing($0.route, configuration)
        .moment(at: firing.at.adding(milliseconds: $0.route.wait), scheduled: firing.at)
    }
    return Upcoming(
      at: firing.at, project: context.project, milestone: milestone, type: type, rule: firing.rule,
      endpoints: targets.map(\.endpoint.name), outAt: times.min() ?? firing.at,
      silencedBy: routing.silence(of: about.facts, at: firing.at)?.id)
  }

  /// When nobody will have said a word for too long, if nobody does.
  private func silences(of milestone: Milestone, in context: ProjectContext, until horizon: Instant) -> [Firing] {
    if case .recurring = milestone.detail { return [] }
    guard let rule = context.staleRule(of: milestone) else { return [] }
    var silences: [Firing] = []
    var start = milestone.evaluatedThrough
    while silences.count < Engine.firingsMax {
      let next = rule.first(after: start)
      guard next.at <= horizon else { break }
      silences.append(Firing(rule: StaleRule.rule, due: milestone.due.date, ordinal: 0, at: next.at))
      start = next.at
    }
    return silences
  }

  private func firings(of milestone: Milestone, in context: ProjectContext, until horizon: Instant) -> [Firing] {
    let schedule = context.schedule(of: milestone)
    var firings: [Firing] = []
    var start = milestone.evaluatedThrough
    while firings.count < Engine.firingsMax, let next = schedule.first(after: start), next.at <= horizon {
      // Several may fall on one moment; one of them speaks for all.
      firings.append(schedule.newest(after: start, through: next.at) ?? next)
      start = next.at
    }
    return firings
  }
}
