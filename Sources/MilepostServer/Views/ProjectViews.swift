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
      light: tally.light.rawValue, progressRule: project.progressRule.rawValue, revision: project.revision)
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
