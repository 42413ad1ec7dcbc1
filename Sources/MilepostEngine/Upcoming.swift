import MilepostCore
import MilepostStore

/// One alert that will fire, or one level more that will be told of an open one, if nothing changes.
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
  /// The route and the level that will be told of an alert that nobody takes in hand; nil: it fires.
  package var escalation: (route: String, level: Int)?
}

extension Engine {
  /// Alerts kept for the answer, at most.
  package static let upcomingMax = 1000

  /// What will fire within `days` days, the earliest first, at most `upcomingMax`.
  package func upcoming(days: Int) throws -> [Upcoming] {
    let now = clock.now()
    let horizon = now.adding(milliseconds: Int64(days) * 86_400_000)
    return try store.read { reader in
      var lookout = try Lookout(from: now, to: horizon, reader: reader, configuration: configuration)
      var found: [Upcoming] = []
      for milestone in try reader.milestones(checkedBefore: horizon, limit: Engine.upcomingMax) {
        found += try lookout.alerts(of: milestone)
      }
      for step in try reader.dueEscalations(at: horizon, limit: Engine.upcomingMax) {
        if let next = try lookout.level(step) { found.append(next) }
      }
      found.sort { ($0.at, $0.project.key, $0.milestone.key) < ($1.at, $1.project.key, $1.milestone.key) }
      return Array(found.prefix(Engine.upcomingMax))
    }
  }
}
