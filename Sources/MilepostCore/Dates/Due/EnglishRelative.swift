/// Spans counted from today: +10wd, -3d, in 10 days, two weeks from now, 3 days ago.
enum EnglishRelative {
  static func read(_ text: [Unicode.Scalar]) -> DueForm? {
    guard var scanner = EnglishScanner(text) else { return nil }
    let isNegative = scanner.take(.sign("-"))
    if !isNegative, !scanner.take(.sign("+")), scanner.take(["in": true, "within": true]) != nil {
      _ = scanner.take("next")
    }
    guard let count = count(&scanner), let unit = unit(&scanner) else { return nil }
    let isPast = scanner.take("ago")
    if !isPast { skipOrigin(&scanner) }
    guard scanner.isAtEnd, !(isNegative && isPast) else { return nil }
    return .offset(isNegative || isPast ? -count : count, unit)
  }

  private static func count(_ scanner: inout EnglishScanner) -> Int? {
    scanner.number(digits: 1...DueExpression.lengthMax) ?? scanner.take(EnglishWords.counts)
  }

  private static func unit(_ scanner: inout EnglishScanner) -> DueForm.Unit? {
    if scanner.take(["working": true, "business": true, "work": true]) != nil {
      return scanner.take(["day": .workingDays, "days": .workingDays, "d": .workingDays])
    }
    return scanner.take(EnglishWords.units)
  }

  private static func skipOrigin(_ scanner: inout EnglishScanner) {
    for words in [["from", "now"], ["from", "today"], ["after", "today"], ["later"], ["hence"]]
    where scanner.take(words) {
      return
    }
  }
}
