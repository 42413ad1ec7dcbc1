import MilepostCore
import MilepostStore

/// What recurs is due one occurrence after the other: each is reached, or missed, by itself.
extension UnitOfWork {
  /// Fires what came due of the occurrence; one that was missed is told as such and gives way to the next. Of several
  /// that were missed, while the service was away or alerts rested, the newest speaks for all.
  func checkRecurring(_ milestone: Milestone, in context: ProjectContext) throws -> Bool {
    guard case .recurring(let duty) = milestone.detail else { return false }
    let gone = missed(duty, from: standing(milestone), of: milestone, in: context)
    let told = gone.last.map { milestone.standing(on: $0) } ?? milestone
    let schedule = context.schedule(of: told)
    var fired = false
    if let newest = schedule.newest(after: milestone.evaluatedThrough, through: now) {
      var covered = schedule.covered(after: milestone.evaluatedThrough, by: newest)
      covered.overdue += gone.dropLast().count {
        context.schedule(of: milestone.standing(on: $0)).newest(after: milestone.evaluatedThrough, through: now) != nil
      }
      fired = try fire(newest, covering: covered, lateMs: now.since(newest.at), for: told, in: context)
    }
    guard !gone.isEmpty else {
      let through = max(now, milestone.evaluatedThrough)
      try writer.setSchedule(
        milestoneID: milestone.id, evaluatedThrough: through,
        nextCheck: context.nextCheck(of: milestone, after: through))
      return fired
    }
    let after = try turn(milestone, to: duty, from: standing(milestone), in: context)
    try record(
      "milestone.missed", subject(context.project, after), before: LedgerText.of(milestone),
      after: LedgerText.of(after),
      reason: "the day passed without a word: \(Self.list(gone))")
    return fired
  }

  private static let listedMax = 7

  private static func list(_ occurrences: [Occurrence]) -> String {
    guard occurrences.count > listedMax, let first = occurrences.first, let last = occurrences.last else {
      return occurrences.map(\.date.description).joined(separator: ", ")
    }
    return "\(occurrences.count) from \(first.date) to \(last.date)"
  }

  /// The date of the occurrence that a milestone stands on.
  private func standing(_ milestone: Milestone) -> CivilDate {
    CivilDate(milestone.due.written) ?? milestone.due.date
  }

  /// Occurrences that were not reached and whose people were told, or could have been, the oldest first.
  private func missed(
    _ duty: RecurringDuty, from first: CivilDate, of milestone: Milestone, in context: ProjectContext
  ) -> [Occurrence] {
    var missed: [Occurrence] = []
    for occurrence in duty.unreached(from: first) {
      guard now >= context.turnMoment(of: milestone, closing: occurrence.closes) else { break }
      missed.append(occurrence)
    }
    return missed
  }

  /// Reports the occurrence that is due, or the one of `date`'s day, as reached.
  func reach(
    _ duty: RecurringDuty, of before: Milestone, in context: ProjectContext, date text: String?, evidence: String?
  ) throws -> Milestone {
    let day = try text.map { try date($0, in: context, place: "date", leaning: .back).date } ?? context.today
    guard day <= context.today else {
      throw Refusal(
        .dateOutOfRange, en: "\(day) is still to come; a milestone is reached today (\(context.today)) or earlier.",
        zh: "\(day)尚未到来；完成日期应为今天（\(context.today)）或更早。", place: "date")
    }
    guard
      let occurrence = duty.occurrences(through: day.adding(days: duty.earlyDays))
        .first(where: { $0.reached == nil && $0.opens <= day && day <= $0.closes })
    else { throw noOccurrence(of: before, on: day) }
    var duty = duty
    let line = try DraftRules.optionalLine(evidence, current: nil, place: "evidence", limit: 1000)
    try duty.reach(occurrence.date, Deed(by: author, on: day))
    // What the next occurrence brings at once stands.
    try resolveAlerts(of: before.id)
    let after = try turn(before, to: duty, from: standing(before), in: context)
    let name = AlertSentence.subject(context.project, before)
    let tally = DutyTally(duty, on: context.today).sentence
    try announce(
      "milestone.reached", after, in: context,
      Bilingual(
        en: "\(name.en) of \(occurrence.date) was reached on \(day): \(tally.en)",
        zh: "\(name.zh)\(occurrence.date)的一次已于\(day)完成：\(tally.zh)"))
    try record(
      "milestone.reach", subject(context.project, after), before: LedgerText.of(before), after: LedgerText.of(after),
      reason: line)
    return after
  }

  /// Takes back the occurrence that was reported last.
  func reopen(
    _ duty: RecurringDuty, of before: Milestone, in context: ProjectContext, reason: String?
  ) throws -> Milestone {
    guard let last = duty.reached.last else {
      throw Refusal(
        .wrongState, en: "Nothing of “\(before.key)” was reported as reached.", zh: "“\(before.key)”还没有任何一次上报完成。",
        place: "milestone")
    }
    var duty = duty
    try duty.reopen(last.date)
    let after = try turn(before, to: duty, from: min(last.date, standing(before)), in: context)
    try announce(
      "milestone.reopened", after, in: context,
      AlertSentence.reopened(project: context.project, milestone: after))
    try record(
      "milestone.reopen", subject(context.project, after), before: LedgerText.of(before), after: LedgerText.of(after),
      reason: try DraftRules.optionalLine(reason, current: nil, place: "reason", limit: 1000))
    return after
  }

  /// Sets the milestone on the first occurrence that is not reached and has not given way, and watches that; when the
  /// rule has ended, it is done.
  private func turn(
    _ before: Milestone, to duty: RecurringDuty, from first: CivilDate, in context: ProjectContext
  ) throws -> Milestone {
    var milestone = before
    milestone.lastWord = now
    try heard(milestoneID: milestone.id)
    milestone.detail = .recurring(duty)
    milestone.expected = nil
    milestone.evidence = nil
    let next = duty.unreached(from: first).first { [now] in
      now < context.turnMoment(of: before, closing: $0.closes)
    }
    guard let next else {
      milestone.actual = before.due.date
      milestone.evidence = DutyTally(duty, on: context.today).sentence.zh
      datesChanged(of: milestone)
      return try unwatch(try writer.update(milestone))
    }
    milestone.actual = nil
    milestone.due = milestone.standing(on: next).due
    let updated = try writer.update(milestone)
    try writer.setProjection(milestoneID: updated.id, nil, riskDate: nil)
    datesChanged(of: updated)
    return try watch(updated)
  }

  private func noOccurrence(of milestone: Milestone, on day: CivilDate) -> Refusal {
    Refusal(
      .invalidDate,
      en:
        "No occurrence of “\(milestone.key)” can be reached on \(day); the open one is that of \(milestone.due.written).",
      zh: "“\(milestone.key)”在\(day)没有可上报的一次；当前应完成的是\(milestone.due.written)的一次。", place: "date")
  }
}

extension Milestone {
  /// Due with that occurrence.
  fileprivate func standing(on occurrence: Occurrence) -> Milestone {
    var milestone = self
    milestone.due = DueDate(written: occurrence.date.description, date: occurrence.closes)
    return milestone
  }
}
