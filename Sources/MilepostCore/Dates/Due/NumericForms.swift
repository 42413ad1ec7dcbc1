/// Dates of digits alone, the year first: 2022-06-30, 2022/6/30, 2022.6.30, 20220630, 2022-06, 2022.
enum NumericForms {
  static func read(_ text: [Unicode.Scalar]) -> DueForm? {
    var scanner = DueScanner(text)
    guard let year = scanner.number(), year.digits >= 4 else { return nil }
    if scanner.isAtEnd { return alone(year) }
    guard let separator = scanner.take(oneOf: separators), let month = scanner.shortNumber() else { return nil }
    if scanner.isAtEnd { return .period(.month(.named(year.value), month), .whole) }
    guard scanner.take(separator), let day = scanner.shortNumber(), scanner.isAtEnd else { return nil }
    return .day(.named(year.value), month: month, day: day)
  }

  static let separators: KeyValuePairs = ["-": "-", "/": "/", ".": "."]

  private static func alone(_ number: DueNumber) -> DueForm? {
    switch number.digits {
    case 4: .period(.year(.named(number.value)), .whole)
    case 8: .day(.named(number.value / 10_000), month: number.value / 100 % 100, day: number.value % 100)
    default: nil
    }
  }
}

/// Numbers of which nobody can say which is the month: 6/7/2022, 6.7.
struct AmbiguousOrder {
  let first: Int
  let second: Int
  let year: DueForm.YearWord

  static func read(_ text: [Unicode.Scalar]) -> AmbiguousOrder? {
    var scanner = DueScanner(text)
    guard let first = scanner.shortNumber(), let separator = scanner.take(oneOf: NumericForms.separators),
      let second = scanner.shortNumber()
    else { return nil }
    if scanner.isAtEnd { return AmbiguousOrder(first: first, second: second, year: .unsaid) }
    guard scanner.take(separator), let year = scanner.number(), scanner.isAtEnd else { return nil }
    return AmbiguousOrder(first: first, second: second, year: .named(year.value))
  }

  func refusal(_ written: String, _ context: DueContext) -> Refusal {
    if case .named(let year) = year, year < 1000 { return DueRefusal.noFullYear(written) }
    let monthFirst = try? context.meaning(of: .day(year, month: first, day: second)).date
    let dayFirst = try? context.meaning(of: .day(year, month: second, day: first)).date
    switch (monthFirst, dayFirst) {
    case (let one?, let other?) where one != other: return DueRefusal.twoReadings(written, one, other)
    case (let only?, _), (_, let only?): return DueRefusal.monthUnclear(written, only)
    default: return DueRefusal.unreadable(written, year: context.today.year)
    }
  }
}

/// Times of day, which due dates do not have.
enum ClockTime {
  static func isIn(_ text: [Unicode.Scalar]) -> Bool {
    text.indices.contains { index in
      guard text[index].isDigit, index + 1 < text.count else { return false }
      let rest = text[(index + 1)...]
      let marks = [":", "点", "时", "pm", "am", " pm", " am", " o'clock"]
      return marks.contains { rest.starts(with: $0.unicodeScalars) }
    }
  }
}
