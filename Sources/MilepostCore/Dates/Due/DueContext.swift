/// Where a reader of a form stands: its today, its working days, and which way a date without a year leans.
struct DueContext {
  let today: CivilDate
  let calendar: WorkCalendar
  let lean: DueExpression.Lean

  func meaning(of form: DueForm) throws(Refusal) -> DueMeaning {
    switch form {
    case .day(let word, let month, let day):
      return try inYear(word) { year throws(Refusal) in
        DueMeaning(date: try DueContext.day(year, month, day))
      }
    case .dayOfMonth(let ahead, let day):
      return try inMonth(ahead) { year, month throws(Refusal) in
        DueMeaning(date: try DueContext.day(year, month, day))
      }
    case .weekday(let ahead?, let weekday):
      return DueMeaning(date: try ranged(Int(monday.dayNumber) + 7 * ahead + weekday - 1))
    case .weekday(nil, let weekday):
      let distance = lean == .ahead ? (weekday - today.weekday + 7) % 7 : -((today.weekday - weekday + 7) % 7)
      return DueMeaning(date: try ranged(Int(today.dayNumber) + distance))
    case .dayOfWeek(let word, let week, let weekday):
      return try inYear(word) { year throws(Refusal) in
        guard (1...7).contains(weekday) else { throw DueRefusal.noSuchWeekday(weekday) }
        return DueMeaning(date: try DueContext.monday(year, week).adding(days: weekday - 1))
      }
    case .period(let period, let part): return try meaning(of: period, part)
    case .offset(let count, let unit): return try meaning(of: count, unit)
    }
  }

  /// Working days of a year without a published list may yet change, and the date with them.
  func isProvisional(_ meaning: DueMeaning) -> Bool {
    guard meaning.countsWorkingDays else { return false }
    let ends = [today.year, meaning.date.year].sorted()
    return (ends[0]...ends[1]).contains { !calendar.isPublished(year: $0) }
  }

  private var monday: CivilDate { today.adding(days: 1 - today.weekday) }

  // MARK: Periods

  private func meaning(of period: DueForm.Period, _ part: DueForm.Part) throws(Refusal) -> DueMeaning {
    switch period {
    case .year(let word):
      return try inYear(word) { year throws(Refusal) in
        return try DueContext.months(1...12, of: year, part)
      }
    case .half(let word, let half):
      return try inYear(word) { year throws(Refusal) in
        guard (1...2).contains(half) else { throw DueRefusal.noSuchHalf(half) }
        return try DueContext.months((half * 6 - 5)...(half * 6), of: year, part)
      }
    case .quarter(let word, let quarter):
      return try inYear(word) { year throws(Refusal) in
        guard (1...4).contains(quarter) else { throw DueRefusal.noSuchQuarter(quarter) }
        return try DueContext.months((quarter * 3 - 2)...(quarter * 3), of: year, part)
      }
    case .month(let word, let month):
      return try inYear(word) { year throws(Refusal) in
        guard (1...12).contains(month) else { throw DueRefusal.noSuchMonth(month) }
        return try DueContext.months(month...month, of: year, part)
      }
    case .week(let word, let week):
      return try inYear(word) { year throws(Refusal) in
        try DueContext.week(from: DueContext.monday(year, week), part)
      }
    case .quartersAhead(let ahead):
      let (year, first) = try shifted(today.year, (today.month - 1) / 3 * 3 + 1, by: 3 * ahead)
      return try DueContext.months(first...(first + 2), of: year, part)
    case .weeksAhead(let ahead):
      return try DueContext.week(from: try ranged(Int(monday.dayNumber) + 7 * ahead), part)
    case .monthsAhead(let ahead):
      return try inMonth(ahead) { year, month throws(Refusal) in
        try DueContext.months(month...month, of: year, part)
      }
    }
  }

  private static func months(
    _ months: ClosedRange<Int>, of year: Int, _ part: DueForm.Part
  ) throws(Refusal) -> DueMeaning {
    let first = try day(year, months.lowerBound, 1)
    let last = try day(year, months.upperBound, CivilDate.daysInMonth(year: year, month: months.upperBound))
    guard months.count == 1 || part == .whole || part == .end else {
      throw DueRefusal.vaguePart(try sureMonth(for: part, of: months, in: year))
    }
    switch part {
    case .whole: return DueMeaning(date: last, kind: .period(from: first))
    case .end: return DueMeaning(date: last, kind: .end)
    case .early: return DueMeaning(date: first.adding(days: 9), kind: .period(from: first))
    case .middle: return DueMeaning(date: first.adding(days: 19), kind: .period(from: first.adding(days: 10)))
    case .late: return DueMeaning(date: last, kind: .period(from: first.adding(days: 20)))
    case .firstHalf: return DueMeaning(date: first.adding(days: 14), kind: .period(from: first))
    case .secondHalf: return DueMeaning(date: last, kind: .period(from: first.adding(days: 15)))
    }
  }

