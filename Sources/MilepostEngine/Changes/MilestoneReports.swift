import MilepostCore
import MilepostStore

/// What people report about a milestone: a new expectation, that it was reached, that it was not after all.
extension Engine {
  /// Says which date is now expected; nil withdraws what was said.
  package func expect(
    _ project: String, _ key: String, date: String?, reason: String? = nil, by author: String
  ) async throws -> Milestone {
    try await change(by: author) { try $0.expect(in: $0.liveProject(project), key, date: date, reason: reason) }
  }

  /// Says that it was reached; no date: today, in the project's zone. Its open alerts resolve.
  package func reach(
    _ project: String, _ key: String, date: String? = nil, evidence: String? = nil, by author: String
  ) async throws -> Milestone {
    try await change(by: author) { try $0.reach(in: $0.liveProject(project), key, date: date, evidence: evidence) }
  }

  /// Takes back that it was reached: the watch over its due date begins again.
  package func reopen(
    _ project: String, _ key: String, reason: String? = nil, by author: String
  ) async throws -> Milestone {
    try await change(by: author) { try $0.reopen(in: $0.liveProject(project), key, reason: reason) }
  }
}

extension UnitOfWork {
  func expect(in project: Project, _ key: String, date text: String?, reason: String?) throws -> Milestone {
    let context = remember(project)
    let before = try openMilestone(project, key)
    var milestone = before
    milestone.expected = try text.map { try date($0, in: context, place: "date").date }
    if let expected = milestone.expected, expected < context.today {
      throw Refusal(
        .dateOutOfRange,
        en: "\(expected) has passed; an expected date is today (\(context.today)) or later. "
          + "If the milestone was reached then, report it as reached.",
        zh: "\(expected)已过去；预计日期应为今天（\(context.today)）或以后。如已在该日完成，请登记为已完成。", place: "date")
    }
    let after = try write(milestone)
    datesChanged(of: after)
    try setNextCheck(after)
    try record(
      "milestone.expect", subject(project, after), before: LedgerText.of(before), after: LedgerText.of(after),
      reason: try DraftRules.optionalLine(reason, current: nil, place: "reason", limit: 1000))
    return after
  }

  func reach(in project: Project, _ key: String, date text: String?, evidence: String?) throws -> Milestone {
    let context = remember(project)
    let before = try openMilestone(project, key)
    if case .recurring(let duty) = before.detail {
      return try reach(duty, of: before, in: context, date: text, evidence: evidence)
    }
    switch before.detail {
    case .gate(let gate) where gate.needsSecondPerson:
      return try changeGate(in: project, key, action: "gate.close", reason: evidence) { gate, context in
        try gate.close(try deed(by: nil, on: text, in: context))
      }
    case .gate(let gate):
      throw Refusal(
        .wrongState, en: "“\(key)” is a gate: \(gate.verdict.reason.en)", zh: "“\(key)”是关口：\(gate.verdict.reason.zh)",
        place: "milestone")
    case .finding(let finding):
      let said = finding.sentence(on: context.today)
      throw Refusal(
        .wrongState, en: "“\(key)” is a finding, which is closed step by step. \(said.en)",
        zh: "“\(key)”是问题，须逐步销号。\(said.zh)", place: "milestone")
    default: break
    }
    let actual = try text.map { try date($0, in: context, place: "date", leaning: .back).date } ?? context.today
    guard actual <= context.today else {
      throw Refusal(
        .dateOutOfRange, en: "\(actual) is still to come; a milestone is reached today (\(context.today)) or earlier.",
        zh: "\(actual)尚未到来；完成日期应为今天（\(context.today)）或更早。", place: "date")
    }
    var milestone = before
    milestone.actual = actual
    milestone.evidence = try DraftRules.optionalLine(evidence, current: nil, place: "evidence", limit: 1000)
    let after = try unwatch(try write(milestone))
    try writer.setProjection(milestoneID: after.id, nil, riskDate: nil)
    datesChanged(of: after)
    try announce(
      "milestone.reached", after, in: context,
      AlertSentence.reached(project: project, milestone: after, on: actual))
    try record(
      "milestone.reach", subject(project, after), before: LedgerText.of(before), after: LedgerText.of(after),
      reason: milestone.evidence)
    return after
  }

  func reopen(in project: Project, _ key: String, reason: String?) throws -> Milestone {
    let context = remember(project)
    let before = try Lookup.milestone(project, key, in: reader)
    if case .recurring(let duty) = before.detail { return try reopen(duty, of: before, in: context, reason: reason) }
    guard before.actual != nil else {
      throw Refusal(
        .wrongState, en: "“\(key)” is open already.", zh: "“\(key)”本来就是未完成状态。", place: "milestone")
    }
    var milestone = before
    milestone.actual = nil
    milestone.evidence = nil
    switch before.detail {
    case .gate(var gate):
      guard gate.closed != nil else { throw reopensByItself(before) }
      try gate.reopen()
      milestone.detail = .gate(gate)
    case .count, .finding: throw reopensByItself(before)
    case .recurring, nil: break
    }
    let updated = try write(milestone)
    try announce(
      "milestone.reopened", updated, in: context, AlertSentence.reopened(project: project, milestone: updated))
    let after = try watch(updated)
    datesChanged(of: after)
    try record(
      "milestone.reopen", subject(project, after), before: LedgerText.of(before), after: LedgerText.of(after),
      reason: try DraftRules.optionalLine(reason, current: nil, place: "reason", limit: 1000))
    return after
  }

  private func reopensByItself(_ milestone: Milestone) -> Refusal {
    Refusal(
      .wrongState,
      en: "“\(milestone.key)” follows from its reports; report the number, or take the check back, that was wrong.",
      zh: "“\(milestone.key)”由上报内容得出；请更正有误的数或检查项。", place: "milestone")
  }

  func openMilestone(_ project: Project, _ key: String) throws -> Milestone {
    let milestone = try Lookup.milestone(project, key, in: reader)
    if let actual = milestone.actual {
      throw Refusal(
        .wrongState, en: "“\(key)” was reached on \(actual); reopen it first if that is wrong.",
        zh: "“\(key)”已于\(actual)完成；如有误，请先重新打开。", place: "milestone")
    }
    return milestone
  }
}
