import MilepostCore
import MilepostStore

extension Engine {
  package func addProject(_ draft: ProjectDraft, by author: String) async throws -> Project {
    try await change(by: author) { try $0.addProject(draft) }
  }

  /// `ifRevision`: refuse with `conflict` when the project has changed since.
  package func editProject(
    _ key: String, _ draft: ProjectDraft, ifRevision: Int64? = nil, by author: String
  ) async throws -> Project {
    try await change(by: author) { try $0.editProject(key, draft, ifRevision: ifRevision) }
  }

  /// Ends a project: nothing in it is checked any more, and its alerts resolve.
  package func archiveProject(_ key: String, reason: String? = nil, by author: String) async throws -> Project {
    try await change(by: author) { try $0.archiveProject(key, reason: reason) }
  }
}

extension UnitOfWork {
  func addProject(_ draft: ProjectDraft) throws -> Project {
    guard let key = draft.key else { throw missing("key") }
    guard let name = draft.name else { throw missing("name") }
    let checkedKey = try DraftRules.key(key, place: "key")
    guard try reader.project(key: checkedKey) == nil else {
      throw Refusal(
        .duplicateKey, en: "There is already a project “\(key)”; choose another key.", zh: "项目“\(key)”已存在，请换一个标识。",
        place: "key")
    }
    let settings = configuration.settings
    var project = Project(
      key: checkedKey, name: try DraftRules.line(name, place: "name"), zone: settings.zone,
      calendar: settings.calendar)
    try fill(&project, from: draft)
    let inserted = try writer.insert(project)
    remember(inserted)
    try record("project.add", inserted.key, before: "", after: LedgerText.of(inserted))
    return inserted
  }

  func editProject(_ key: String, _ draft: ProjectDraft, ifRevision: Int64?) throws -> Project {
    let before = try liveProject(key)
    try refuseUnlessRevision(ifRevision, is: before.revision)
    if let other = draft.key, other != key { throw keyIsFixed() }
    var project = before
    try fill(&project, from: draft)
    guard project != before else { return before }
    let after = try writer.update(project)
    let context = remember(after)
    // A milestone's next check rests on its project's zone, calendar and policy.
    if (before.zone, before.calendar, before.policy, before.progressRule)
      != (after.zone, after.calendar, after.policy, after.progressRule)
    {
      for milestone in try reader.milestones(projectID: context.project.id) { try setNextCheck(milestone) }
      scheduleChanged(in: after.id)
    }
    try record("project.edit", key, before: LedgerText.of(before), after: LedgerText.of(after))
    return after
  }

  func archiveProject(_ key: String, reason: String?) throws -> Project {
    let before = try liveProject(key)
    var project = before
    project.archivedAt = now
    let after = try writer.update(project)
    remember(after)
    for milestone in try reader.milestones(projectID: after.id) { _ = try unwatch(milestone) }
    scheduleChanged(in: after.id)
    try record(
      "project.archive", key, before: LedgerText.of(before), after: LedgerText.of(after),
      reason: try DraftRules.optionalLine(reason, current: nil, place: "reason", limit: 1000))
    return after
  }

  private func fill(_ project: inout Project, from draft: ProjectDraft) throws {
    if let name = draft.name { project.name = try DraftRules.line(name, place: "name") }
    project.nameEn = try DraftRules.optionalLine(draft.nameEn, current: project.nameEn, place: "name_en")
    project.owner = try DraftRules.optionalLine(draft.owner, current: project.owner, place: "owner")
    if let zone = draft.zone {
      do { project.zone = try configuration.zones.zone(named: zone).name } catch { throw error.at("zone") }
    }
    if let calendar = draft.calendar {
      do { project.calendar = try configuration.calendars.calendar(named: calendar).name } catch {
        throw error.at("calendar")
      }
    }
    if let labels = draft.labels { project.labels = try DraftRules.labels(labels, place: "labels") }
    if let facts = draft.facts { project.facts = try DraftRules.facts(facts, place: "facts") }
    if let rule = draft.progressRule { project.progressRule = try DraftRules.choice(rule, place: "progress_rule") }
    if let lights = draft.lights { project.lights = try LightTable(lights, place: "lights") }
    project.policy = try DraftRules.policy(draft.policy, over: project.policy, place: "alerts")
  }

  func missing(_ field: String) -> Refusal {
    Refusal(.missingField, en: "“\(field)” is missing.", zh: "缺少“\(field)”。", place: field)
  }

  func keyIsFixed() -> Refusal {
    Refusal(.invalidValue, en: "A key cannot be changed once given.", zh: "标识一经确定不能修改。", place: "key")
  }
}
