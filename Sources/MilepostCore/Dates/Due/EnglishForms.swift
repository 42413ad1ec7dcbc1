/// Days and periods as English names them: 30 June 2022, June 30th, end of June, Q3 2022, 2022-W26-5, next Friday.
enum EnglishForms {
  static func read(_ text: [Unicode.Scalar]) -> DueForm? {
    guard let start = EnglishScanner(text) else { return nil }
    for reader in [namedDay, dayOfYear, dayOfWeek, dayAlone, weekday, period, partAfterPeriod] {
      var scanner = start
      if let form = reader(&scanner), scanner.isAtEnd { return form }
    }
    return nil
  }

  // MARK: Days

  private static func namedDay(_ scanner: inout EnglishScanner) -> DueForm? {
    if scanner.take(["day", "after", "tomorrow"]) { return .offset(2, .days) }
    if scanner.take(["day", "before", "yesterday"]) { return .offset(-2, .days) }
    return scanner.take(["today": 0, "eod": 0, "tomorrow": 1, "yesterday": -1]).map { .offset($0, .days) }
  }

  /// 30 June 2022; June 30th, 2022; 2022 June 30.
  private static func dayOfYear(_ scanner: inout EnglishScanner) -> DueForm? {
    let leading = scanner.number(digits: fullYear).map { DueForm.YearWord.named($0) }
    let before = dayNumber(&scanner)
    guard let month = scanner.take(EnglishWords.months), let day = before ?? dayNumber(&scanner) else { return nil }
    return .day(leading ?? year(&scanner) ?? .unsaid, month: month, day: day)
  }

  /// 2022-W26-5 (ISO 8601).
  private static func dayOfWeek(_ scanner: inout EnglishScanner) -> DueForm? {
    guard let year = scanner.number(digits: fullYear), scanner.take("w"), let week = scanner.number(digits: 1...2),
      let weekday = scanner.number(digits: 1...1)
    else { return nil }
    return .dayOfWeek(.named(year), week: week, weekday: weekday)
  }

  /// The 30th; 15th of next month.
  private static func dayAlone(_ scanner: inout EnglishScanner) -> DueForm? {
    guard let day = scanner.number(digits: 1...2), suffix(&scanner) else { return nil }
    guard let ahead = scanner.take(EnglishWords.ahead) else { return .dayOfMonth(monthsAhead: nil, day: day) }
    return scanner.take("month") ? .dayOfMonth(monthsAhead: ahead, day: day) : nil
  }

  /// Friday, next Friday, Friday next week.
  private static func weekday(_ scanner: inout EnglishScanner) -> DueForm? {
    let isComing = scanner.take("coming")
    let before = isComing ? nil : scanner.take(EnglishWords.ahead)
    if before != nil, scanner.take("week") {
      return scanner.take(EnglishWords.weekdays).map { .weekday(weeksAhead: before, $0) }
    }
    guard let day = scanner.take(EnglishWords.weekdays) else { return nil }
    guard before == nil, !isComing, let after = scanner.take(EnglishWords.ahead) else {
      return .weekday(weeksAhead: before, day)
    }
    return scanner.take("week") ? .weekday(weeksAhead: after, day) : nil
  }

  // MARK: Periods

  private static func period(_ scanner: inout EnglishScanner) -> DueForm? {
    let shorthand: [String: DueForm.Period] = [
      "eow": .weeksAhead(0), "eom": .monthsAhead(0), "eoq": .quartersAhead(0), "eoy": .year(.ahead(0)),
    ]
    if let period = scanner.take(shorthand) { return .period(period, .end) }
    let part = scanner.take(EnglishWords.parts)
    if let period = named(&scanner) { return .period(period, part ?? .whole) }
    guard let part else { return nil }
    return current(&scanner).map { .period($0, part) }
  }

