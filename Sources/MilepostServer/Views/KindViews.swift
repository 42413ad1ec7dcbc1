import MilepostAPI
import MilepostCore

extension PaceView {
  init?(_ milestone: Milestone, today: CivilDate) {
    guard case .count(let duty) = milestone.detail, let pace = duty.pace(due: milestone.due.date, today: today) else {
      return nil
    }
    self.init(
      from: duty.target.from, target: duty.target.target, unit: duty.target.unit, unitEn: duty.target.unitEn,
      start: duty.start.description, value: pace.value, reportedOn: pace.reportedOn?.description,
      donePercent: PaceView.percent(pace.done), expectedPercent: PaceView.percent(pace.expected),
      pointsBehind: pace.pointsBehind, behind: pace.isBehind, sentence: TextView(pace.sentence))
  }

  /// To one decimal, cut: 99.96 % is not yet all.
  private static func percent(_ part: Double) -> Double { (part * 1000 + 1e-9).rounded(.down) / 10 }
}

extension RepeatView {
  init?(_ milestone: Milestone, today: CivilDate) {
    guard case .recurring(let duty) = milestone.detail else { return nil }
    let tally = DutyTally(duty, on: today)
    self.init(
      rule: duty.rule.description, start: duty.start.description, early: duty.earlyDays, grace: duty.graceDays,
      reached: tally.reached, late: tally.late, missed: tally.missed, lastMissed: tally.lastMissed?.description,
      next: tally.next?.description, sentence: TextView(tally.sentence))
  }
}

extension GateView {
  init?(_ milestone: Milestone) {
    guard case .gate(let gate) = milestone.detail else { return nil }
    let verdict = gate.verdict
    self.init(
      verdict: verdict.outcome.rawValue, sentence: TextView(verdict.reason), order: gate.order.rawValue,
      secondPerson: gate.needsSecondPerson, closedBy: gate.closed?.by, closedOn: gate.closed?.on.description,
      checks: gate.checks.map { check in
        GateCheckView(
          key: check.key, name: check.name, nameEn: check.nameEn, result: check.entry?.result.rawValue ?? "open",
          by: check.entry?.deed.by, on: check.entry?.deed.on.description, evidence: check.entry?.evidence)
      })
  }
}

extension FindingView {
  init?(_ milestone: Milestone, today: CivilDate) {
    guard case .finding(let finding) = milestone.detail else { return nil }
    self.init(
      state: finding.state.rawValue, sentence: TextView(finding.sentence(on: today)),
      assignedTo: finding.assignment?.to,
      steps: finding.steps.map { step in
        FindingStepView(step: step.name, by: step.deed.by, on: step.deed.on.description, note: step.note)
      })
  }
}

extension FindingStep {
  var name: String {
    switch self {
    case .found: "found"
    case .assigned: "assigned"
    case .putRight: "put_right"
    case .rejected: "rejected"
    case .checked: "checked"
    case .closed: "closed"
    }
  }

  var note: String? {
    switch self {
    case .assigned(_, let to, let due): due.map { "\(to), \($0)" } ?? to
    case .putRight(_, let evidence), .checked(_, let evidence): evidence
    case .rejected(_, let reason): reason
    case .found, .closed: nil
    }
  }
}
