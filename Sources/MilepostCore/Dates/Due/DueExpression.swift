/// The dates that people write, in English and Chinese, and the one day that each means.
///
/// A text is folded to one spelling (`DueText`), read into a form (`NumericForms`, `ChineseForms`, `EnglishForms` and
/// the relative ones), and the form is given its meaning (`DueContext`). A period means its last day. What can mean two
/// days, or none, is refused with the readings that would be taken.
package enum DueExpression {
  /// Which year a date without one belongs to.
  package enum Lean: Sendable {
    /// The first such day that is not before today: for what is promised or expected.
    case ahead
    /// The last such day that is not after today: for what has been done.
    case back
  }

  /// Texts of more characters are refused.
  package static let lengthMax = 100
  package static let years = 1970...2200

  /// Reads `text`. Relative forms count from `today`; working days are those of `calendar`.
  ///
  /// Refuses with `vagueDate` what can mean more than one day, with `dateOutOfRange` a day outside `years`, and with
  /// `invalidDate` everything else that is no date.
  package static func parse(
    _ text: String, today: CivilDate, calendar: WorkCalendar, leaning lean: Lean = .ahead
  ) throws(Refusal) -> DueDate {
    let text = try DueText(text)
    let context = DueContext(today: today, calendar: calendar, lean: lean)
    let vague = VagueWords.places(in: text.folded)
    guard vague.isEmpty else { throw refusal(ofVague: text, sure: text.removing(vague), context) }
    guard let meaning = try read(text, context) else { throw refusal(ofUnread: text, context) }
    // Only what may yet move has to be read again, and needs to know from when it counts.
    let isProvisional = context.isProvisional(meaning)
    return DueDate(
      written: text.written, date: meaning.date, provisional: isProvisional, writtenOn: isProvisional ? today : nil)
  }

  /// Nil when no form fits.
  private static func read(_ text: DueText, _ context: DueContext) throws(Refusal) -> DueMeaning? {
    let whole = text.canonical
    if let form = relativeForm(whole) { return try context.meaning(of: form) }
    let (core, limit) = LimitWords.removed(from: whole)
    // 10天前 is a day gone by, so behind 前 a span stays unread.
    if limit == .by, let form = relativeForm(core) { return try context.meaning(of: form) }
    return try calendarDay(core, context).map { meaning throws(Refusal) in
      try limit.applied(to: meaning, written: text.written)
    }
  }

  /// A form that names a day or a period of the calendar, with or without the name of its weekday beside it.
  private static func calendarDay(_ text: [Unicode.Scalar], _ context: DueContext) throws(Refusal) -> DueMeaning? {
    if let form = calendarForm(text) { return try context.meaning(of: form) }
    guard let (rest, weekday) = WeekdayNote.removed(from: text), let form = calendarForm(rest) else { return nil }
    let meaning = try context.meaning(of: form)
    guard meaning.kind == .day else { return nil }
    guard meaning.date.weekday == weekday else { throw DueRefusal.wrongWeekday(meaning.date, said: weekday) }
    return meaning
  }

  private static func relativeForm(_ text: [Unicode.Scalar]) -> DueForm? {
    ChineseRelative.read(text) ?? EnglishRelative.read(text)
  }

  private static func calendarForm(_ text: [Unicode.Scalar]) -> DueForm? {
    NumericForms.read(text) ?? ChineseForms.read(text) ?? EnglishForms.read(text)
  }

  private static func refusal(ofUnread text: DueText, _ context: DueContext) -> Refusal {
    let (core, _) = LimitWords.removed(from: text.canonical)
    if let order = AmbiguousOrder.read(core) { return order.refusal(text.written, context) }
    if ClockTime.isIn(core) { return DueRefusal.timeOfDay(text.written, year: context.today.year) }
    return DueRefusal.unreadable(text.written, year: context.today.year)
  }

  private static func refusal(ofVague text: DueText, sure: DueText?, _ context: DueContext) -> Refusal {
    do throws(Refusal) {
      guard let sure, let meaning = try read(sure, context) else {
        return DueRefusal.vague(text.written, year: context.today.year)
      }
      return DueRefusal.vague(text.written, sure: sure.written, date: meaning.date)
    } catch {
      return error
    }
  }
}