  /// Month end, year end 2022, June end.
  private static func partAfterPeriod(_ scanner: inout EnglishScanner) -> DueForm? {
    guard let period = named(&scanner) ?? current(&scanner), scanner.take("end") else { return nil }
    guard case .year(.ahead(0)) = period, let year = year(&scanner) else { return .period(period, .end) }
    return .period(.year(year), .end)
  }

  /// A period that says which one it is.
  private static func named(_ scanner: inout EnglishScanner) -> DueForm.Period? {
    for reader in [monthOfYear, partOfYear, counted] {
      if let period = scanner.attempt(reader) { return period }
    }
    return scanner.attempt { $0.number(digits: 4...4) }.map { .year(.named($0)) }
  }

  private static func monthOfYear(_ scanner: inout EnglishScanner) -> DueForm.Period? {
    let leading = scanner.number(digits: fullYear).map { DueForm.YearWord.named($0) }
    guard let month = scanner.take(EnglishWords.months) else { return nil }
    return .month(leading ?? year(&scanner) ?? .unsaid, month)
  }

  /// Q3 2022, third quarter, 2022-H1, first half of 2022, week 26.
  private static func partOfYear(_ scanner: inout EnglishScanner) -> DueForm.Period? {
    let leading = scanner.number(digits: fullYear).map { DueForm.YearWord.named($0) }
    guard let (kind, number) = numbered(&scanner) else { return nil }
    let year = leading ?? year(&scanner) ?? .unsaid
    switch kind {
    case .quarter: return .quarter(year, number)
    case .half: return .half(year, number)
    case .week: return .week(year, number)
    }
  }

  private enum PartOfYear { case quarter, half, week }

  private static func numbered(_ scanner: inout EnglishScanner) -> (PartOfYear, Int)? {
    let before: [String: PartOfYear] = [
      "q": .quarter, "quarter": .quarter, "h": .half, "w": .week, "wk": .week, "cw": .week, "week": .week,
    ]
    if let kind = scanner.take(before) { return scanner.number(digits: 1...2).map { (kind, $0) } }
    var number = scanner.take(EnglishWords.ordinals)
    if number == nil {
      number = scanner.number(digits: 1...2)
      _ = suffix(&scanner)
    }
    let after: [String: PartOfYear] = ["quarter": .quarter, "q": .quarter, "half": .half, "h": .half]
    guard let number, let kind = scanner.take(after) else { return nil }
    return (kind, number)
  }

  /// Next month, this quarter, last week.
  private static func counted(_ scanner: inout EnglishScanner) -> DueForm.Period? {
    guard let ahead = scanner.take(EnglishWords.ahead) else { return nil }
    return unit(&scanner, ahead: ahead)
  }

  /// Week, month, quarter, year: the one that today is in.
  private static func current(_ scanner: inout EnglishScanner) -> DueForm.Period? {
    scanner.attempt { unit(&$0, ahead: 0) }
  }

  private static func unit(_ scanner: inout EnglishScanner, ahead: Int) -> DueForm.Period? {
    scanner.take([
      "week": .weeksAhead(ahead), "month": .monthsAhead(ahead), "quarter": .quartersAhead(ahead),
      "year": .year(.ahead(ahead)),
    ])
  }

  // MARK: Words

  /// Digits that are no day: how many make a year is for the meaning to say.
  private static let fullYear = 3...DueExpression.lengthMax

  private static func dayNumber(_ scanner: inout EnglishScanner) -> Int? {
    guard let day = scanner.number(digits: 1...2) else { return nil }
    _ = suffix(&scanner)
    return day
  }

  private static func suffix(_ scanner: inout EnglishScanner) -> Bool {
    scanner.take(["st": true, "nd": true, "rd": true, "th": true]) ?? false
  }

  private static func year(_ scanner: inout EnglishScanner) -> DueForm.YearWord? {
    if let year = scanner.number(digits: 2...DueExpression.lengthMax) { return .named(year) }
    return scanner.attempt { scanner in
      scanner.take(EnglishWords.ahead).flatMap { scanner.take("year") ? .ahead($0) : nil }
    }
  }
}
