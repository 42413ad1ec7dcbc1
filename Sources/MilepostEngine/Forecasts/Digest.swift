import MilepostCore
import MilepostStore

/// One sentence about each project, as often as its people want it.
extension UnitOfWork {
  static let digestRule = "digest"

  /// Whether this count is due because a day has come, and not because somebody changed something.
  func isNewDay(_ projectID: Int64) throws -> Bool {
    try reader.nextForecast(projectID: projectID).map { $0 <= now } ?? false
  }

  /// Tells how a project stands; nothing when it is not the day for it.
  func announceDigest(of context: ProjectContext, network: PlanNetwork) throws {
    guard let occurrence = context.digestOccurrence else { return }
    let part = PlanPart(
      project: context.project, calendar: context.calendar, activities: [],
      milestones: try reader.milestones(projectID: context.project.id))
    guard let outlook = network.outlook(of: part) else { return }
    let steps = network.drivingPath(to: outlook.target, keeping: outlook.target.buffer).dropLast()
    let message = AlertMessage(
      type: "project.digest", project: context.project, milestone: outlook.target,
      outlook: context.outlook(of: outlook.target), endsAt: context.zone.endOfDay(outlook.target.due.date),
      firedAt: now, sentence: outlook.sentence,
      firing: AlertMessage.Cause(rule: UnitOfWork.digestRule, occurrence: occurrence, scheduledAt: now),
      story: RiskStory(
        reason: outlook.target.projection?.reason,
        drivingPath: steps.map {
          RiskStory.Step(path: $0.node.path, name: $0.node.name, finish: $0.finish, lastSafeFinish: $0.lastSafeFinish)
        }))
    _ = try announce(
      message, rule: UnitOfWork.digestRule, occurrence: occurrence, scheduledAt: now, state: .resolved)
  }
}

extension ProjectContext {
  /// The day, week or month that a digest of today stands for: each is told once, on its first day that is looked at.
  var digestOccurrence: String? {
    let (year, month, _) = today.components
    switch project.policy.digest {
    case .off: return nil
    case .daily: return today.description
    case .weekly: return "week of \(today.adding(days: 1 - today.weekday))"
    case .monthly: return CivilDate(year: year, month: month, day: 1).map { "month of \($0)" }
    }
  }
}
