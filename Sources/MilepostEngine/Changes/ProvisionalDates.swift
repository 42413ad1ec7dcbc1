import MilepostCore
import MilepostStore

/// Promises that rest on a guess about a year's holidays: read again when calendars change.
extension UnitOfWork {
  /// Sets an open milestone's check anew by the calendars of now, and its date where that rests on them.
  func recheck(_ milestone: Milestone) throws {
    let context = try context(of: milestone.projectID)
    guard let due = reread(milestone.due, in: context) else { return try setNextCheck(milestone) }
    let before = milestone
    var milestone = milestone
    milestone.due = due
    milestone = try writer.update(milestone)
    datesChanged(of: milestone)
    if due.date != before.due.date {
      milestone = try reschedule(milestone, from: before.due, in: context)
    } else {
      try setNextCheck(milestone)
    }
    try record(
      "milestone.edit", subject(context.project, milestone), before: LedgerText.of(before),
      after: LedgerText.of(milestone), reason: "the holidays of a year were published")
  }

  /// What the words mean now, counted from the day on which they were written; nil when nothing changed.
  private func reread(_ due: DueDate, in context: ProjectContext) -> DueDate? {
    guard due.provisional, let writtenOn = due.writtenOn else { return nil }
    guard
      var now = try? DueExpression.parse(due.written, today: writtenOn, calendar: context.calendar)
    else { return nil }
    now.writtenOn = writtenOn
    return now == due ? nil : now
  }
}
