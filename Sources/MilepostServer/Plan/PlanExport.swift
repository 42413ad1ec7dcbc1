import MilepostCore

/// What stands, as the plan that would bring it about.
extension PlanDocument.ProjectPlan {
  init(_ project: Project, calendars: [ShiftCalendar] = [], activities: [PlanActivity], milestones: [Milestone]) {
    self.init(
      project: ProjectDraft(
        key: project.key, name: project.name, nameEn: project.nameEn, owner: project.owner, zone: project.zone,
        calendar: project.calendar, labels: project.labels.isEmpty ? nil : project.labels,
        facts: project.facts.isEmpty ? nil : project.facts,
        policy: project.policy == .standard ? nil : PolicyDraft(project.policy),
        progressRule: project.progressRule == .retainedLogic ? nil : project.progressRule.rawValue,
        lights: project.lights == .standard ? nil : project.lights.text),
      calendars: calendars, activities: activities.map(ActivityDraft.init),
      milestones: milestones.map { milestone in
        MilestoneDraft(
          key: milestone.key, name: milestone.name, nameEn: milestone.nameEn,
          due: milestone.kind == .recurring ? nil : milestone.due.written,
          labels: milestone.labels.isEmpty ? nil : milestone.labels,
          after: milestone.after.isEmpty ? nil : milestone.after.map(\.text),
          policy: milestone.policy.map(PolicyDraft.init), buffer: milestone.buffer?.text,
          count: CountDraft(milestone.detail), repeats: RepeatDraft(milestone.detail),
          gate: GateDraft(milestone.detail), isFinding: milestone.kind == .finding ? true : nil,
          reached: milestone.kind == .date ? milestone.actual?.description : nil)
      })
  }
}

extension PolicyDraft {
  init(_ policy: AlertPolicy) {
    self.init(
      leadDays: policy.leadDays, onDay: policy.onDay, overdueEveryDays: policy.overdueEveryDays,
      alertMinute: policy.alertMinute, workingDaysOnly: policy.workingDaysOnly, atRisk: policy.atRisk,
      riskFloatDays: policy.riskFloatDays, riskMoveDays: policy.riskMoveDays,
      staleDays: policy.staleDays, digest: policy.digest.rawValue)
  }
}

extension ActivityDraft {
  init(_ activity: PlanActivity) {
    let constraints = activity.constraints.map { ($0.kind.rawValue, $0.date.description) }
    self.init(
      key: activity.key, name: activity.name, nameEn: activity.nameEn, owner: activity.owner,
      duration: activity.duration.text, calendar: activity.calendar,
      after: activity.after.isEmpty ? nil : activity.after.map(\.text),
      constraints: constraints.isEmpty ? nil : Dictionary(constraints) { first, _ in first },
      started: activity.started?.description, finished: activity.finished?.description,
      remaining: activity.remaining?.text, remainingOn: activity.remainingOn?.description)
  }
}

extension CountDraft {
  init?(_ detail: MilestoneDetail?) {
    guard case .count(let duty) = detail else { return nil }
    self.init(
      from: duty.target.from, target: duty.target.target, unit: duty.target.unit, unitEn: duty.target.unitEn,
      start: duty.start.description, tolerance: duty.tolerancePoints, value: duty.reports.last?.value,
      valueOn: duty.reports.last?.date.description)
  }
}

extension RepeatDraft {
  init?(_ detail: MilestoneDetail?) {
    guard case .recurring(let duty) = detail else { return nil }
    self.init(
      rule: duty.rule.description, start: duty.start.description, early: duty.earlyDays, grace: duty.graceDays)
  }
}

extension GateDraft {
  init?(_ detail: MilestoneDetail?) {
    guard case .gate(let gate) = detail else { return nil }
    self.init(
      checks: gate.checks.map { Check(key: $0.key, name: $0.name, nameEn: $0.nameEn) }, order: gate.order.rawValue,
      needsSecondPerson: gate.needsSecondPerson)
  }
}
