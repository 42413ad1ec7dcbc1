import MilepostCore

/// What stands, as the plan that would bring it about.
extension PlanDocument.ProjectPlan {
  init(_ project: Project, milestones: [Milestone]) {
    self.init(
      project: ProjectDraft(
        key: project.key, name: project.name, nameEn: project.nameEn, owner: project.owner, zone: project.zone,
        calendar: project.calendar, labels: project.labels.isEmpty ? nil : project.labels,
        facts: project.facts.isEmpty ? nil : project.facts,
        policy: project.policy == .standard ? nil : PolicyDraft(project.policy)),
      milestones: milestones.map { milestone in
        MilestoneDraft(
          key: milestone.key, name: milestone.name, nameEn: milestone.nameEn, due: milestone.due.written,
          labels: milestone.labels.isEmpty ? nil : milestone.labels,
          after: milestone.after.isEmpty ? nil : milestone.after, policy: milestone.policy.map(PolicyDraft.init))
      })
  }
}

extension PolicyDraft {
  init(_ policy: AlertPolicy) {
    self.init(
      leadDays: policy.leadDays, onDay: policy.onDay, overdueEveryDays: policy.overdueEveryDays,
      alertMinute: policy.alertMinute, workingDaysOnly: policy.workingDaysOnly)
  }
}