  /// The end that is nearest to what the beginning or the middle of a longer period may mean.
  private static func sureMonth(
    for part: DueForm.Part, of months: ClosedRange<Int>, in year: Int
  ) throws(Refusal) -> CivilDate {
    let month =
      switch part {
      case .early, .firstHalf: months.lowerBound + max(months.count / 4, 1) - 1
      case .middle: months.lowerBound + (months.count + 1) / 2 - 1
      default: months.upperBound
      }
    return try day(year, month, CivilDate.daysInMonth(year: year, month: month))
  }

  private static func week(from monday: CivilDate, _ part: DueForm.Part) throws(Refusal) -> DueMeaning {
    guard part == .whole || part == .end else { throw DueRefusal.vagueWeek(monday) }
    let sunday = try ranged(Int(monday.dayNumber) + 6)
    return DueMeaning(date: sunday, kind: part == .end ? .end : .period(from: monday))
  }

  // MARK: Offsets

  private func meaning(of count: Int, _ unit: DueForm.Unit) throws(Refusal) -> DueMeaning {
    switch unit {
    case .days: return DueMeaning(date: try ranged(Int(today.dayNumber) + count))
    case .weeks: return DueMeaning(date: try ranged(Int(today.dayNumber) + 7 * count))
    case .months: return DueMeaning(date: try sameDay(monthsAhead: count))
    case .years: return DueMeaning(date: try sameDay(monthsAhead: 12 * count))
    case .workingDays:
      // As many days of any kind reach at most as far: past the range with these is past it with those.
      _ = try ranged(Int(today.dayNumber) + count)
      let date = calendar.adding(workingDays: count, to: today)
      return DueMeaning(date: try ranged(Int(date.dayNumber)), countsWorkingDays: true)
    }
  }

  /// Today's day of the month in another month, or that month's last day where it is shorter.
  private func sameDay(monthsAhead: Int) throws(Refusal) -> CivilDate {
    let (year, month) = try shifted(today.year, today.month, by: monthsAhead)
    return try DueContext.day(year, month, min(today.day, CivilDate.daysInMonth(year: year, month: month)))
  }

  // MARK: What is left unsaid

  private func inYear(
    _ word: DueForm.YearWord, _ build: (Int) throws(Refusal) -> DueMeaning
  ) throws(Refusal) -> DueMeaning {
    switch word {
    case .named(let year): return try build(try DueContext.checked(year: year))
    case .ahead(let count): return try build(try DueContext.checked(year: today.year + count))
    case .unsaid:
      let other = today.year + (lean == .ahead ? 1 : -1)
      let here: DueMeaning
      do throws(Refusal) {
        here = try build(try DueContext.checked(year: today.year))
      } catch {
        // 29 February may be a day of the other year; a 30th is of none, and this year's bound is the one to show.
        guard let there = try? build(DueContext.checked(year: other)) else { throw error }
        return there
      }
      return isRightSide(here.date) ? here : try build(try DueContext.checked(year: other))
    }
  }

  private func inMonth(
    _ ahead: Int?, _ build: (Int, Int) throws(Refusal) -> DueMeaning
  ) throws(Refusal) -> DueMeaning {
    guard let ahead else {
      let here = try build(today.year, today.month)
      if isRightSide(here.date) { return here }
      let (year, month) = try shifted(today.year, today.month, by: lean == .ahead ? 1 : -1)
      return try build(year, month)
    }
    let (year, month) = try shifted(today.year, today.month, by: ahead)
    return try build(year, month)
  }

  private func isRightSide(_ date: CivilDate) -> Bool { lean == .ahead ? date >= today : date <= today }

  private func shifted(_ year: Int, _ month: Int, by months: Int) throws(Refusal) -> (year: Int, month: Int) {
    let index = year * 12 + month - 1 + months
    guard index >= 0 else { throw DueRefusal.outOfRange() }
    return (try DueContext.checked(year: index / 12), index % 12 + 1)
  }

  // MARK: Bounds

  private func ranged(_ dayNumber: Int) throws(Refusal) -> CivilDate { try DueContext.ranged(dayNumber) }

  private static func ranged(_ dayNumber: Int) throws(Refusal) -> CivilDate {
    guard let number = Int32(exactly: dayNumber), DueExpression.years.contains(CivilDate(dayNumber: number).year)
    else { throw DueRefusal.outOfRange() }
    return CivilDate(dayNumber: number)
  }

  private static func checked(year: Int) throws(Refusal) -> Int {
    guard year >= 1000 else { throw DueRefusal.shortYear(year) }
    guard DueExpression.years.contains(year) else { throw DueRefusal.outOfRange(year: year) }
    return year
  }

  private static func day(_ year: Int, _ month: Int, _ day: Int) throws(Refusal) -> CivilDate {
    guard (1...12).contains(month) else { throw DueRefusal.noSuchMonth(month) }
    guard let date = CivilDate(year: year, month: month, day: day) else {
      throw DueRefusal.noSuchDay(day, month: month, year: year)
    }
    return date
  }

  private static func monday(_ year: Int, _ week: Int) throws(Refusal) -> CivilDate {
    guard let monday = CivilDate(isoYear: year, week: week) else {
      throw DueRefusal.noSuchWeek(week, year: year, weeks: CivilDate.isoWeeks(in: year))
    }
    return monday
  }
}
