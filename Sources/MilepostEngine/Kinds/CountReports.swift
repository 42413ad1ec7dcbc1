import MilepostCore
import MilepostStore

extension Engine {
  /// Says what a count is at the end of a day; no date: today. A count that is reached is a milestone reached.
  package func report(
    _ project: String, _ key: String, value: Double, date: String? = nil, reason: String? = nil, by author: String
  ) async throws -> Milestone {
    try await change(by: author) {
      try $0.report(in: $0.liveProject(project), key, value: value, date: date, reason: reason)
    }
  }
}

extension UnitOfWork {
  static let behindRule = "behind"

  func report(
    in project: Project, _ key: String, value: Double, date text: String?, reason: String?
  ) throws -> Milestone {
    let context = remember(project)
    let before = try Lookup.milestone(project, key, in: reader)
    guard case .count(var duty) = before.detail else {
      throw Refusal(
        .wrongState, en: "“\(key)” counts nothing; report it with `reach` or `expect`.",
        zh: "“\(key)”不是计数类里程碑；请用 reach 或 expect 上报。", place: "milestone")
    }
    let day = try text.map { try date($0, in: context, place: "date", leaning: .back).date } ?? context.today
    guard day <= context.today else {
      throw Refusal(
        .dateOutOfRange, en: "\(day) is still to come; report what was counted today (\(context.today)) or earlier.",
        zh: "\(day)尚未到来；请上报今天（\(context.today)）或更早的数。", place: "date")
    }
    let was = duty.pace(due: before.due.date, today: context.today)
    duty.reports.append(try CountReport(date: day, value: value))
    let pace = duty.pace(due: before.due.date, today: context.today)
    var milestone = before
    milestone.detail = .count(duty)
    milestone.actual = pace?.reachedOn
    let after = try follow(milestone, from: before, in: context, action: "milestone.report", reason: reason)
    if after.actual == nil, was?.isBehind == true, pace?.isBehind == false {
      try resolveAlerts(of: after.id, UnitOfWork.behindRule)
    }
    return after
  }

  /// Tells once that a count has fallen behind its pace. True if it did.
  func checkPace(_ milestone: Milestone, in context: ProjectContext) throws -> Bool {
    guard let at = context.behindMoment(of: milestone), at > milestone.evaluatedThrough, at <= now,
      case .count(let duty) = milestone.detail, let pace = duty.pace(due: milestone.due.date, today: context.today),
      pace.isBehind
    else { return false }
    let name = AlertSentence.subject(context.project, milestone)
    let said = pace.sentence
    let occurrence = "\(milestone.due.date)#\(duty.reports.count)"
    let message = AlertMessage(
      type: "count.behind", project: context.project, milestone: milestone, outlook: context.outlook(of: milestone),
      endsAt: context.zone.endOfDay(milestone.due.date), firedAt: now,
      sentence: Bilingual(en: "\(name.en): \(said.en)", zh: "\(name.zh)：\(said.zh)"),
      firing: AlertMessage.Cause(
        rule: UnitOfWork.behindRule, occurrence: occurrence, scheduledAt: at, lateMs: now.since(at)))
    return try announce(
      message, rule: UnitOfWork.behindRule, occurrence: occurrence, scheduledAt: at, state: .open)
  }
}

extension ProjectContext {
  /// When people are to hear that a count falls behind, if nothing more is reported.
  func behindMoment(of milestone: Milestone) -> Instant? {
    guard case .count(let duty) = milestone.detail, let day = duty.behindFrom(due: milestone.due.date) else {
      return nil
    }
    let policy = policy(of: milestone)
    let worked = policy.workingDaysOnly ? calendar.workingDay(onOrAfter: day) : day
    return zone.instant(of: worked, minute: policy.alertMinute)
  }

  /// When the timer must look at an open milestone next.
  func nextCheck(of milestone: Milestone, after start: Instant) -> Instant? {
    let behind = behindMoment(of: milestone).flatMap { $0 > start ? $0 : nil }
    var turn: Instant?
    if case .recurring = milestone.detail { turn = max(turnMoment(of: milestone), start.adding(milliseconds: 1)) }
    let silence = staleRule(of: milestone)?.first(after: start).at
    return [schedule(of: milestone).first(after: start)?.at, behind, turn, silence].compactMap(\.self).min()
  }

  func staleRule(of milestone: Milestone) -> StaleRule? {
    StaleRule(lastWord: milestone.lastWord, policy: policy(of: milestone), zone: zone, calendar: calendar)
  }

  /// When an occurrence that was not reached gives way to the next: once its people were told, or could have been.
  func turnMoment(of milestone: Milestone) -> Instant { turnMoment(of: milestone, closing: milestone.due.date) }

  func turnMoment(of milestone: Milestone, closing due: CivilDate) -> Instant {
    let policy = policy(of: milestone)
    guard policy.overdueEveryDays > 0 else { return zone.endOfDay(due) }
    let day = due.adding(days: 1)
    let worked = policy.workingDaysOnly ? calendar.workingDay(onOrAfter: day) : day
    return max(zone.instant(of: worked, minute: policy.alertMinute), zone.endOfDay(due))
  }
}
