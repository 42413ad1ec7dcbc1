import MilepostCore
import MilepostStore

extension Engine {
  package func addMilestone(
    _ project: String, _ draft: MilestoneDraft, by author: String
  ) async throws -> Milestone {
    try await change(by: author) { try $0.addMilestone(in: $0.liveProject(project), draft) }
  }

  package func editMilestone(
    _ project: String, _ key: String, _ draft: MilestoneDraft, ifRevision: Int64? = nil, by author: String
  ) async throws -> Milestone {
    try await change(by: author) {
      try $0.editMilestone(in: $0.liveProject(project), key, draft, ifRevision: ifRevision)
    }
  }

  package func removeMilestone(
    _ project: String, _ key: String, reason: String? = nil, by author: String
  ) async throws {
    try await change(by: author) { try $0.removeMilestone(in: $0.liveProject(project), key, reason: reason) }
  }
}

extension UnitOfWork {
  /// - Parameter isReached: it is to be reported as reached in the same breath, and nothing about its dates is news.
  func addMilestone(in project: Project, _ draft: MilestoneDraft, isReached: Bool = false) throws -> Milestone {
    guard let key = draft.key else { throw missing("key") }
    guard let name = draft.name else { throw missing("name") }
    let context = remember(project)
    let checkedKey = try DraftRules.key(key, place: "key")
    try refuseTaken(checkedKey, in: project)
    var milestone = Milestone(
      projectID: project.id, key: checkedKey, name: try DraftRules.line(name, place: "name"),
      due: try firstDue(draft, in: context), evaluatedThrough: now)
    try fill(&milestone, from: draft, in: context)
    milestone = try writer.insert(milestone)
    if !isReached { milestone = try watch(milestone) }
    if !milestone.after.isEmpty { linksChanged(in: project.id) }
    datesChanged(of: milestone)
    try record("milestone.add", subject(project, milestone), before: "", after: LedgerText.of(milestone))
    return milestone
  }

  func editMilestone(
    in project: Project, _ key: String, _ draft: MilestoneDraft, ifRevision: Int64?, isReached: Bool = false
  ) throws -> Milestone {
    let context = remember(project)
    let before = try Lookup.milestone(project, key, in: reader)
    try refuseUnlessRevision(ifRevision, is: before.revision)
    if let other = draft.key, other != key { throw keyIsFixed() }
    var milestone = before
    if let name = draft.name { milestone.name = try DraftRules.line(name, place: "name") }
    // The same words may mean another day by now: what was promised stays until somebody writes something else.
    if let due = draft.due, DraftRules.trimmed(due) != before.due.written, before.kind != .recurring {
      milestone.due = try date(due, in: context, place: "due")
    }
    try fill(&milestone, from: draft, in: context)
    guard milestone != before else { return before }
    milestone = try write(milestone)
    if milestone.after != before.after { linksChanged(in: project.id) }
    datesChanged(of: milestone)
    if milestone.due.date != before.due.date, milestone.actual == nil, !isReached {
      milestone = try reschedule(milestone, from: before.due, in: context)
    } else {
      try setNextCheck(milestone)
    }
    try record(
      "milestone.edit", subject(project, milestone), before: LedgerText.of(before), after: LedgerText.of(milestone))
    return try reader.milestone(id: milestone.id) ?? milestone
  }

  func removeMilestone(in project: Project, _ key: String, reason: String?) throws {
    let milestone = try Lookup.milestone(project, key, in: reader)
    try refuseFollowed(key, in: project, place: "milestone")
    _ = try unwatch(milestone)
    try writer.remove(milestoneID: milestone.id, at: now)
    linksChanged(in: project.id)
    try record(
      "milestone.remove", subject(project, milestone), before: LedgerText.of(milestone), after: "",
      reason: try DraftRules.optionalLine(reason, current: nil, place: "reason", limit: 1000))
  }

  /// Milestones and activities share their keys: links name both.
  func refuseTaken(_ key: String, in project: Project) throws {
    let isMilestone = try reader.milestone(projectID: project.id, key: key) != nil
    guard try isMilestone || reader.activity(projectID: project.id, key: key) != nil else { return }
    let noun = isMilestone ? Bilingual(en: "a milestone", zh: "里程碑") : Bilingual(en: "an activity", zh: "工作")
    throw Refusal(
      .duplicateKey, en: "Project \(project.key) already has \(noun.en) “\(key)”; choose another key.",
      zh: "项目 \(project.key) 已有\(noun.zh)“\(key)”，请换一个标识。", place: "key")
  }

  /// Refuses while something waits for it.
  func refuseFollowed(_ key: String, in project: Project, place: String) throws {
    var followers: [String] = []
    for id in Set(try reader.projectsWaiting(for: project.id) + [project.id]).sorted() {
      let other = id == project.id ? project : try context(of: id).project
      let isMeant: (PlanLink) -> Bool = { $0.key == key && ($0.project ?? other.key) == project.key }
      let keys =
        try reader.activities(projectID: id).filter { $0.after.contains(where: isMeant) }.map(\.key)
        + reader.milestones(projectID: id).filter { $0.after.contains(where: isMeant) }.map(\.key)
      followers += keys.map { id == project.id ? $0 : "\(other.key)/\($0)" }
    }
    guard !followers.isEmpty else { return }
    throw Refusal(
      .wrongState,
      en: "“\(key)” cannot be removed: \(followers.joined(separator: ", ")) follow it; change them first.",
      zh: "不能删除“\(key)”：\(followers.joined(separator: "、"))以它为前置，请先修改它们。", place: place)
  }

  /// Reads a date as a person wrote it, as of today in the project's zone.
  func date(
    _ text: String, in context: ProjectContext, place: String, leaning lean: DueExpression.Lean = .ahead
  ) throws -> DueDate {
    do {
      return try DueExpression.parse(text, today: context.today, calendar: context.calendar, leaning: lean)
    } catch {
      throw error.at(place)
    }
  }

  func subject(_ project: Project, _ milestone: Milestone) -> String { "\(project.key)/\(milestone.key)" }

  private func fill(_ milestone: inout Milestone, from draft: MilestoneDraft, in context: ProjectContext) throws {
    milestone.nameEn = try DraftRules.optionalLine(draft.nameEn, current: milestone.nameEn, place: "name_en")
    if let labels = draft.labels { milestone.labels = try DraftRules.labels(labels, place: "labels") }
    if let after = draft.after { milestone.after = try DraftRules.links(after, place: "after") }
    if let buffer = draft.buffer { milestone.buffer = try PlanBuffer.read(buffer, place: "buffer") }
    try fillKind(&milestone, from: draft, in: context)
    if let policy = draft.policy {
      let base = milestone.policy ?? context.project.policy
      milestone.policy = try DraftRules.policy(policy, over: base, place: "alerts")
    }
  }

  /// Judges a new promise afresh, and tells its people of it.
  func reschedule(
    _ milestone: Milestone, from before: DueDate, in context: ProjectContext
  ) throws -> Milestone {
    try resolveAlerts(of: milestone.id)
    // The new promise is judged afresh, and the message is to say what is forecast for it.
    try writer.setProjection(milestoneID: milestone.id, milestone.projection, riskDate: nil)
    try finish()
    let milestone = try reader.milestone(id: milestone.id) ?? milestone
    try announce(
      "milestone.rescheduled", milestone, in: context,
      AlertSentence.rescheduled(project: context.project, milestone: milestone, from: before))
    return try watch(milestone)
  }
}
