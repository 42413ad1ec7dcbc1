/// Something that a patrol found wrong, followed in a closed loop (闭环): found, assigned, put right, checked by somebody
/// else, closed.
///
/// Its state is what its steps say; there is no way to a state but by its steps.
package struct Finding: Hashable, Sendable {
  package enum State: String, Codable, Sendable, CaseIterable {
    case found, assigned
    case putRight = "put_right"
    case checked, closed
  }

  /// What is wrong, in one line.
  package let what: String
  /// From the first to the last; the first is `found`.
  package private(set) var steps: [FindingStep]

  /// Each rejection adds two; a loop that goes on like this has another fault.
  package static let stepsMax = 200

  /// Refused with `invalid_value` when `what` is no plain line.
  package init(what: String, found: Deed) throws(Refusal) {
    self.what = try DraftRules.line(what, place: "what")
    steps = [.found(deed: found)]
  }

  package var state: State {
    switch steps.last {
    case .none, .found: .found
    case .assigned, .rejected: .assigned
    case .putRight: .putRight
    case .checked: .checked
    case .closed: .closed
    }
  }

  /// Whom it is assigned to and by when; nil while nobody is named.
  package var assignment: (to: String, due: CivilDate?)? {
    for case .assigned(_, let to, let due) in steps.reversed() { return (to, due) }
    return nil
  }

  /// Whether it should have been put right by now: the day named is over, and it is not (or was found not to be).
  package func isOverdue(on today: CivilDate) -> Bool {
    guard state == .assigned, let due = assignment?.due else { return false }
    return today > due
  }

  /// Takes the next step. A step that is refused leaves everything as it was.
  ///
  /// Refused with `wrong_state` when it is not this step's turn, `not_allowed` when somebody would check or close own
  /// work, `invalid_date` when it lies before the step before it, and `invalid_value` for a text that is no plain line.
  package mutating func take(_ step: FindingStep) throws(Refusal) {
    guard steps.count < Finding.stepsMax else { throw FindingRefusal.tooMany() }
    let turn: Bool
    switch step {
    case .found: turn = false
    // It may be handed on as long as nothing is done about it.
    case .assigned: turn = state == .found || state == .assigned
    case .putRight: turn = state == .assigned
    case .rejected, .checked: turn = state == .putRight
    case .closed: turn = state == .checked
    }
    guard turn else { throw FindingRefusal.notItsTurn(step, state: state) }
    if let last = steps.last { try step.deed.checkOrder(after: last.deed) }
    switch step {
    case .rejected, .checked, .closed: try checkIsSomebodyElse(step.deed.by)
    default: break
    }
    steps.append(try step.checked())
  }

  /// Whoever put it right, now or before, and whoever it is assigned to, has a share in the work.
  private func checkIsSomebodyElse(_ person: String) throws(Refusal) {
    for case .putRight(let deed, _) in steps where deed.isSamePerson(as: person) {
      throw FindingRefusal.ownWork(person)
    }
    if let to = assignment?.to, Deed.isSamePerson(to, person) {
      throw FindingRefusal.ownWork(person)
    }
  }
}

extension FindingStep {
  /// The step with its texts as they are kept; `invalid_date` for a day to put it right before it was assigned.
  fileprivate func checked() throws(Refusal) -> FindingStep {
    switch self {
    case .assigned(let deed, let to, let due):
      if let due, due < deed.on { throw FindingRefusal.dueBefore(due, assigned: deed.on) }
      return .assigned(deed: deed, to: try DraftRules.line(to, place: "to"), due: due)
    case .putRight(let deed, let evidence): return .putRight(deed: deed, evidence: try FindingStep.note(evidence))
    case .checked(let deed, let evidence): return .checked(deed: deed, evidence: try FindingStep.note(evidence))
    case .rejected(let deed, let reason):
      return .rejected(deed: deed, reason: try DraftRules.line(reason, place: "reason", limit: 1000))
    case .found, .closed: return self
    }
  }

  private static func note(_ text: String?) throws(Refusal) -> String? {
    try DraftRules.optionalLine(text, current: nil, place: "evidence", limit: 1000)
  }
}

// MARK: Storage

extension Finding: Codable {
  private enum CodingKeys: String, CodingKey {
    case what, steps
  }

  /// The stored steps are taken again one by one: no file can close what people could not.
  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let stored = try container.decode([FindingStep].self, forKey: .steps)
    guard case .found(let deed) = stored.first else {
      throw DecodingError.dataCorruptedError(
        forKey: .steps, in: container, debugDescription: "the first step of a finding is not “found”")
    }
    try self.init(what: container.decode(String.self, forKey: .what), found: deed)
    for step in stored.dropFirst() { try take(step) }
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(what, forKey: .what)
    try container.encode(steps, forKey: .steps)
  }
}
