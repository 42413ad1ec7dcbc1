/// Days and periods as Chinese names them, in folded text with numerals as digits.
enum ChineseForms {
  static func read(_ text: [Unicode.Scalar]) -> DueForm? {
    let readers: [(inout DueScanner) -> DueForm?] = [
      namedDay, periodOfYear, monthAhead, quarterAhead, weekAhead, dayAlone,
    ]
    for reader in readers {
      var scanner = DueScanner(text)
      if let form = reader(&scanner), scanner.isAtEnd { return form }
    }
    return nil
  }

  /// 周五, 星期日: 1 is Monday.
  static func weekdayName(_ scanner: inout DueScanner) -> Int? {
    week(&scanner) ? weekday(&scanner) : nil
  }

  // MARK: Readers; each may stop before the end, where another may go on

  private static func namedDay(_ scanner: inout DueScanner) -> DueForm? {
    let days: KeyValuePairs = [
      "今天": 0, "今日": 0, "明天": 1, "明日": 1, "大后天": 3, "后天": 2, "后日": 2, "昨天": -1, "昨日": -1, "前天": -2,
    ]
    return scanner.take(oneOf: days).map { .offset($0, .days) }
  }

  /// 2022年6月30日, 明年上半年, 三季度末, 年底: a year or none, and a part of it.
  private static func periodOfYear(_ scanner: inout DueScanner) -> DueForm? {
    let start = scanner
    let year = year(&scanner)
    let word = year ?? .unsaid
    for reader in [month, quarter, half, weekOfYear] {
      let mark = scanner
      if let form = reader(&scanner, word) { return form }
      scanner = mark
    }
    if let year { return .period(.year(year), part(&scanner, ofYearWord: true) ?? .whole) }
    scanner = start
    return part(&scanner, ofYearWord: false).map { .period(.year(.ahead(0)), $0) }
  }

  /// 下月底, 本月15日, 月底, 上旬.
  private static func monthAhead(_ scanner: inout DueScanner) -> DueForm? {
    if let third = scanner.take(oneOf: thirds) { return .period(.monthsAhead(nil), third) }
    let ahead = ahead(&scanner)
    guard scanner.take("月") else { return nil }
    scanner.skip(oneOf: ["份"])
    if let ahead { return dayOrPart(&scanner, day: { .dayOfMonth(monthsAhead: ahead, day: $0) }, .monthsAhead(ahead)) }
    return monthPart(&scanner).map { .period(.monthsAhead(nil), $0) }
  }

  private static func quarterAhead(_ scanner: inout DueScanner) -> DueForm? {
    let ahead = ahead(&scanner)
    guard scanner.take("季") else { return nil }
    scanner.skip(oneOf: ["度"])
    let end = endPart(&scanner)
    return ahead == nil && end == nil ? nil : .period(.quartersAhead(ahead ?? 0), end ?? .whole)
  }

  private static func weekAhead(_ scanner: inout DueScanner) -> DueForm? {
    let ahead = ahead(&scanner)
    guard week(&scanner) else { return nil }
    if let day = weekday(&scanner) { return .weekday(weeksAhead: ahead, day) }
    let end = endPart(&scanner)
    return ahead == nil && end == nil ? nil : .period(.weeksAhead(ahead ?? 0), end ?? .whole)
  }

  /// 30日, 30号.
  private static func dayAlone(_ scanner: inout DueScanner) -> DueForm? {
    guard let day = scanner.shortNumber(), scanner.take("日") || scanner.take("号") else { return nil }
    return .dayOfMonth(monthsAhead: nil, day: day)
  }

  // MARK: Parts of a year

  private static func month(_ scanner: inout DueScanner, _ year: DueForm.YearWord) -> DueForm? {
    guard let month = scanner.shortNumber(), scanner.take("月") else { return nil }
    scanner.skip(oneOf: ["份"])
    return dayOrPart(&scanner, day: { .day(year, month: month, day: $0) }, .month(year, month))
  }

