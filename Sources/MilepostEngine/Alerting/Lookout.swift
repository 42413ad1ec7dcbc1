import MilepostCore
import MilepostStore

/// Looks ahead: what the rules will tell of milestones, and whom, if nothing changes. For one reading of the store.
struct Lookout {
  /// Of one milestone and rule.
  private static let firingsMax = 400

  private let now: Instant
  private let horizon: Instant
  private let reader: StoreReader
  private let configuration: EngineConfiguration
  private let routing: Routing
  private let endpoints: [Endpoint]
  /// What somebody has in hand or has put off, by milestone.
  private let resting: [Int64: [Alert]]
  private var contexts: [Int64: ProjectContext] = [:]

  init(from now: Instant, to horizon: Instant, reader: StoreReader, configuration: EngineConfiguration) throws {
    self.now = now
    self.horizon = horizon
    self.reader = reader
    self.configuration = configuration
    routing = try Routing(reader: reader, now: now)
    endpoints = try reader.endpoints().filter { $0.state != .disabled }
    resting = Dictionary(
      grouping: try reader.alerts(states: [.acknowledged, .snoozed], beforeID: nil, limit: Engine.upcomingMax),
      by: { $0.milestoneID ?? 0 })
  }

  /// What will fire of a milestone, and what will be told again.
  mutating func alerts(of milestone: Milestone) throws -> [Upcoming] {
    guard let context = try context(milestone.projectID) else { return [] }
    let scheduled = firings(of: milestone, in: context)
    // Where both fall on one moment, silence is not told.
    let silent = silences(of: milestone, in: context)
      .filter { silence in !scheduled.contains { $0.at == silence.at } }
    var coming = (scheduled + silent).map { firing in
      let type = firing.rule == StaleRule.rule ? "milestone.stale" : firing.type
      var next = upcoming(firing, type: type, of: milestone, in: context)
      next.resting = resting[milestone.id]?.first { $0.rests(through: firing) }
      return next
    }
    for alert in resting[milestone.id] ?? [] {
      guard let wakesAt = alert.wakesAt, wakesAt > now, wakesAt <= horizon else { continue }
      // Told again by itself, unless the same moment tells it anyhow.
      guard !coming.contains(where: { $0.at == wakesAt && $0.resting == nil }) else { continue }
      coming.removeAll { $0.at == wakesAt }
      coming.append(upcoming(alert, at: wakesAt, of: milestone, in: context))
    }
    return coming
  }

  /// The level that will be told of an open alert; nil if somebody has acted.
  mutating func level(_ step: Escalation) throws -> Upcoming? {
    guard let alert = try reader.alert(id: step.alertID), alert.state == .open,
      let milestone = try alert.milestoneID.flatMap({ try reader.milestone(id: $0) }),
      let context = try context(milestone.projectID),
      let level = routing.level(of: step)
    else { return nil }
    var next = upcoming(alert, at: max(step.dueAt, now), of: milestone, in: context)
    next.endpoints = routing.endpoints(of: level.to, among: accepted(context.project)).map(\.name)
    next.outAt = next.at
    next.escalation = (step.route, step.level)
    return next
  }

  private mutating func context(_ projectID: Int64) throws -> ProjectContext? {
    if let known = contexts[projectID] { return known }
    guard let project = try reader.project(id: projectID) else { return nil }
    let made = ProjectContext(project, configuration: configuration, now: now)
    contexts[projectID] = made
    return made
  }

  private func accepted(_ project: Project) -> [Endpoint] {
    endpoints.filter { $0.projects.isEmpty || $0.projects.contains(project.key) }
  }

  /// An alert that is there already, told once more.
  private func upcoming(
    _ alert: Alert, at: Instant, of milestone: Milestone, in context: ProjectContext
  ) -> Upcoming {
    let again = Firing(rule: alert.rule, due: milestone.due.date, ordinal: 0, at: at)
    return upcoming(again, type: alert.type, of: milestone, in: context)
  }

  private func upcoming(
    _ firing: Firing, type: String, of milestone: Milestone, in context: ProjectContext
  ) -> Upcoming {
    // As it will stand then, if nothing changes.
    let then = ProjectContext(context.project, configuration: configuration, now: firing.at)
    let about = AlertAbout(
      facts: AlertFacts(
        project: context.project, milestone: milestone, type: type, rule: firing.rule,
        light: then.outlook(of: milestone).light),
      project: context.project, zone: context.zone, calendar: context.calendar,
      morning: context.project.policy.alertMinute)
    let targets = routing.targets(for: about) { accepted(context.project) }
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
  private func silences(of milestone: Milestone, in context: ProjectContext) -> [Firing] {
    if case .recurring = milestone.detail { return [] }
    guard let rule = context.staleRule(of: milestone) else { return [] }
    var silences: [Firing] = []
    var start = milestone.evaluatedThrough
    while silences.count < Self.firingsMax {
      let next = rule.first(after: start)
      guard next.at <= horizon else { break }
      silences.append(Firing(rule: StaleRule.rule, due: milestone.due.date, ordinal: 0, at: next.at))
      start = next.at
    }
    return silences
  }

  private func firings(of milestone: Milestone, in context: ProjectContext) -> [Firing] {
    let schedule = context.schedule(of: milestone)
    var firings: [Firing] = []
    var start = milestone.evaluatedThrough
    while firings.count < Self.firingsMax, let next = schedule.first(after: start), next.at <= horizon {
      // Several may fall on one moment; one of them speaks for all.
      firings.append(schedule.newest(after: start, through: next.at) ?? next)
      start = next.at
    }
    return firings
  }
}

extension Alert {
  /// Whether a firing then is only a repetition of it, in the same hands.
  fileprivate func rests(through firing: Firing) -> Bool {
    rule == firing.rule && UnitOfWork.repeating.contains(rule) && (wakesAt.map { $0 > firing.at } ?? true)
  }
}
