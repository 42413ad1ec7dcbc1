/// A duty that comes again by a rule, with what was done about each of its dates.
package struct RecurringDuty: Hashable, Codable, Sendable {
  package let rule: RecurrenceRule
  /// Where the rule begins.
  package let start: CivilDate
  /// How many days before and after its date each one can be reached.
  package let earlyDays: Int
  package let graceDays: Int
  /// The day from which on it is watched: what lay before is neither reached nor missed. Somebody's birthdays begin long
  /// before anybody promised to visit.
  package let watchedFrom: CivilDate
  /// The occurrences that were reached, by date. The others follow from the rule and are not kept.
  package private(set) var reached: [Occurrence] = []

  package static let marginDaysMax = 366

  /// Refused with `invalid_value` when a margin is not 0 to 366 days.
  package init(
    rule: RecurrenceRule, start: CivilDate, earlyDays: Int = 0, graceDays: Int = 0, watchedFrom: CivilDate? = nil
  ) throws(Refusal) {
    self.rule = rule
    self.start = start
    self.earlyDays = try RecurringDuty.margin(earlyDays, place: "early_days")
    self.graceDays = try RecurringDuty.margin(graceDays, place: "grace_days")
    self.watchedFrom = max(start, watchedFrom ?? start)
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    try self.init(
      rule: container.decode(RecurrenceRule.self, forKey: .rule),
      start: container.decode(CivilDate.self, forKey: .start),
      earlyDays: container.decode(Int.self, forKey: .earlyDays),
      graceDays: container.decode(Int.self, forKey: .graceDays),
      watchedFrom: container.decodeIfPresent(CivilDate.self, forKey: .watchedFrom))
    for occurrence in try container.decode([Occurrence].self, forKey: .reached) {
      guard let deed = occurrence.reached else { continue }
      try reach(occurrence.date, deed)
    }
  }

  /// All with a date up to `last`, in order, worked out as they are asked for.
  package func occurrences(through last: CivilDate) -> some Sequence<Occurrence> {
    occurrences(notBefore: watchedFrom).prefix { $0.date <= last }
  }

  /// Those with a date of `first` or later that were not reached, in order, worked out as they are asked for; without an
  /// end where the rule has none.
  package func unreached(from first: CivilDate) -> LazyFilterSequence<LazyMapSequence<RecurrenceDates, Occurrence>> {
    occurrences(notBefore: max(watchedFrom, first)).filter { $0.reached == nil }
  }

  /// The first that is still open on `today`; nil when the rule has ended.
  package func next(on today: CivilDate) -> Occurrence? {
    // What closed before today is reached or missed.
    occurrences(notBefore: max(watchedFrom, today.adding(days: -graceDays))).first { $0.state(on: today) == .open }
  }

  /// Refused with `invalid_date` when the rule gives no such date, and as `Occurrence.reach` is.
  package mutating func reach(_ date: CivilDate, _ deed: Deed) throws(Refusal) {
    guard var occurrence = occurrences(notBefore: date).first(where: { _ in true }), occurrence.date == date else {
      throw Refusal(
        .invalidDate, en: "The rule gives no \(date).", zh: "按规则没有 \(date) 这一次。", place: "date")
    }
    try occurrence.reach(deed)
    reached.insert(occurrence, at: reached.firstIndex { $0.date > date } ?? reached.count)
  }

  /// Takes back what was recorded about a date; refused with `wrong_state` when nothing was.
  package mutating func reopen(_ date: CivilDate) throws(Refusal) {
    guard let index = reached.firstIndex(where: { $0.date == date }) else {
      var nothing = Occurrence(date: date)
      return try nothing.reopen()
    }
    reached.remove(at: index)
  }

  private func occurrences(notBefore floor: CivilDate) -> LazyMapSequence<RecurrenceDates, Occurrence> {
    // The last of two for one date cannot happen: a date that is kept cannot be reached again.
    let kept = Dictionary(reached.map { ($0.date, $0) }) { _, later in later }
    let (early, grace) = (earlyDays, graceDays)
    return rule.dates(from: start, notBefore: floor).lazy.map {
      kept[$0] ?? Occurrence(date: $0, earlyDays: early, graceDays: grace)
    }
  }

  private static func margin(_ days: Int, place: String) throws(Refusal) -> Int {
    guard (0...marginDaysMax).contains(days) else {
      throw Refusal(
        .invalidValue, en: "\(days) is out of range; it must be 0 to \(marginDaysMax) days.",
        zh: "\(days) 超出范围，应为 0 至 \(marginDaysMax) 天。", place: place)
    }
    return days
  }
}
