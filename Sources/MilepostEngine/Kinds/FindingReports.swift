import MilepostCore
import MilepostStore

extension Engine {
  /// Takes the next step about a finding.
  package func step(_ project: String, _ key: String, _ draft: FindingDraft, by author: String) async throws
    -> Milestone
  {
    try await change(by: author) { try $0.step(in: $0.liveProject(project), key, draft) }
  }
}

extension UnitOfWork {
  func step(in project: Project, _ key: String, _ draft: FindingDraft) throws -> Milestone {
    let context = remember(project)
    let before = try Lookup.milestone(project, key, in: reader)
    guard case .finding(var finding) = before.detail else { throw wrongKind(before, en: "finding", zh: "问题") }
    let deed = try deed(by: draft.by, on: draft.date, in: context)
    var milestone = before
    switch draft.verb {
    case .assign:
      guard let to = draft.to else { throw missing("to") }
      let due = try draft.due.map { try date($0, in: context, place: "due") }
      try finding.take(.assigned(deed: deed, to: to, due: due?.date ?? before.due.date))
      if let due { milestone.due = due }
    case .fix: try finding.take(.putRight(deed: deed, evidence: draft.note))
    case .check: try finding.take(.checked(deed: deed, evidence: draft.note))
    case .close: try finding.take(.closed(deed: deed))
    case .reject:
      guard let reason = draft.note else { throw missing("note") }
      try finding.take(.rejected(deed: deed, reason: reason))
    }
    milestone.detail = .finding(finding)
    milestone.actual = finding.state == .closed ? deed.on : nil
    var after = try follow(
      milestone, from: before, in: context, action: "finding.\(draft.verb.rawValue)", reason: draft.note)
    if after.due.date != before.due.date, after.actual == nil {
      try resolveAlerts(of: after.id)
      after = try watch(after)
    }
    return after
  }
}
