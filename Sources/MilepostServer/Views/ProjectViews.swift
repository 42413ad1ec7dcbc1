import MilepostAPI
import MilepostCore
import MilepostStore

extension ProjectView {
  init(_ project: Project, in reader: StoreReader, from standpoint: Standpoint) throws {
    let today = standpoint.today(in: project)
    let tally = try reader.tally(
      projectID: project.id, today: today, soon: today.adding(days: MilestoneOutlook.yellowDays))
    self.init(
      key: project.key, name: project.name, nameEn: project.nameEn, owner: project.owner, zone: project.zone,
      calendar: project.calendar, labels: project.labels,
      facts: project.facts.map { FactView(name: $0.name, value: $0.value) }, alerts: PolicyView(project.policy),
      archived: project.archivedAt != nil, milestones: tally.milestones, open: tally.open, overdue: tally.overdue,
      light: try ProjectView.light(project, tally, in: reader, from: standpoint).rawValue,
      lights: project.lights.text, progressRule: project.progressRule.rawValue, revision: project.revision)
  }
}

extension ProjectView {
  /// The light of the worst of its milestones. Where the usual table holds, counts say it without reading them.
  static func light(
    _ project: Project, _ tally: MilestoneTally, in reader: StoreReader, from standpoint: Standpoint
  ) throws -> MilestoneOutlook.Light {
    guard project.lights != .standard, tally.open > 0 else { return tally.light }
    return try reader.milestones(projectID: project.id).filter { $0.actual == nil }
      .map { standpoint.outlook(of: $0, in: project).light }.max() ?? tally.light
  }
}

extension MilestoneTally {
  /// The light of the worst of them; one without milestones promises nothing yet.
  var light: MilestoneOutlook.Light {
    if late > 0 { return .red }
    if near > 0 { return .yellow }
    return open == 0 && milestones > 0 ? .grey : .green
  }
}

extension PolicyView {
  init(_ policy: AlertPolicy) {
    self.init(
      lead: policy.leadDays, onDay: policy.onDay, overdueEvery: policy.overdueEveryDays,
      alertHour: ClockTime.text(policy.alertMinute), workingDaysOnly: policy.workingDaysOnly,
      atRisk: policy.atRisk, riskFloat: policy.riskFloatDays, riskMove: policy.riskMoveDays,
      staleAfter: policy.staleDays, digest: policy.digest.rawValue)
  }
}
