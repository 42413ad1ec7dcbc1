import MilepostCore
import MilepostStore

/// What people report about work: that it began, how much is left, that it is done.
extension Engine {
  /// No date: today, in the project's zone.
  package func startActivity(
    _ project: String, _ key: String, date: String? = nil, reason: String? = nil, by author: String
  ) async throws -> PlanActivity {
    try await change(by: author) {
      let live = try $0.liveProject(project)
      let date = date ?? $0.remember(live).today.description
      return try $0.editActivity(
        in: live, key, ActivityDraft(started: date), action: "activity.start", reason: reason, ifRevision: nil)
    }
  }

  /// No date: today. Work that nobody said had begun is taken to have begun as planned.
  package func finishActivity(
    _ project: String, _ key: String, date: String? = nil, reason: String? = nil, by author: String
  ) async throws -> PlanActivity {
    try await change(by: author) {
      let live = try $0.liveProject(project)
      let date = date ?? $0.remember(live).today.description
      return try $0.editActivity(
        in: live, key, ActivityDraft(finished: date), action: "activity.finish", reason: reason, ifRevision: nil)
    }
  }

  /// How much is left of work under way.
  package func progressActivity(
    _ project: String, _ key: String, remaining: String, reason: String? = nil, by author: String
  ) async throws -> PlanActivity {
    try await change(by: author) {
      try $0.editActivity(
        in: $0.liveProject(project), key, ActivityDraft(remaining: remaining, remainingOn: ""),
        action: "activity.progress",
        reason: reason, ifRevision: nil)
    }
  }

  /// Takes back that it was finished.
  package func reopenActivity(
    _ project: String, _ key: String, reason: String? = nil, by author: String
  ) async throws -> PlanActivity {
    try await change(by: author) {
      try $0.editActivity(
        in: $0.liveProject(project), key, ActivityDraft(finished: ""), action: "activity.reopen", reason: reason,
        ifRevision: nil)
    }
  }
}

extension UnitOfWork {
  /// Dates of what has been: today or earlier, the start not after the finish. An empty text takes one back.
  func report(on activity: inout PlanActivity, from draft: ActivityDraft, in context: ProjectContext) throws {
    if let text = draft.started { activity.started = try past(text, in: context, place: "started") }
    if let text = draft.finished {
      activity.finished = try past(text, in: context, place: "finished")
    }
    if let text = draft.remaining { try leave(text, on: draft.remainingOn, of: &activity, in: context) }
    if activity.finished != nil { (activity.remaining, activity.remainingOn) = (nil, nil) }
    guard let finished = activity.finished else { return }
    let started = activity.started ?? finished
    guard started <= finished else {
      throw Refusal(
        .invalidValue, en: "“\(activity.key)” cannot end on \(finished), before it began on \(started).",
        zh: "“\(activity.key)”的完成日期\(finished)早于开始日期\(started)。", place: "finished")
    }
    activity.started = started
  }

  /// What is left is left as of a morning: today's, when an empty text asks for it or nothing else is known.
  private func leave(
    _ text: String, on day: String?, of activity: inout PlanActivity, in context: ProjectContext
  ) throws {
    guard !DraftRules.trimmed(text).isEmpty else {
      (activity.remaining, activity.remainingOn) = (nil, nil)
      return
    }
    guard activity.finished == nil else {
      throw Refusal(
        .wrongState, en: "“\(activity.key)” was finished on \(activity.finished?.description ?? ""); reopen it first.",
        zh: "“\(activity.key)”已完成；请先重新打开。", place: "remaining")
    }
    let remaining = try WorkDuration(text, place: "remaining")
    // A plan that is applied again says nothing new.
    let known = remaining == activity.remaining ? activity.remainingOn : nil
    activity.remaining = remaining
    if let day {
      activity.remainingOn = try past(day, in: context, place: "remaining_on") ?? context.today
    } else {
      activity.remainingOn = known ?? context.today
    }
  }

  private func past(_ text: String, in context: ProjectContext, place: String) throws -> CivilDate? {
    guard !DraftRules.trimmed(text).isEmpty else { return nil }
    let day = try date(text, in: context, place: place, leaning: .back).date
    guard day <= context.today else {
      throw Refusal(
        .dateOutOfRange, en: "\(day) is still to come; report what has been, today (\(context.today)) or earlier.",
        zh: "\(day)尚未到来；请填写今天（\(context.today)）或更早的日期。", place: place)
    }
    return day
  }
}
