import ArgumentParser
import MilepostAPI

/// What a milestone is beyond a date.
struct KindOptions: ParsableArguments {
  @Option(help: ArgumentHelp("A number to be reached: \"2 座\".", valueName: "number unit"))
  var target: String?

  @Option(
    help: ArgumentHelp(
      "What the number is at the start (default: 0); above the target it runs down.", valueName: "number"))
  var from: Double?

  @Option(help: ArgumentHelp("When counting, or recurring, begins (default: today).", valueName: "date"))
  var start: String?

  @Option(
    help: ArgumentHelp("Percentage points behind its pace that a count may lie (default: 5).", valueName: "points"))
  var tolerance: Double?

  @Option(
    help: ArgumentHelp(
      "It comes again: an RRULE of RFC 5545, such as FREQ=MONTHLY;BYMONTHDAY=-1; no --due then.", valueName: "rule"))
  var repeats: String?

  @Option(help: ArgumentHelp("Days before its date from which each one can be reached.", valueName: "days"))
  var early: Int?

  @Option(help: ArgumentHelp("Days after its date up to which each one can be reached.", valueName: "days"))
  var grace: Int?

  @Option(help: ArgumentHelp("A gate: a check that must pass; repeat for each, in order.", valueName: "key=name"))
  var check: [String] = []

  @Flag(help: "Each check only when those before it have passed.")
  var strictOrder = false

  @Flag(help: "The gate is closed by somebody who passed none of its checks.")
  var secondPerson = false

  func gate() throws -> GateInput? {
    guard !check.isEmpty else { return nil }
    return GateInput(
      checks: try KeyValue.list(check, option: "--check").map { GateInput.Check(key: $0.name, name: $0.value) },
      order: strictOrder ? "strict" : nil, secondPerson: secondPerson ? true : nil)
  }

  func count() throws -> CountInput? {
    guard target != nil || from != nil || tolerance != nil || (start != nil && !isRecurring) else { return nil }
    let (number, unit) = try target.map(KindOptions.split) ?? (nil, nil)
    return CountInput(from: from, target: number, unit: unit, start: start, tolerance: tolerance)
  }

  func recurrence() -> RepeatInput? {
    isRecurring ? RepeatInput(rule: repeats, start: start, early: early, grace: grace) : nil
  }

  var isRecurring: Bool { repeats != nil || early != nil || grace != nil }

  /// `2 座`, `2座`, `10000 m2`.
  private static func split(_ text: String) throws -> (Double?, String?) {
    let digits = text.prefix { $0.isNumber || $0 == "." || $0 == "-" }
    guard let number = Double(digits) else {
      throw InputFault(
        phrase: Phrase(
          "“\(PlainText.line(text))” is no number with a unit, such as \"2 座\" (--target).",
          "“\(PlainText.line(text))”应为数字加单位，例如“2 座”（--target）。"))
    }
    let unit = text.dropFirst(digits.count).drop(while: \.isWhitespace)
    return (number, unit.isEmpty ? nil : String(unit))
  }
}
