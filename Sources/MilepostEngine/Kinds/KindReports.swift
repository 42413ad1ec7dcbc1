import MilepostCore
import MilepostStore

/// What reports about counts, gates and findings have in common.
extension UnitOfWork {
  /// Writes what somebody said of a milestone; with it, silence about it ends.
  func write(_ milestone: Milestone) throws -> Milestone {
    var milestone = milestone
    milestone.lastWord = now
    try resolveAlerts(of: milestone.id, StaleRule.rule)
    try heard(milestoneID: milestone.id)
    return try writer.update(milestone)
  }

  /// Writes what a report has made of a milestone, and what follows for its watch: reached, open again, or as it was.
  func follow(
    _ milestone: Milestone, from before: Milestone, in context: ProjectContext, action: String, reason: String?
  ) throws -> Milestone {
    let after = try write(milestone)
    try record(
      action, subject(context.project, after), before: LedgerText.of(before), after: LedgerText.of(after),
      reason: try DraftRules.optionalLine(reason, current: nil, place: "reason", limit: 1000))
    datesChanged(of: after)
    switch (before.actual, after.actual) {
    case (nil, let actual?):
      try writer.setProjection(milestoneID: after.id, nil, riskDate: nil)
      let ended = try unwatch(after)
      try announce(
        "milestone.reached", ended, in: context,
        AlertSentence.reached(project: context.project, milestone: ended, on: actual))
      return ended
    case (_?, nil):
      try announce(
        "milestone.reopened", after, in: context, AlertSentence.reopened(project: context.project, milestone: after))
      return try watch(after)
    default:
      if after.actual == nil { try setNextCheck(after) }
      return after
    }
  }

  /// Who did something and when, as reported; nobody named: whoever reports it, today.
  func deed(by: String?, on text: String?, in context: ProjectContext) throws -> Deed {
    let day = try text.map { try date($0, in: context, place: "date", leaning: .back).date } ?? context.today
    guard day <= context.today else {
      throw Refusal(
        .dateOutOfRange, en: "\(day) is still to come; report what has been, today (\(context.today)) or earlier.",
        zh: "\(day)尚未到来；请填写今天（\(context.today)）或更早的日期。", place: "date")
    }
    return try Deed(by: by ?? author, on: day)
  }

  func wrongKind(_ milestone: Milestone, en: String, zh: String) -> Refusal {
    Refusal(
      .wrongState, en: "“\(milestone.key)” is no \(en) but a \(milestone.kind.rawValue).",
      zh: "“\(milestone.key)”不是\(zh)（\(milestone.kind.rawValue)）。", place: "milestone")
  }
}
