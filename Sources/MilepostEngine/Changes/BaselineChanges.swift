import MilepostCore
import MilepostStore

extension Engine {
  /// Keeps a project's dates as they stand under a name.
  package func setBaseline(
    _ project: String, name: String, note: String? = nil, by author: String
  ) async throws -> Baseline {
    try await change(by: author) { try $0.setBaseline(in: $0.liveProject(project), name: name, note: note) }
  }

  /// A project's dates as they stand: activities in the order of entry, then milestones by due date.
  package func datesNow(of project: Project, in reader: StoreReader) throws -> [Baseline.Entry] {
    let context = ProjectContext(project, configuration: configuration, now: clock.now())
    return try PlanNetwork.dates(
      of: context, in: try planNetwork(of: project, in: reader), milestones: reader.milestones(projectID: project.id),
      activities: reader.activities(projectID: project.id))
  }
}

extension UnitOfWork {
  func setBaseline(in project: Project, name: String, note: String?) throws -> Baseline {
    let context = remember(project)
    let key = try DraftRules.key(name, place: "name")
    guard try reader.baseline(projectID: project.id, name: key) == nil else {
      throw Refusal(
        .duplicateKey, en: "Project \(project.key) already has a baseline “\(key)”; a baseline is never changed.",
        zh: "项目 \(project.key) 已有基线“\(key)”；基线一经确定不再修改。", place: "name")
    }
    let network = try network(of: reader.linkedProjects(to: project.id))
    let entries = PlanNetwork.dates(
      of: context, in: network, milestones: try reader.milestones(projectID: project.id),
      activities: try reader.activities(projectID: project.id))
    let line = try DraftRules.optionalLine(note, current: nil, place: "note", limit: 1000)
    let baseline = try writer.insert(
      Baseline(projectID: project.id, name: key, at: now, author: author, note: line), entries)
    try record(
      "baseline.set", "\(project.key)/\(key)", before: "", after: "{\"dates\":\(entries.count)}", reason: line)
    return baseline
  }
}

extension PlanNetwork {
  static func dates(
    of context: ProjectContext, in network: PlanNetwork, milestones: [Milestone], activities: [PlanActivity]
  ) -> [Baseline.Entry] {
    let works = activities.compactMap { activity -> Baseline.Entry? in
      guard let place = network.place(of: activity) else { return nil }
      let dates = network.schedule.dates(of: place)
      let start = activity.started ?? dates.start.date
      return Baseline.Entry(
        key: activity.key, noun: .activity, name: activity.name, nameEn: activity.nameEn, start: start,
        finish: max(start, dates.finish.dateOfFinish), due: nil)
    }
    return works
      + milestones.map { milestone in
        Baseline.Entry(
          key: milestone.key, noun: .milestone, name: milestone.name, nameEn: milestone.nameEn, start: nil,
          finish: context.outlook(of: milestone).forecast, due: milestone.due.date)
      }
  }
}
