/// Reading a rule from the text of an RRULE.
extension RecurrenceRule {
  package static let textLengthMax = 500
  package static let intervalMax = 10_000
  package static let countMax = 100_000

  /// Upper and lower case are the same, and a leading `RRULE:` is passed over.
  ///
  /// Refused with `malformed_input` when it is no list of NAME=VALUE parts, and with `invalid_value` or
  /// `missing_field` when a part is wrong; the place is the part's name, or `[n]` for the nth one from 0.
  package init(_ text: String) throws(Refusal) {
    let parts = try RecurrenceParts(text)
    guard let written = parts["FREQ"] else { throw RecurrenceRefusal.noFrequency() }
    guard let frequency = Frequency(rawValue: written) else { throw RecurrenceRefusal.frequency(written) }
    self.init(
      frequency: frequency,
      interval: try parts.number("INTERVAL", 1...RecurrenceRule.intervalMax) ?? 1,
      end: try parts.end(),
      months: try parts.numbers("BYMONTH", 12, signed: false),
      monthDays: try parts.numbers("BYMONTHDAY", 31, signed: true),
      days: try parts.days(),
      positions: try parts.numbers("BYSETPOS", 366, signed: true),
      weekStart: try parts.weekday("WKST") ?? 1,
      skip: try parts.skip())
    try checkCombination()
  }

  /// What RFC 5545 rules out between parts, and the one thing that RFC 7529 leaves without an answer.
  private func checkCombination() throws(Refusal) {
    if frequency == .weekly, !monthDays.isEmpty {
      throw RecurrenceRefusal.combination(
        "BYMONTHDAY", en: "BYMONTHDAY cannot stand with FREQ=WEEKLY; use BYDAY, or FREQ=MONTHLY.",
        zh: "FREQ=WEEKLY 不能带 BYMONTHDAY；请用 BYDAY，或改为 FREQ=MONTHLY。")
    }
    if frequency == .weekly || frequency == .daily, days.contains(where: { $0.ordinal != nil }) {
      throw RecurrenceRefusal.combination(
        "BYDAY", en: "A numbered weekday such as 2MO needs FREQ=MONTHLY or FREQ=YEARLY; leave the number out.",
        zh: "带序号的星期（如 2MO）只能用于 FREQ=MONTHLY 或 FREQ=YEARLY；请去掉序号。")
    }
    if !positions.isEmpty, months.isEmpty, monthDays.isEmpty, days.isEmpty {
      throw RecurrenceRefusal.combination(
        "BYSETPOS", en: "BYSETPOS picks from what BYDAY, BYMONTHDAY or BYMONTH give; write one of them too.",
        zh: "BYSETPOS 须与 BYDAY、BYMONTHDAY 或 BYMONTH 同用；请补上其中之一。")
    }
    if skip == .backward, let day = monthDays.first, day < -28 {
      throw RecurrenceRefusal.combination(
        "BYMONTHDAY", en: "With SKIP=BACKWARD days count from the end only down to -28; write the day from the start.",
        zh: "SKIP=BACKWARD 时，倒数日期只到 -28；请改用正数日期。")
    }
  }
}
