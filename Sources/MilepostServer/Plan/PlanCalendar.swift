import MilepostCore

/// A project's own calendar in a plan file: how it differs from a known one, or its whole week.
///
/// ```yaml
/// - name: outdoor
///   base: china
///   days: {2022-06-07..2022-06-10: off, 2022-06-12: "08:00-12:00"}
/// ```
enum PlanCalendar {
  static let weekdays = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
  private static let off = "off"
  private static let nameLengthMax = 100
  /// Days that one range may name: a year.
  private static let rangeMax = 366

  static func read(_ node: InputNode, path: String) throws(Refusal) -> ShiftCalendar {
    let table = try TableReader(node, path: path, known: ["name", "base", "week", "days"])
    let name = try DraftRules.line(
      try table.requiredText("name"), place: table.place("name"), limit: nameLengthMax)
    var calendar = ShiftCalendar(name: name, base: try table.text("base"), week: [])
    if let week = try table.pairs("week") {
      calendar.week = Array(repeating: [], count: 7)
      for (day, text) in week {
        let place = InputPath.field(day, of: table.place("week"))
        guard let index = weekdays.firstIndex(of: day.lowercased()) else {
          throw fault(
            "“\(DraftRules.shown(day))” is no weekday; write mon to sun.", "“\(DraftRules.shown(day))”应为 mon 至 sun。",
            table, "week", place)
        }
        calendar.week[index] = try shifts(text, table, "week", place)
      }
    } else if calendar.base == nil {
      throw fault(
        "The calendar needs a base, such as china, or a week.", "日历应写明 base（如 china）或 week。", table, "name", path)
    }
    for (days, text) in try table.pairs("days") ?? [] {
      let place = InputPath.field(days, of: table.place("days"))
      let shifts = try shifts(text, table, "days", place)
      for day in try range(days, table, place) { calendar.exceptions[day] = shifts }
    }
    return calendar
  }

  /// `08:00-12:00 13:00-17:00`, or `off`.
  static func text(_ shifts: [ShiftCalendar.Shift]) -> String {
    shifts.isEmpty
      ? off : shifts.map { "\(ClockTime.text($0.lowerBound))-\(ClockTime.text($0.upperBound))" }.joined(separator: " ")
  }

  private static func shifts(
    _ text: String, _ table: TableReader, _ field: String, _ place: String
  ) throws(Refusal) -> [ShiftCalendar.Shift] {
    let folded = DraftRules.trimmed(text).lowercased()
    if [off, "false", "no"].contains(folded) { return [] }
    var shifts: [ShiftCalendar.Shift] = []
    for part in folded.split(whereSeparator: { $0 == " " || $0 == "," }) {
      let ends = part.split(separator: "-", omittingEmptySubsequences: false).map { minute($0) }
      guard ends.count == 2, let from = ends[0], let to = ends[1], from < to else { shifts = []; break }
      shifts.append(from..<to)
    }
    guard !shifts.isEmpty else {
      throw fault(
        "“\(DraftRules.shown(text))” are no hours; write “08:00-12:00 13:00-17:00”, or off.",
        "“\(DraftRules.shown(text))”不是工时；请写“08:00-12:00 13:00-17:00”或 off。", table, field, place)
    }
    return shifts
  }

  private static func minute(_ text: Substring) -> Int? {
    text == "24:00" ? CivilMinute.perDay : ClockTime.minute(String(text))
  }

  /// `2022-06-07`, or `2022-06-07..2022-06-10`.
  private static func range(
    _ text: String, _ table: TableReader, _ place: String
  ) throws(Refusal) -> [CivilDate] {
    let dots = text.firstRange(of: "..")
    let ends = dots.map { [text[..<$0.lowerBound], text[$0.upperBound...]] } ?? [text[...]]
    let dates = ends.compactMap { CivilDate(DraftRules.trimmed(String($0))) }
    guard dates.count == ends.count, let first = dates.first, let last = dates.last, first <= last,
      last.days(since: first) < rangeMax
    else {
      throw fault(
        "“\(DraftRules.shown(text))” is no day; write 2022-06-07, or 2022-06-07..2022-06-10.",
        "“\(DraftRules.shown(text))”不是日期；请写 2022-06-07 或 2022-06-07..2022-06-10。", table, "days", place)
    }
    return (0...last.days(since: first)).map { first.adding(days: $0) }
  }

  private static func fault(
    _ en: String, _ zh: String, _ table: TableReader, _ field: String, _ place: String
  ) -> Refusal {
    .input(.invalidValue, en: en, zh: zh, path: place, mark: table.node(field)?.mark)
  }
}
