/// ISO 8601 weeks: they begin on Monday, and week 1 is the one that holds 4 January.
extension CivilDate {
  /// The Monday of a week; nil when the year has no such week.
  package init?(isoYear year: Int, week: Int) {
    guard week >= 1, week <= CivilDate.isoWeeks(in: year), let fourth = CivilDate(year: year, month: 1, day: 4) else {
      return nil
    }
    self = fourth.adding(days: 1 - fourth.weekday + 7 * (week - 1))
  }

  /// 52 or 53: 53 in years that begin or end on a Thursday; 0 outside 1...9999.
  package static func isoWeeks(in year: Int) -> Int {
    guard let first = CivilDate(year: year, month: 1, day: 1), let last = CivilDate(year: year, month: 12, day: 31)
    else { return 0 }
    return first.weekday == 4 || last.weekday == 4 ? 53 : 52
  }
}
