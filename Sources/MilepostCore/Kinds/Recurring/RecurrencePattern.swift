/// A rule together with the date it starts on, which fills in what the rule leaves open (RFC 5545, 3.3.10).
struct RecurrencePattern: Hashable, Sendable {
  let rule: RecurrenceRule
  let start: CivilDate
  private let months: [Int]
  private let monthDays: [Int]
  private let days: [RecurrenceRule.Day]

  init(_ rule: RecurrenceRule, start: CivilDate) {
    let (_, month, day) = start.components
    var (months, monthDays, days) = (rule.months, rule.monthDays, rule.days)
    if days.isEmpty, monthDays.isEmpty {
      switch rule.frequency {
      case .daily: break
      case .weekly: days = [RecurrenceRule.Day(ordinal: nil, weekday: start.weekday)]
      case .monthly: monthDays = [day]
      case .yearly:
        monthDays = [day]
        if months.isEmpty { months = [month] }
      }
    }
    self.rule = rule
    self.start = start
    self.months = months
    self.monthDays = monthDays
    self.days = days
  }

  /// After so many periods, whatever the interval, the calendar is back where it was: 400 Gregorian years are a whole
  /// number of weeks. A rule that gave nothing in all of them never will.
  var cyclePeriods: Int {
    switch rule.frequency {
    case .daily: 146_097
    case .weekly: 20_871
    case .monthly: 4_800
    case .yearly: 400
    }
  }

  /// The number of the last period that begins on or before `date`; the one of the start is 0.
  func period(at date: CivilDate) -> Int {
    let (year, month, _) = date.components
    let (startYear, startMonth, _) = start.components
    let passed =
      switch rule.frequency {
      case .daily: date.days(since: start)
      case .weekly: date.days(since: firstDayOfWeek) / 7
      case .monthly: (year - startYear) * 12 + month - startMonth
      case .yearly: year - startYear
      }
    return max(0, passed / rule.interval)
  }

  /// The dates of one period in order, those before the start among them; nil once it begins after the year 9999.
  func dates(inPeriod number: Int) -> [CivilDate]? {
    let offset = number * rule.interval
    let (year, month, _) = start.components
    switch rule.frequency {
    case .daily:
      let date = start.adding(days: offset)
      guard date.year <= 9999 else { return nil }
      return isDay(date) ? picked([date]) : []
    case .weekly:
      let monday = firstDayOfWeek.adding(days: offset * 7)
      guard monday.year <= 9999 else { return nil }
      return picked((0..<7).map { monday.adding(days: $0) }.filter(isDay))
    case .monthly:
      let index = year * 12 + month - 1 + offset
      guard index / 12 <= 9999 else { return nil }
      return picked(dates(inMonth: index % 12 + 1, of: index / 12, span: nil))
    case .yearly:
      guard year + offset <= 9999 else { return nil }
      return picked(dates(inYear: year + offset))
    }
  }

  /// The day on which the week of the start begins.
  private var firstDayOfWeek: CivilDate { start.adding(days: -((start.weekday - rule.weekStart + 7) % 7)) }

  /// What BYSETPOS leaves of a period's dates. Those before the start keep their place in the count: the 15th of its
  /// month is the second of BYMONTHDAY=1,15 also when the start is the 10th.
  private func picked(_ dates: [CivilDate]) -> [CivilDate] {
    guard !rule.positions.isEmpty, !dates.isEmpty else { return dates }
    let chosen = Set(rule.positions.map { $0 > 0 ? $0 - 1 : dates.count + $0 })
    return dates.indices.filter(chosen.contains).map { dates[$0] }
  }

  /// The parts that only thin out, in a rule of days or weeks.
  private func isDay(_ date: CivilDate) -> Bool {
    let (year, month, day) = date.components
    guard months.isEmpty || months.contains(month) else { return false }
    guard days.isEmpty || days.contains(where: { $0.weekday == date.weekday }) else { return false }
    guard !monthDays.isEmpty else { return true }
    return monthDays.contains(day) || monthDays.contains(day - 1 - CivilDate.daysInMonth(year: year, month: month))
  }
}

// MARK: Months and years

extension RecurrencePattern {
  private func dates(inYear year: Int) -> [CivilDate] {
    guard let first = CivilDate(year: year, month: 1, day: 1), let last = CivilDate(year: year, month: 12, day: 31)
    else { return [] }
    let months = months.isEmpty ? Array(1...12) : months
    // Weekdays are numbered within the month if the rule names months, otherwise within the year.
    let span = self.months.isEmpty ? first...last : nil
    return months.flatMap { dates(inMonth: $0, of: year, span: span) }
  }

  /// The dates of a month in order; a numbered weekday is counted within `span`, by default the month.
  private func dates(inMonth month: Int, of year: Int, span: ClosedRange<CivilDate>?) -> [CivilDate] {
    let length = CivilDate.daysInMonth(year: year, month: month)
    guard months.isEmpty || months.contains(month), let first = CivilDate(year: year, month: month, day: 1),
      let last = CivilDate(year: year, month: month, day: length)
    else { return [] }
    let candidates = monthDays.isEmpty ? Array(1...length) : dayNumbers(length: length)
    let dates = candidates.map { first.adding(days: $0 - 1) }
    guard !days.isEmpty else { return dates }
    return dates.filter { isOneOfDays($0, within: span ?? first...last) }
  }

  /// BYMONTHDAY in a month of so many days, sorted.
  private func dayNumbers(length: Int) -> [Int] {
    let numbers = monthDays.compactMap { day -> Int? in
      if day > length { return rule.skip == .backward ? length : nil }
      let number = day > 0 ? day : length + 1 + day
      return number > 0 ? number : nil
    }
    return Set(numbers).sorted()
  }

  private func isOneOfDays(_ date: CivilDate, within span: ClosedRange<CivilDate>) -> Bool {
    let fromFirst = date.days(since: span.lowerBound) / 7 + 1
    let fromLast = -(span.upperBound.days(since: date) / 7 + 1)
    return days.contains {
      $0.weekday == date.weekday && ($0.ordinal == nil || $0.ordinal == fromFirst || $0.ordinal == fromLast)
    }
  }
}
