/// Checks in order, all of which must pass: one that failed stands against any number that passed (一票否决).
///
/// A failed check holds the gate shut until that very check passes; nothing else outvotes it.
package struct Gate: Hashable, Codable, Sendable {
  package enum Order: String, Codable, Sendable, CaseIterable {
    /// Checks may be made in any order.
    case free
    /// A check is made only when all before it have passed.
    case strict
  }

  package private(set) var checks: [GateCheck]
  package let order: Order
  /// Whether somebody who passed none of the checks has to close the gate.
  package let needsSecondPerson: Bool
  /// Who closed it and when; nil while it is not closed.
  package private(set) var closed: Deed?

  package static let checksMax = 100

  /// Refused with `missing_field` when there is no check, `duplicate_key` when two share a key, and `invalid_value`
  /// when there are more than 100. Entries that the checks hold are not taken over.
  package init(checks: [GateCheck], order: Order = .free, needsSecondPerson: Bool = false) throws(Refusal) {
    guard !checks.isEmpty else { throw GateRefusal.noChecks() }
    guard checks.count <= Gate.checksMax else { throw GateRefusal.tooMany(checks.count) }
    var keys: Set<String> = []
    for (index, check) in checks.enumerated() where !keys.insert(check.key).inserted {
      throw GateRefusal.twice(check.key, index: index)
    }
    self.checks = checks.map { check in
      var blank = check
      blank.entry = nil
      return blank
    }
    self.order = order
    self.needsSecondPerson = needsSecondPerson
  }

  /// The same gate with the entries of another for the checks that both have. Unchanged, it stays closed as it was.
  package func keeping(_ other: Gate) throws(Refusal) -> Gate {
    let isSame =
      checks.map(\.key) == other.checks.map(\.key) && order == other.order
      && needsSecondPerson == other.needsSecondPerson
    guard other.closed == nil || isSame else { throw GateRefusal.closed() }
    var gate = self
    for index in gate.checks.indices {
      gate.checks[index].entry = other.checks.first { $0.key == gate.checks[index].key }?.entry
    }
    gate.closed = other.closed
    return gate
  }

  package var isEveryCheckPassed: Bool { checks.allSatisfy(\.isPassed) }

  /// The day on which it was reached; nil while it is not.
  package var reachedOn: CivilDate? {
    guard isEveryCheckPassed else { return nil }
    return needsSecondPerson ? closed?.on : checks.compactMap { $0.entry?.deed.on }.max()
  }

  /// Puts down what a check showed; a new entry replaces the one before.
  ///
  /// Refused with `wrong_state` when the gate is closed or, under a strict order, when it is not this check's turn;
  /// with `not_found` when there is no such check; with `invalid_date` when it lies before what it replaces or, under a
  /// strict order, before a check that it comes after.
  package mutating func record(
    _ result: GateCheck.Result, check key: String, deed: Deed, evidence: String? = nil
  ) throws(Refusal) {
    guard closed == nil else { throw GateRefusal.closed() }
    let index = try index(of: key)
    if order == .strict, let waiting = checks[..<index].first(where: { !$0.isPassed }) {
      throw GateRefusal.notItsTurn(checks[index], after: waiting)
    }
    if let before = checks[index].entry { try deed.checkOrder(after: before.deed) }
    if order == .strict {
      for before in checks[..<index].compactMap(\.entry) { try deed.checkOrder(after: before.deed) }
    }
    let evidence = try DraftRules.optionalLine(evidence, current: nil, place: "evidence", limit: 1000)
    checks[index].entry = GateCheck.Entry(result: result, deed: deed, evidence: evidence)
  }

  /// Takes an entry back that was put down by mistake. Refused as `record` is, and with `wrong_state` when the check
  /// is open, or when a strict order has checks made after it.
  package mutating func reopen(check key: String) throws(Refusal) {
    guard closed == nil else { throw GateRefusal.closed() }
    let index = try index(of: key)
    guard !checks[index].isOpen else { throw GateRefusal.alreadyOpen(checks[index]) }
    if order == .strict, let later = checks[(index + 1)...].first(where: { !$0.isOpen }) {
      throw GateRefusal.usedBy(later, check: checks[index])
    }
    checks[index].entry = nil
  }

  /// The second person's word that the gate may open.
  ///
  /// Refused with `wrong_state` when the gate needs none, is closed, or has a check that has not passed; with
  /// `not_allowed` when that person passed one of the checks; with `invalid_date` when it lies before one of them.
  package mutating func close(_ deed: Deed) throws(Refusal) {
    guard needsSecondPerson else { throw GateRefusal.needsNone() }
    guard closed == nil else { throw GateRefusal.closed() }
    if let check = checks.first(where: { !$0.isPassed }) { throw GateRefusal.notPassed(check) }
    for check in checks {
      guard let entry = check.entry else { continue }
      guard !entry.deed.isSamePerson(as: deed.by) else { throw GateRefusal.ownCheck(check, by: deed.by) }
      try deed.checkOrder(after: entry.deed)
    }
    closed = deed
  }

  /// Takes the closing back; refused with `wrong_state` when it is not closed.
  package mutating func reopen() throws(Refusal) {
    guard closed != nil else { throw GateRefusal.notClosed() }
    closed = nil
  }

  private func index(of key: String) throws(Refusal) -> Int {
    guard let index = checks.firstIndex(where: { $0.key == key }) else {
      throw GateRefusal.unknown(key, among: checks.map(\.key))
    }
    return index
  }
}

// MARK: Storage

extension Gate {
  /// A stored gate goes through the rules again: no file can open one that people could not.
  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let stored = try container.decode([GateCheck].self, forKey: .checks)
    try self.init(
      checks: stored.map { try GateCheck(key: $0.key, name: $0.name, nameEn: $0.nameEn) },
      order: container.decode(Order.self, forKey: .order),
      needsSecondPerson: container.decode(Bool.self, forKey: .needsSecondPerson))
    for (index, check) in stored.enumerated() {
      guard let entry = check.entry else { continue }
      // A later check may well have been made before an earlier one failed again, so turns are not asked for.
      checks[index].entry = GateCheck.Entry(
        result: entry.result, deed: entry.deed,
        evidence: try DraftRules.optionalLine(entry.evidence, current: nil, place: "evidence", limit: 1000))
    }
    if let deed = try container.decodeIfPresent(Deed.self, forKey: .closed) { try close(deed) }
  }
}
