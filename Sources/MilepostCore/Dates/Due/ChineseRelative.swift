/// Spans counted from today: +10天, 10个工作日内, 三十天后, 半年内.
enum ChineseRelative {
  static func read(_ text: [Unicode.Scalar]) -> DueForm? {
    var scanner = DueScanner(text)
    let hasSign = scanner.take("+")
    if !hasSign { scanner.skip(oneOf: ["今后", "未来"]) }
    guard let (count, unit, isClear) = amount(&scanner) else { return nil }
    let hasTail = tail(&scanner)
    guard scanner.isAtEnd, isClear || hasSign || hasTail else { return nil }
    return .offset(count, unit)
  }

  /// So many of a unit; not clear where it can name a day or a year as well (10日, 3年).
  private static func amount(_ scanner: inout DueScanner) -> (Int, DueForm.Unit, isClear: Bool)? {
    if scanner.take("半年") { return (6, .months, true) }
    if scanner.take("半个月") { return (15, .days, true) }
    guard let count = scanner.number()?.value else { return nil }
    let clear: KeyValuePairs<String, DueForm.Unit> = [
      "个工作日": .workingDays, "工作日": .workingDays, "天": .days, "个星期": .weeks, "星期": .weeks, "个礼拜": .weeks,
      "礼拜": .weeks, "周": .weeks, "个月": .months,
    ]
    if let unit = scanner.take(oneOf: clear) { return (count, unit, true) }
    if scanner.take("日") { return (count, .days, false) }
    // 22年内 may be short for 2022年内: it is left to be refused as a year of two digits.
    if count <= yearsMax, scanner.take("年") { return (count, .years, false) }
    return nil
  }

  private static let yearsMax = 10

  private static func tail(_ scanner: inout DueScanner) -> Bool {
    scanner.take(oneOf: ["之内": true, "以内": true, "内": true, "之后": true, "以后": true, "后": true]) ?? false
  }
}
