/// The NAME=VALUE parts of a rule, each once, in upper case.
struct RecurrenceParts {
  private var values: [String: String] = [:]

  private static let names: Set = [
    "FREQ", "INTERVAL", "COUNT", "UNTIL", "BYMONTH", "BYMONTHDAY", "BYDAY", "BYSETPOS", "WKST", "RSCALE", "SKIP",
  ]

  init(_ text: String) throws(Refusal) {
    guard text.utf8.count <= RecurrenceRule.textLengthMax else { throw RecurrenceRefusal.tooLong() }
    var text = DraftRules.trimmed(text).uppercased()
    if text.hasPrefix("RRULE:") { text.removeFirst("RRULE:".count) }
    for (index, part) in text.split(separator: ";", omittingEmptySubsequences: false).enumerated() {
      let sides = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
      guard sides.count == 2, !sides[0].isEmpty, !sides[1].isEmpty else {
        throw RecurrenceRefusal.noPart(String(part), index: index)
      }
      guard RecurrenceParts.names.contains(sides[0]) else { throw RecurrenceRefusal.unknown(sides[0], index: index) }
      guard values.updateValue(sides[1], forKey: sides[0]) == nil else { throw RecurrenceRefusal.twice(sides[0]) }
    }
  }

  subscript(name: String) -> String? { values[name] }

  func number(_ name: String, _ allowed: ClosedRange<Int>) throws(Refusal) -> Int? {
    guard let text = values[name] else { return nil }
    guard let number = digits(text), allowed.contains(number) else {
      throw RecurrenceRefusal.number(name, text, allowed)
    }
    return number
  }

  /// A list of numbers 1...`limit`; with a sign, if `signed`.
  func numbers(_ name: String, _ limit: Int, signed: Bool) throws(Refusal) -> [Int] {
    var found: Set<Int> = []
    for text in list(name) {
      guard let number = signed ? signedNumber(text) : digits(text), (1...limit).contains(abs(number)) else {
        throw RecurrenceRefusal.listed(name, text, limit, signed: signed)
      }
      found.insert(number)
    }
    return found.sorted()
  }

  func days() throws(Refusal) -> [RecurrenceRule.Day] {
    var found: Set<RecurrenceRule.Day> = []
    for text in list("BYDAY") {
      let number = text.dropLast(2)
      guard let weekday = RecurrenceWords.weekdays.firstIndex(of: String(text.suffix(2))) else {
        throw RecurrenceRefusal.weekday("BYDAY", String(text))
      }
      guard !number.isEmpty else {
        found.insert(RecurrenceRule.Day(ordinal: nil, weekday: weekday + 1))
        continue
      }
      guard let ordinal = signedNumber(number), (1...53).contains(abs(ordinal)) else {
        throw RecurrenceRefusal.weekday("BYDAY", String(text))
      }
      found.insert(RecurrenceRule.Day(ordinal: ordinal, weekday: weekday + 1))
    }
    return found.sorted { ($0.weekday, $0.ordinal ?? 0) < ($1.weekday, $1.ordinal ?? 0) }
  }

  func weekday(_ name: String) throws(Refusal) -> Int? {
    guard let text = values[name] else { return nil }
    guard let index = RecurrenceWords.weekdays.firstIndex(of: text) else {
      throw RecurrenceRefusal.weekday(name, text)
    }
    return index + 1
  }

  func end() throws(Refusal) -> RecurrenceRule.End {
    if values["COUNT"] != nil, values["UNTIL"] != nil { throw RecurrenceRefusal.twoEnds() }
    if let count = try number("COUNT", 1...RecurrenceRule.countMax) { return .count(count) }
    guard let text = values["UNTIL"] else { return .never }
    guard text.utf8.count == 8, let number = digits(text),
      let date = CivilDate(year: number / 10_000, month: number / 100 % 100, day: number % 100)
    else { throw RecurrenceRefusal.until(text) }
    return .until(date)
  }

  func skip() throws(Refusal) -> RecurrenceRule.Skip {
    if let scale = values["RSCALE"], scale != "GREGORIAN" { throw RecurrenceRefusal.scale(scale) }
    guard let text = values["SKIP"] else { return .omit }
    guard values["RSCALE"] != nil else { throw RecurrenceRefusal.skipAlone() }
    guard let skip = RecurrenceRule.Skip(rawValue: text) else { throw RecurrenceRefusal.skip(text) }
    return skip
  }

  private func list(_ name: String) -> [Substring] {
    values[name]?.split(separator: ",", omittingEmptySubsequences: false) ?? []
  }

  /// Nil for a sign, a space, or anything else that is no ASCII digit.
  private func digits(_ text: some StringProtocol) -> Int? {
    text.utf8.allSatisfy { (48...57).contains($0) } ? Int(text) : nil
  }

  private func signedNumber(_ text: Substring) -> Int? {
    guard let sign = text.first, sign == "-" || sign == "+" else { return digits(text) }
    return digits(text.dropFirst()).map { sign == "-" ? -$0 : $0 }
  }
}
