/// What a person wrote about an activity; nil means "not said", an empty text clears what is optional.
package struct ActivityDraft: Hashable, Sendable {
  package var key: String?
  package var name: String?
  package var nameEn: String?
  package var owner: String?
  /// As typed: `10wd`, `10个工作日`.
  package var duration: String?
  package var calendar: String?
  /// Links, as typed.
  package var after: [String]?
  /// Dates, as typed, by kind of constraint.
  package var constraints: [String: String]?
  package var started: String?
  package var finished: String?
  package var remaining: String?
  /// The day on whose morning so much was left; nil: today.
  package var remainingOn: String?

  package init(
    key: String? = nil, name: String? = nil, nameEn: String? = nil, owner: String? = nil, duration: String? = nil,
    calendar: String? = nil, after: [String]? = nil, constraints: [String: String]? = nil, started: String? = nil,
    finished: String? = nil, remaining: String? = nil, remainingOn: String? = nil
  ) {
    self.key = key
    self.name = name
    self.nameEn = nameEn
    self.owner = owner
    self.duration = duration
    self.calendar = calendar
    self.after = after
    self.constraints = constraints
    self.started = started
    self.finished = finished
    self.remaining = remaining
    self.remainingOn = remainingOn
  }
}
