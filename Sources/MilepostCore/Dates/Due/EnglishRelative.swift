/// Spans counted from today: +10wd, -3d, in 10 days, two weeks from now, 3 days ago, 10 working days.
enum EnglishRelative {
  static func read(_ text: [Unicode.Scalar]) -> DueForm? {
    guard var scanner = EnglishScanner(text) else { return nil }
    let isNegative = scanner.take(.sign("-"))
    var isBound = isNegative || scanner.take(.sign("+"))
    if !isBound, scanner.take(["in": true, "within": true]) != nil {
      isBound = true
      _ = scanner.take("next")
    }
    let digits = scanner.number(digits: 1...DueExpression.lengthMax)
    guard let count = digits ?? scanner.take(EnglishWords.counts), let unit = unit(&scanner) else { return nil }
    let isPast = scanner.take("ago")
    isBound = isBound || isPast || origin(&scanner) || digits != nil
    // “One day” alone may be any.
    guard scanner.isAtEnd, isBound, !(isNegative && isPast) else { return nil }
    return .offset(isNegative || isPast ? -count : count, unit)
  }

  private static func unit(_ scanner: inout EnglishScanner) -> DueForm.Unit? {
    if scanner.take(["working": true, "business": true, "work": true]) != nil {
      return scanner.take(["day": .workingDays, "days": .workingDays, "d": .workingDays])
    }
    return scanner.take(EnglishWords.units)
  }

  private static func origin(_ scanner: inout EnglishScanner) -> Bool {
    [["from", "now"], ["from", "today"], ["after", "today"], ["later"], ["hence"]].contains { scanner.take($0) }
  }
}
