import MilepostCore
import MilepostStore

/// What a check of one milestone does, inside a transaction.
extension UnitOfWork {
  /// Fires what came due since the last check, the newest firing for all, and sets the next check. True if it fired.
  func check(_ milestone: Milestone) throws -> Bool {
    let context = try context(of: milestone.projectID)
    guard milestone.actual == nil, context.project.archivedAt == nil else {
      try writer.setSchedule(milestoneID: milestone.id, evaluatedThrough: now, nextCheck: nil)
      return false
    }
    if case .recurring = milestone.detail { return try checkRecurring(milestone, in: context) }
    let schedule = context.schedule(of: milestone)
    var fired = try checkPace(milestone, in: context)
    if let newest = schedule.newest(after: milestone.evaluatedThrough, through: now) {
      let covered = schedule.covered(after: milestone.evaluatedThrough, by: newest)
      fired = try fire(newest, covering: covered, lateMs: now.since(newest.at), for: milestone, in: context)
    }
    if !fired { fired = try checkSilence(milestone, in: context) }
    let through = max(now, milestone.evaluatedThrough)
    try writer.setSchedule(
      milestoneID: milestone.id, evaluatedThrough: through, nextCheck: context.nextCheck(of: milestone, after: through))
    return fired
  }

  /// Sets the next check from the watermark, when the zone, the calendar or the policy changed.
  func setNextCheck(_ milestone: Milestone) throws {
    let context = try context(of: milestone.projectID)
    let next =
      milestone.actual == nil && context.project.archivedAt == nil
      ? context.nextCheck(of: milestone, after: milestone.evaluatedThrough) : nil
    guard next != milestone.nextCheck else { return }
    try writer.setSchedule(
      milestoneID: milestone.id, evaluatedThrough: milestone.evaluatedThrough, nextCheck: next)
  }

  /// Starts a milestone's watch at `now`, for a new promise: lead times gone by stay untold, but a due day that has
  /// come is told at once.
  func watch(_ milestone: Milestone) throws -> Milestone {
    var milestone = milestone
    let context = try context(of: milestone.projectID)
    let schedule = context.schedule(of: milestone)
    if let firing = schedule.alreadyDue(at: now) {
      _ = try fire(firing, covering: Covered(), lateMs: 0, for: milestone, in: context)
    }
    milestone.evaluatedThrough = now
    milestone.nextCheck = context.nextCheck(of: milestone, after: now)
    try writer.setSchedule(
      milestoneID: milestone.id, evaluatedThrough: now, nextCheck: milestone.nextCheck)
    return milestone
  }

  /// Ends a milestone's watch: its alerts resolve, nothing more is checked.
  func unwatch(_ milestone: Milestone) throws -> Milestone {
    var milestone = milestone
    milestone.nextCheck = nil
    try writer.setSchedule(
      milestoneID: milestone.id, evaluatedThrough: milestone.evaluatedThrough, nextCheck: nil)
    try resolveAlerts(of: milestone.id)
    return milestone
  }

  /// After the clock was set back: what waits for a time still to come is set by the clock as it is now.
  func rewindWaiting() throws {
    try writer.forecastAll(at: now)
    try writer.rewindEscalations(to: now)
    try writer.rewindSilences(to: now)
    try rescheduleBatches()
  }

  /// After the clock was set back: what was marked as dealt with in a time still to come is to be dealt with again.
  ///
  /// - Returns: how many of the milestones behind this one it was, up to `limit`, and the last of them; nil: there are no
  ///   more.
  func rewind(behind id: Int64, limit: Int) throws -> (count: Int, last: Int64?) {
    let batch = try reader.milestones(datedAfter: now, behind: id, limit: limit)
    for var milestone in batch {
      if milestone.lastWord > now {
        milestone.lastWord = now
        try writer.setLastWord(milestoneID: milestone.id, now)
      }
      let through = min(milestone.evaluatedThrough, now)
      let context = try context(of: milestone.projectID)
      let open = milestone.actual == nil && context.project.archivedAt == nil
      try writer.setSchedule(
        milestoneID: milestone.id, evaluatedThrough: through,
        nextCheck: open ? context.nextCheck(of: milestone, after: through) : nil)
    }
    return (batch.count, batch.count < limit ? nil : batch.last?.id)
  }

  /// Tells that nobody has said a word for too long. True if it did.
  private func checkSilence(_ milestone: Milestone, in context: ProjectContext) throws -> Bool {
    guard let rule = context.staleRule(of: milestone),
      let silence = rule.newest(after: milestone.evaluatedThrough, through: now)
    else { return false }
    let message = AlertMessage(
      type: "milestone.stale", project: context.project, milestone: milestone,
      outlook: context.outlook(of: milestone), endsAt: context.zone.endOfDay(milestone.due.date), firedAt: now,
      sentence: AlertSentence.stale(
        project: context.project, milestone: milestone, lastWord: rule.lastWord, today: context.today),
      firing: AlertMessage.Cause(
        rule: StaleRule.rule, occurrence: silence.occurrence, scheduledAt: silence.at, lateMs: now.since(silence.at)))
    return try announce(
      message, rule: StaleRule.rule, occurrence: silence.occurrence, scheduledAt: silence.at, state: .open)
  }

  func fire(
    _ firing: Firing, covering covered: Covered, lateMs: Int64, for milestone: Milestone, in context: ProjectContext
  ) throws -> Bool {
    let outlook = context.outlook(of: milestone)
    let isOverdue = firing.rule == Firing.overdueRule
    if isOverdue, !milestone.wasRed { try writer.rememberRed(milestoneID: milestone.id) }
    let driven = isOverdue ? try putAtRisk(by: milestone, in: context) : []
    var sentence = AlertSentence.firing(
      project: context.project, milestone: milestone, outlook: outlook, today: context.today, lateMs: lateMs)
    if !driven.isEmpty { sentence = AlertSentence.adding(driven, to: sentence) }
    let message = AlertMessage(
      type: firing.type, project: context.project, milestone: milestone, outlook: outlook,
      endsAt: context.zone.endOfDay(milestone.due.date), firedAt: now, sentence: sentence,
      firing: AlertMessage.Cause(firing: firing, lateMs: lateMs, covered: covered),
      story: driven.isEmpty ? nil : RiskStory(others: driven))
    let alert = try announce(
      message, rule: firing.rule, occurrence: firing.occurrence, scheduledAt: firing.at, state: .open,
      DispatchTerms(), toldBy: nil)
    guard let alert else {
      // Before the milestone was open again.
      let known = try reader.alert(milestoneID: milestone.id, rule: firing.rule, occurrence: firing.occurrence)
      if let known, known.ended == .gone { try tellTheRest(of: known) }
      return false
    }
    if !driven.isEmpty { try tellRisks(of: milestone, by: alert, in: context) }
    return true
  }
}
