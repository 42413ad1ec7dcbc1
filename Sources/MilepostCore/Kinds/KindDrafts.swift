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

  package init(
    from: Double? = nil, target: Double? = nil, unit: String? = nil, unitEn: String? = nil, start: String? = nil,
    tolerance: Double? = nil
  ) {
    self.from = from
    self.target = target
    self.unit = unit
    self.unitEn = unitEn
    self.start = start
    self.tolerance = tolerance
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
