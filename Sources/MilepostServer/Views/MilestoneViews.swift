import MilepostAPI
import MilepostCore

extension MilestoneView {
  init(_ milestone: Milestone, in project: Project, from standpoint: Standpoint) {
    let outlook = standpoint.outlook(of: milestone, in: project)
    let due = milestone.due
    self.init(
      project: project.key, key: milestone.key, name: milestone.name, nameEn: milestone.nameEn,
      kind: milestone.kind.rawValue, state: outlook.state.rawValue,
      due: DueView(
        written: due.written, date: due.date.description,
        endsAt: standpoint.zone(of: project).endOfDay(due.date).rfc3339, provisional: due.provisional),
      forecast: outlook.forecast.description, expected: milestone.expected?.description,
      actual: milestone.actual?.description, evidence: milestone.evidence, floatDays: outlook.floatDays,
      light: outlook.light.rawValue, after: milestone.after.map(\.text), labels: milestone.labels,
      nextCheck: milestone.nextCheck?.rfc3339,
      nextCheckLocal: milestone.nextCheck.map { standpoint.local($0, in: project) },
      daysLeft: due.date.days(since: standpoint.today(in: project)),
      reason: milestone.projection.map { TextView($0.reason) }, totalFloatDays: milestone.projection?.totalFloat,
      freeFloatDays: milestone.projection?.freeFloat, driver: milestone.projection?.origin,
      forecastProvisional: milestone.projection?.provisional, atRisk: milestone.riskDate != nil,
      buffer: milestone.buffer?.text,
      count: PaceView(milestone, today: standpoint.today(in: project)),
      repeats: RepeatView(milestone, today: standpoint.today(in: project)), gate: GateView(milestone),
      finding: FindingView(milestone, today: standpoint.today(in: project)),
      revision: milestone.revision)
  }
}

extension MilestoneView {
  /// What comes first is the most urgent: red before yellow before green, then the earlier due date.
  var urgency: (Int, String, String, String) {
    let light = MilestoneOutlook.Light(rawValue: light) ?? .grey
    return (light == .red ? 0 : light == .orange ? 1 : light == .yellow ? 2 : 3, due.date, project, key)
  }
}
