import MilepostCore
import MilepostStore

/// Tells of risks: what hangs on the same cause is told as one.
extension UnitOfWork {
  func tell(_ swings: [Swing], network: PlanNetwork?) throws {
    let groups = Dictionary(grouping: swings, by: \.cause)
    let ordered = groups.values.map { $0.sorted { $0.order < $1.order } }
      .sorted { ($0.first?.order ?? ("", "")) < ($1.first?.order ?? ("", "")) }
    for group in ordered {
      guard let first = group.first else { continue }
      try tell(first, others: Array(group.dropFirst()), network: network)
    }
  }

  /// One message about the first; the others are in it, and have alerts of their own that nobody is sent.
  private func tell(_ first: Swing, others: [Swing], network: PlanNetwork?) throws {
    let story = story(of: first, others: others, network: network)
    for other in others {
      try write(other, story: self.story(of: other, others: [], network: nil), isSent: false)
    }
    try write(first, story: story, isSent: true)
  }

  private func story(of swing: Swing, others: [Swing], network: PlanNetwork?) -> RiskStory {
    let steps = network?.drivingPath(to: swing.milestone).dropLast() ?? []
    return RiskStory(
      reason: swing.milestone.projection?.reason,
      drivingPath: steps.map {
        RiskStory.Step(path: $0.node.path, name: $0.node.name, finish: $0.finish, lastSafeFinish: $0.lastSafeFinish)
      },
      others: others.map {
        RiskStory.Other(
          key: $0.milestone.key, name: Bilingual(en: $0.milestone.nameEn ?? $0.milestone.name, zh: $0.milestone.name),
          due: $0.milestone.due.date, forecast: $0.outlook.forecast, floatDays: $0.outlook.floatDays)
      })
  }

  private func write(_ swing: Swing, story: RiskStory, isSent: Bool) throws {
    let (context, milestone, outlook) = (swing.context, swing.milestone, swing.outlook)
    let isRisk = swing.verdict == .atRisk
    let rule = isRisk ? RiskRule.rule : RiskRule.recoveredRule
    let sentence =
      isRisk
      ? AlertSentence.atRisk(
        project: context.project, milestone: milestone, outlook: outlook, today: context.today, story: story)
      : AlertSentence.recovered(project: context.project, milestone: milestone, outlook: outlook, story: story)
    let occurrence = swing.occurrence
    let message = AlertMessage(
      type: "milestone.\(rule)", project: context.project, milestone: milestone, outlook: outlook,
      endsAt: context.zone.endOfDay(milestone.due.date), firedAt: now, sentence: sentence,
      firing: AlertMessage.Cause(rule: rule, occurrence: occurrence, scheduledAt: now), story: story)
    if !isRisk { try writer.resolveAlerts(milestoneID: milestone.id, of: RiskRule.rule, at: now) }
    let isNew = try announce(
      message, rule: rule, occurrence: occurrence, scheduledAt: now, state: isRisk ? .open : .resolved, isSent: isSent)
    // A forecast that swings back within a day has been told already.
    if !isNew, isRisk { _ = try writer.reopenAlert(milestoneID: milestone.id, rule: rule, occurrence: occurrence) }
  }
}

extension Swing {
  struct Cause: Hashable {
    let verdict: RiskRule.Verdict
    let projectID: Int64
    /// Where the chain that drives the date begins; a milestone that nothing drives stands by itself.
    let origin: String
  }

  var cause: Cause {
    Cause(
      verdict: verdict, projectID: milestone.projectID,
      origin: milestone.projection?.origin ?? "#\(milestone.id)")
  }

  /// The most pressing first.
  var order: (String, String) { (milestone.due.date.description, milestone.key) }

  /// A forecast is told once a day for a due date; a recovery names the risk that it ends.
  var occurrence: String {
    let due = milestone.due.date
    return verdict == .atRisk
      ? "\(due)>\(outlook.forecast)@\(context.today)" : "\(due)<\(told ?? due)@\(context.today)"
  }
}
