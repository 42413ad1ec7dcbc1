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
      var contexts: [Int64: ProjectContext] = [:]
      var found: [Upcoming] = []
      for milestone in try reader.milestones(checkedBefore: horizon, limit: Engine.upcomingMax) {
        if contexts[milestone.projectID] == nil, let project = try reader.project(id: milestone.projectID) {
          contexts[milestone.projectID] = ProjectContext(project, configuration: configuration, now: now)
        }
        guard let context = contexts[milestone.projectID] else { continue }
        let names = endpoints.filter { $0.projects.isEmpty || $0.projects.contains(context.project.key) }.map(\.name)
        for firing in firings(of: milestone, in: context, until: horizon) {
          found.append(
            Upcoming(
              at: firing.at, project: context.project, milestone: milestone, type: firing.type, rule: firing.rule,
              endpoints: names))
        }
      }
      found.sort { ($0.at, $0.project.key, $0.milestone.key) < ($1.at, $1.project.key, $1.milestone.key) }
      return Array(found.prefix(Engine.upcomingMax))
    }
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
