import MilepostCore
import MilepostStore

extension Engine {
  package func addActivity(_ project: String, _ draft: ActivityDraft, by author: String) async throws -> PlanActivity {
    try await change(by: author) { try $0.addActivity(in: $0.liveProject(project), draft) }
  }

  package func editActivity(
    _ project: String, _ key: String, _ draft: ActivityDraft, reason: String? = nil, ifRevision: Int64? = nil,
    by author: String
  ) async throws -> PlanActivity {
    try await change(by: author) {
      try $0.editActivity(in: $0.liveProject(project), key, draft, reason: reason, ifRevision: ifRevision)
    }
  }

  package func removeActivity(_ project: String, _ key: String, reason: String? = nil, by author: String) async throws {
    try await change(by: author) { try $0.removeActivity(in: $0.liveProject(project), key, reason: reason) }
  }
}

extension UnitOfWork {
  func addActivity(in project: Project, _ draft: ActivityDraft) throws -> PlanActivity {
    guard let key = draft.key else { throw missing("key") }
    guard let name = draft.name else { throw missing("name") }
    guard let duration = draft.duration else { throw missing("duration") }
    let context = remember(project)
    let checkedKey = try DraftRules.key(key, place: "key")
    try refuseTaken(checkedKey, in: project)
    var activity = PlanActivity(
      projectID: project.id, key: checkedKey, name: try DraftRules.line(name, place: "name"),
      duration: try WorkDuration(duration, place: "duration"))
    try fill(&activity, from: draft, in: context)
    activity = try writer.insert(activity)
    linksChanged(in: project.id)
    try record("activity.add", "\(project.key)/\(key)", before: "", after: LedgerText.of(activity))
    return activity
  }

  func editActivity(
    in project: Project, _ key: String, _ draft: ActivityDraft, action: String = "activity.edit",
    reason: String? = nil, ifRevision: Int64?
  ) throws -> PlanActivity {
    let context = remember(project)
    let before = try Lookup.activity(project, key, in: reader)
    try refuseUnlessRevision(ifRevision, is: before.revision)
    if let other = draft.key, other != key { throw keyIsFixed() }
    var activity = before
    if let name = draft.name { activity.name = try DraftRules.line(name, place: "name") }
    if let duration = draft.duration { activity.duration = try WorkDuration(duration, place: "duration") }
    try fill(&activity, from: draft, in: context)
    guard activity != before else { return before }
    activity = try writer.update(activity)
    if activity.after != before.after { linksChanged(in: project.id) } else { scheduleChanged(in: project.id) }
    for id in try writer.heard(projectID: project.id, ofOrigin: "\(project.key)/\(key)", at: now) {
      try resolveAlerts(of: id, StaleRule.rule)
      try heard(milestoneID: id)
      if let milestone = try reader.milestone(id: id) { try setNextCheck(milestone) }
    }
    try record(
      action, "\(project.key)/\(key)", before: LedgerText.of(before), after: LedgerText.of(activity),
      reason: try DraftRules.optionalLine(reason, current: nil, place: "reason", limit: 1000))
    return activity
  }

  func removeActivity(in project: Project, _ key: String, reason: String?) throws {
    let activity = try Lookup.activity(project, key, in: reader)
    try refuseFollowed(key, in: project, place: "activity")
    try writer.remove(activityID: activity.id)
    linksChanged(in: project.id)
    try record(
      "activity.remove", "\(project.key)/\(key)", before: LedgerText.of(activity), after: "",
      reason: try DraftRules.optionalLine(reason, current: nil, place: "reason", limit: 1000))
  }

  private func fill(_ activity: inout PlanActivity, from draft: ActivityDraft, in context: ProjectContext) throws {
    activity.nameEn = try DraftRules.optionalLine(draft.nameEn, current: activity.nameEn, place: "name_en")
    activity.owner = try DraftRules.optionalLine(draft.owner, current: activity.owner, place: "owner")
    if let name = draft.calendar {
      do {
        let own = try reader.calendars(projectID: context.project.id)[name]?.name
        activity.calendar =
          try DraftRules.trimmed(name).isEmpty ? nil : own ?? configuration.calendars.calendar(named: name).name
      } catch let refusal as Refusal { throw refusal.at("calendar") }
    }
    if let after = draft.after { activity.after = try DraftRules.links(after, place: "after") }
    if let constraints = draft.constraints { activity.constraints = try self.constraints(constraints, in: context) }
    try report(on: &activity, from: draft, in: context)
    if let remaining = activity.remaining, remaining.isElapsed != activity.duration.isElapsed {
      throw Refusal(
        .invalidValue,
        en: "What remains is counted as the duration is: \(activity.duration.text) is in "
          + "\(activity.duration.isElapsed ? "calendar days" : "working time").",
        zh: "剩余工期的单位应与工期一致：\(activity.duration.text) 按\(activity.duration.isElapsed ? "日历天" : "工作时间")计算。",
        place: "remaining")
    }
  }

  private func constraints(_ texts: [String: String], in context: ProjectContext) throws -> [PlanConstraint] {
    let kinds = PlanConstraint.Kind.allCases
    for name in texts.keys.sorted() where !kinds.contains(where: { $0.rawValue == name }) {
      let hint = Nearest.hint(for: name, among: kinds.map(\.rawValue))
      throw Refusal(
        .unknownKey, en: "There is no constraint “\(DraftRules.shown(name))”\(hint.en).",
        zh: "没有约束类型“\(DraftRules.shown(name))”\(hint.zh)。", place: "constraints")
    }
    return try kinds.compactMap { kind in
      try texts[kind.rawValue].map {
        PlanConstraint(kind, try date($0, in: context, place: "constraints.\(kind.rawValue)").date)
      }
    }
  }
}
