import MilepostCore
import MilepostStore

extension Engine {
  /// Puts down what a check of a gate showed; no result: takes the entry back.
  package func check(
    _ project: String, _ key: String, check: String, result: GateCheck.Result?, checkedBy person: String? = nil,
    date: String? = nil, evidence: String? = nil, by author: String
  ) async throws -> Milestone {
    try await change(by: author) { work in
      let project = try work.liveProject(project)
      return try work.changeGate(in: project, key, action: "gate.check", reason: evidence) { gate, context in
        guard let result else { return try gate.reopen(check: check) }
        let deed = try work.deed(by: person, on: date, in: context)
        try gate.record(result, check: check, deed: deed, evidence: evidence)
      }
    }
  }

  /// A second person's word that every check has passed.
  package func closeGate(
    _ project: String, _ key: String, closedBy person: String? = nil, date: String? = nil, by author: String
  ) async throws -> Milestone {
    try await change(by: author) { work in
      let project = try work.liveProject(project)
      return try work.changeGate(in: project, key, action: "gate.close", reason: nil) { gate, context in
        try gate.close(try work.deed(by: person, on: date, in: context))
      }
    }
  }
}

extension UnitOfWork {
  static let vetoRule = "veto"

  func changeGate(
    in project: Project, _ key: String, action: String, reason: String?,
    _ change: (inout Gate, ProjectContext) throws -> Void
  ) throws -> Milestone {
    let context = remember(project)
    let before = try Lookup.milestone(project, key, in: reader)
    guard case .gate(var gate) = before.detail else { throw wrongKind(before, en: "gate", zh: "关口") }
    let wasVetoed = gate.verdict.outcome == .vetoed
    try change(&gate, context)
    let verdict = gate.verdict
    var milestone = before
    milestone.detail = .gate(gate)
    milestone.actual = verdict.reachedOn
    let after = try follow(milestone, from: before, in: context, action: action, reason: reason)
    if verdict.outcome == .vetoed {
      if !wasVetoed { try announceVeto(of: after, verdict, in: context) }
    } else if wasVetoed {
      try resolveAlerts(of: after.id, UnitOfWork.vetoRule)
    }
    return after
  }

  private func announceVeto(of milestone: Milestone, _ verdict: GateVerdict, in context: ProjectContext) throws {
    let name = AlertSentence.subject(context.project, milestone)
    let occurrence = "\(verdict.inTheWay.joined(separator: ","))@r\(milestone.revision)"
    let message = AlertMessage(
      type: "gate.vetoed", project: context.project, milestone: milestone, outlook: context.outlook(of: milestone),
      endsAt: context.zone.endOfDay(milestone.due.date), firedAt: now,
      sentence: Bilingual(en: "\(name.en): \(verdict.reason.en)", zh: "\(name.zh)：\(verdict.reason.zh)"),
      firing: AlertMessage.Cause(rule: UnitOfWork.vetoRule, occurrence: occurrence, scheduledAt: now))
    _ = try announce(message, rule: UnitOfWork.vetoRule, occurrence: occurrence, scheduledAt: now, state: .open)
  }
}
