/// What a person wrote about a count; nil means "not said".
package struct CountDraft: Hashable, Sendable {
  package var from: Double?
  package var target: Double?
  package var unit: String?
  package var unitEn: String?
  /// A date, as typed; nil: today.
  package var start: String?
  /// Percentage points.
  package var tolerance: Double?
  /// What it is by now, and at the end of which day (as typed; nil: today).
  package var value: Double?
  package var valueOn: String?

  package init(
    from: Double? = nil, target: Double? = nil, unit: String? = nil, unitEn: String? = nil, start: String? = nil,
    tolerance: Double? = nil, value: Double? = nil, valueOn: String? = nil
  ) {
    self.from = from
    self.target = target
    self.unit = unit
    self.unitEn = unitEn
    self.start = start
    self.tolerance = tolerance
    self.value = value
    self.valueOn = valueOn
  }
}

/// What a person wrote about something that comes again; nil means "not said".
package struct RepeatDraft: Hashable, Sendable {
  /// An RRULE of RFC 5545.
  package var rule: String?
  /// A date, as typed: where the rule begins.
  package var start: String?
  /// Days before and after its date on which each one can be reached.
  package var early: Int?
  package var grace: Int?

  package init(rule: String? = nil, start: String? = nil, early: Int? = nil, grace: Int? = nil) {
    self.rule = rule
    self.start = start
    self.early = early
    self.grace = grace
  }
}

/// What a person wrote about a gate; nil means "not said".
package struct GateDraft: Hashable, Sendable {
  package struct Check: Hashable, Sendable {
    package var key: String
    package var name: String
    package var nameEn: String?

    package init(key: String, name: String, nameEn: String? = nil) {
      self.key = key
      self.name = name
      self.nameEn = nameEn
    }
  }

  package var checks: [Check]?
  /// `free` or `strict`.
  package var order: String?
  package var needsSecondPerson: Bool?

  package init(checks: [Check]? = nil, order: String? = nil, needsSecondPerson: Bool? = nil) {
    self.checks = checks
    self.order = order
    self.needsSecondPerson = needsSecondPerson
  }
}

/// A step that a person reports about a finding.
package struct FindingDraft: Hashable, Sendable {
  package enum Verb: String, Sendable, CaseIterable {
    case assign
    case fix
    case reject
    case check
    case close
  }

  package var verb: Verb
  /// Who did it; nil: whoever reports it.
  package var by: String?
  /// A date, as typed; nil: today.
  package var date: String?
  /// For `assign`: to whom, and by when (as typed).
  package var to: String?
  package var due: String?
  /// For `fix` and `check`: what shows it; for `reject`: why.
  package var note: String?

  package init(
    verb: Verb, by: String? = nil, date: String? = nil, to: String? = nil, due: String? = nil, note: String? = nil
  ) {
    self.verb = verb
    self.by = by
    self.date = date
    self.to = to
    self.due = due
    self.note = note
  }
}
