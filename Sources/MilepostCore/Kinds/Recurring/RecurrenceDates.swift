/// The dates of a rule, one after the other, each worked out when it is asked for.
///
/// It ends with the rule, with the year 9999, or when a whole cycle of the calendar has shown that nothing can match;
/// no step costs more than such a cycle.
package struct RecurrenceDates: Sequence, IteratorProtocol, Sendable {
  private let pattern: RecurrencePattern
  private let first: CivilDate
  private var last: CivilDate
  private var left: Int
  /// The number of the period (day, week, month or year by the rule's FREQ, every INTERVAL-th) that is read next.
  package private(set) var period: Int
  private var emptyPeriods = 0
  /// Of the period at hand, the nearest last.
  private var waiting: [CivilDate] = []
  private var isOver = false

  init(_ pattern: RecurrencePattern, notBefore floor: CivilDate) {
    let end = CivilDate(year: 9999, month: 12, day: 31) ?? pattern.start
    self.pattern = pattern
    first = Swift.max(pattern.start, floor)
    left = .max
    last = end
    // Every date since the start has to be counted if the rule ends after a number of them.
    period = pattern.period(at: Swift.min(first, end))
    switch pattern.rule.end {
    case .never: break
    case .until(let date): last = date
    case .count(let count):
      left = count
      period = 0
    }
    isOver = pattern.start.year < 1 || first > end
  }

  package mutating func next() -> CivilDate? {
    while !isOver {
      if let date = waiting.popLast() {
        guard date >= pattern.start else { continue }
        guard date <= last, left > 0 else { break }
        left -= 1
        if date >= first { return date }
      } else {
        guard left > 0, emptyPeriods < pattern.cyclePeriods, let dates = pattern.dates(inPeriod: period) else { break }
        period += 1
        emptyPeriods = dates.isEmpty ? emptyPeriods + 1 : 0
        waiting = dates.reversed()
      }
    }
    isOver = true
    return nil
  }
}

extension RecurrenceRule {
  /// The dates on or after `start` that the rule gives, and of them those not before `floor`.
  ///
  /// The start only anchors the rule (its weekday or day where the rule names none, and where intervals are counted
  /// from); it is a date of the rule only if the rule matches it. COUNT counts from the start, whatever the floor.
  package func dates(from start: CivilDate, notBefore floor: CivilDate? = nil) -> RecurrenceDates {
    RecurrenceDates(RecurrencePattern(self, start: start), notBefore: floor ?? start)
  }
}
