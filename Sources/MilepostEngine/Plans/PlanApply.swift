import MilepostCore
import MilepostStore

extension Engine {
  /// Brings what stands in line with a plan: what is missing is added, what differs is changed, nothing is removed. One
  /// transaction: all of it or nothing. With `dryRun` it says what would change, and changes nothing.
  package func apply(_ plan: PlanDocument, dryRun: Bool, by author: String) async throws -> [PlanDifference] {
    try await change(by: author, dryRun: dryRun) { try $0.apply(plan) }
  }
}

extension UnitOfWork {
  func apply(_ plan: PlanDocument) throws -> [PlanDifference] {
    var differences: [PlanDifference] = []
    for (index, entry) in plan.projects.enumerated() {
      let place = "projects[\(index)]"
      let (project, difference) = try placed(place) { try apply(entry.project) }
      differences.append(difference)
      for (position, shifts) in entry.calendars.enumerated() {
        differences.append(try placed("\(place).calendars[\(position)]") { try apply(shifts, in: project) })
      }
      for (position, draft) in entry.activities.enumerated() {
        differences.append(try placed("\(place).activities[\(position)]") { try apply(draft, in: project) })
      }
      for (position, draft) in entry.milestones.enumerated() {
        differences.append(try placed("\(place).milestones[\(position)]") { try apply(draft, in: project) })
      }
    }
    return differences
  }

  private func apply(_ draft: ProjectDraft) throws -> (Project, PlanDifference) {
    guard let key = draft.key else { throw missing("key") }
    guard let before = try reader.project(key: key) else {
      let project = try addProject(draft)
      return (project, PlanDifference(action: .add, noun: .project, subject: key))
    }
    let after = try editProject(key, draft, ifRevision: nil)
    let fields = PlanFields.changes(from: before, to: after)
    return (
      after, PlanDifference(action: fields.isEmpty ? .none : .change, noun: .project, subject: key, fields: fields)
    )
  }

  private func apply(_ draft: MilestoneDraft, in project: Project) throws -> PlanDifference {
    guard let key = draft.key else { throw missing("key") }
    let subject = "\(project.key)/\(key)"
    guard let before = try reader.milestone(projectID: project.id, key: key) else {
      let milestone = try addMilestone(in: project, draft, isReached: draft.reached != nil)
      if let reached = draft.reached { _ = try reach(in: project, key, date: reached, evidence: nil) }
      return PlanDifference(
        action: .add, noun: .milestone, subject: subject,
        fields: ["due: \(milestone.due.written) = \(milestone.due.date)"])
    }
    let isReached = draft.reached != nil && before.kind != .recurring
    var after = try editMilestone(in: project, key, draft, ifRevision: nil, isReached: isReached)
    if let reached = draft.reached, after.actual == nil, isReached {
      after = try reach(in: project, key, date: reached, evidence: nil)
    }
    let fields = PlanFields.changes(from: before, to: after)
    return PlanDifference(
      action: fields.isEmpty ? .none : .change, noun: .milestone, subject: subject, fields: fields)
  }

  private func apply(_ shifts: ShiftCalendar, in project: Project) throws -> PlanDifference {
    if let base = shifts.base {
      do { _ = try configuration.calendars.calendar(named: base) } catch { throw error.at("base") }
    }
    // Refuses what could not be counted in.
    _ = try WorkClock(shifts.resolved(in: configuration.calendars))
    let before = try reader.calendars(projectID: project.id)[shifts.name]
    let subject = "\(project.key)/\(shifts.name)"
    guard before != shifts else { return PlanDifference(action: .none, noun: .calendar, subject: subject) }
    try writer.setCalendar(projectID: project.id, shifts)
    scheduleChanged(in: project.id)
    let days = "{\"days\":\(shifts.exceptions.count)}"
    try record("calendar.set", subject, before: before == nil ? "" : "{}", after: days)
    guard let before else { return PlanDifference(action: .add, noun: .calendar, subject: subject) }
    return PlanDifference(
      action: .change, noun: .calendar, subject: subject,
      fields: ["days that differ: \(before.exceptions.count) → \(shifts.exceptions.count)"])
  }

  private func apply(_ draft: ActivityDraft, in project: Project) throws -> PlanDifference {
    guard let key = draft.key else { throw missing("key") }
    let subject = "\(project.key)/\(key)"
    guard let before = try reader.activity(projectID: project.id, key: key) else {
      let activity = try addActivity(in: project, draft)
      return PlanDifference(
        action: .add, noun: .activity, subject: subject, fields: ["duration: \(activity.duration.text)"])
    }
    let after = try editActivity(in: project, key, draft, ifRevision: nil)
    let fields = PlanFields.changes(from: before, to: after)
    return PlanDifference(action: fields.isEmpty ? .none : .change, noun: .activity, subject: subject, fields: fields)
  }

  private func placed<Value>(_ place: String, _ body: () throws -> Value) throws -> Value {
    do { return try body() } catch let refusal as Refusal { throw refusal.at(place) }
  }
}
