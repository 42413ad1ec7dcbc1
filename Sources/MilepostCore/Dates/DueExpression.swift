/// The dates that people write, and what each means.
package enum DueExpression {
  /// Reads `text`. Relative forms count from `today`; working days are those of `calendar`.
  package static func parse(_ text: String, today: CivilDate, calendar: WorkCalendar) throws(Refusal) -> DueDate {
    guard let date = CivilDate(text) else {
      throw Refusal(.invalidDate, en: "“\(text)” is not a date.", zh: "“\(text)”不是日期。")
    }
    return DueDate(written: text, date: date)
  }
}