  private static func quarter(_ scanner: inout DueScanner, _ year: DueForm.YearWord) -> DueForm? {
    let letter = scanner.take("q")
    if !letter { scanner.skip(oneOf: ["第"]) }
    guard let quarter = scanner.shortNumber() else { return nil }
    scanner.skip(oneOf: ["个"])
    guard letter || scanner.take("季") else { return nil }
    scanner.skip(oneOf: ["度"])
    return .period(.quarter(year, quarter), endPart(&scanner) ?? .whole)
  }

  private static func half(_ scanner: inout DueScanner, _ year: DueForm.YearWord) -> DueForm? {
    guard let half = scanner.take(oneOf: ["上半年": 1, "下半年": 2]) else { return nil }
    return .period(.half(year, half), endPart(&scanner) ?? .whole)
  }

  private static func weekOfYear(_ scanner: inout DueScanner, _ year: DueForm.YearWord) -> DueForm? {
    guard scanner.take("第"), let number = scanner.shortNumber(), week(&scanner) else { return nil }
    if let day = weekday(&scanner) ?? weekdayName(&scanner) { return .dayOfWeek(year, week: number, weekday: day) }
    return .period(.week(year, number), endPart(&scanner) ?? .whole)
  }

  // MARK: Words

  private static func year(_ scanner: inout DueScanner) -> DueForm.YearWord? {
    let start = scanner
    let words: KeyValuePairs = ["今年": 0, "本年": 0, "当年": 0, "明年": 1, "来年": 1, "后年": 2, "去年": -1, "前年": -2]
    var word = scanner.take(oneOf: words).map { DueForm.YearWord.ahead($0) }
    if word == nil, let number = scanner.number(), scanner.take("年") { word = .named(number.value) }
    guard word != nil else {
      scanner = start
      return nil
    }
    scanner.skip(oneOf: ["度"])
    return word
  }

  /// 底, 年底, 年内 after a year; only what begins with 年 without one.
  private static func part(_ scanner: inout DueScanner, ofYearWord: Bool) -> DueForm.Part? {
    if scanner.take("全年") { return .whole }
    guard scanner.take("年") || ofYearWord else { return nil }
    return scanner.take(oneOf: ["底": .end, "末": .end, "终": .end, "初": .early, "中": .middle]) ?? endPart(&scanner)
  }

  private static func dayOrPart(
    _ scanner: inout DueScanner, day: (Int) -> DueForm, _ month: DueForm.Period
  ) -> DueForm? {
    if let number = scanner.shortNumber() {
      scanner.skip(oneOf: ["日", "号"])
      return day(number)
    }
    return .period(month, monthPart(&scanner) ?? .whole)
  }

  private static func monthPart(_ scanner: inout DueScanner) -> DueForm.Part? {
    scanner.take(oneOf: thirds)
      ?? scanner.take(oneOf: ["初": .early, "中": .middle, "上半月": .firstHalf, "下半月": .secondHalf])
      ?? endPart(&scanner)
  }

  private static let thirds: KeyValuePairs<String, DueForm.Part> = ["上旬": .early, "中旬": .middle, "下旬": .late]

  private static func endPart(_ scanner: inout DueScanner) -> DueForm.Part? {
    scanner.take(oneOf: ["底": .end, "末": .end, "之内": .whole, "以内": .whole, "内": .whole])
  }

  private static func week(_ scanner: inout DueScanner) -> Bool {
    scanner.take("周") || scanner.take("星期") || scanner.take("礼拜")
  }

  private static func weekday(_ scanner: inout DueScanner) -> Int? {
    scanner.take(oneOf: ["1": 1, "2": 2, "3": 3, "4": 4, "5": 5, "6": 6, "日": 7, "天": 7])
  }

  /// 本, 下, 上: which week, month or quarter, counted from this one.
  private static func ahead(_ scanner: inout DueScanner) -> Int? {
    let words: KeyValuePairs = ["下下": 2, "下": 1, "上": -1, "本": 0, "这": 0, "当": 0]
    let ahead = scanner.take(oneOf: words)
    if ahead != nil { scanner.skip(oneOf: ["1个", "个"]) }
    return ahead
  }
}
