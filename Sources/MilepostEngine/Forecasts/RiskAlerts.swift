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
    // The end of a risk is told to those who were told of any of these.
    let told = first.verdict == .atRisk ? nil : try endRisks(([first] + others).map(\.milestone.id))
    let teller = try write(first, story: story, only: told)
    for other in others {
      try write(other, story: self.story(of: other, others: [], network: nil), toldBy: teller)
    }
  }

  /// Resolves the risks of milestones; the endpoints that were told of them.
  private func endRisks(_ milestoneIDs: [Int64]) throws -> Set<Int64> {
    try endTelling(milestoneIDs.flatMap { try reader.standingAlerts(milestoneID: $0, of: RiskRule.rule) })
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

  /// The alert's id, new or not. With `toldBy` it is not sent itself; `only` names the endpoints that may have it.
  @discardableResult
  private func write(
    _ swing: Swing, story: RiskStory, only: Set<Int64>? = nil, toldBy: Int64? = nil
  ) throws -> Int64? {
    let (context, milestone, outlook) = (swing.context, swing.milestone, swing.outlook)
    let isRisk = swing.verdict == .atRisk
    let rule = isRisk ? RiskRule.rule : RiskRule.recoveredRule
    let sentence =
      isRisk
      ? AlertSentence.atRisk(
        project: context.project, milestone: milestone, outlook: outlook, today: context.today, story: story)
      : AlertSentence.recovered(project: context.project, milestone: milestone, outlook: outlook, story: story)
    var occurrence = swing.occurrence
    var terms = DispatchTerms(only: only)
    if isRisk {
      let times = try timesRecoveredToday(swing)
      if times > 0 { occurrence += "#\(times + 1)" }
      // A forecast that swings to and fro makes one pair of messages a day; the rest waits until it has settled.
      terms.heldUntil = times > 0 ? context.nextForecast(after: now) : try toldWithCause(swing)
    }
    let message = AlertMessage(
      type: "milestone.\(rule)", project: context.project, milestone: milestone, outlook: outlook,
      endsAt: context.zone.endOfDay(milestone.due.date), firedAt: now, sentence: sentence,
      firing: AlertMessage.Cause(rule: rule, occurrence: occurrence, scheduledAt: now), story: story)
    let alert = try announce(
      message, rule: rule, occurrence: occurrence, scheduledAt: now, state: isRisk ? .open : .resolved,
      terms, toldBy: toldBy)
    if let alert { return alert.id }
    // A forecast that swings back within a day has been told already, unless it was taken back.
    let known = try reader.alert(milestoneID: milestone.id, rule: rule, occurrence: occurrence)
    if isRisk, let known {
      try writer.reopenAlert(id: known.id)
      if toldBy == nil, known.toldBy == nil { try tellTheRest(of: known, held: terms.heldUntil) }
    }
    return known?.id
  }

  private func timesRecoveredToday(_ swing: Swing) throws -> Int {
    let midnight = swing.context.zone.instant(of: swing.context.today, minute: 0)
    return try reader.alertCount(
      milestoneID: swing.milestone.id, rule: RiskRule.recoveredRule, since: midnight)
  }

  /// When what drives this is a milestone that is late itself: the moment by which that one's alert has told of it, or
  /// it tells itself.
  private func toldWithCause(_ swing: Swing) throws -> Instant? {
    let context = swing.context
    guard let origin = swing.milestone.projection?.origin, origin.hasPrefix("\(context.project.key)/") else {
      return nil
    }
    let key = String(origin.dropFirst(context.project.key.utf8.count + 1))
    guard let cause = try reader.milestone(projectID: context.project.id, key: key), cause.id != swing.milestone.id,
      cause.actual == nil, cause.due.date < context.today, context.policy(of: cause).overdueEveryDays > 0
    else { return nil }
    return context.nextForecast(after: now)
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
