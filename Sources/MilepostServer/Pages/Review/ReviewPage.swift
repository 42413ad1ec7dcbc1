import MilepostCore

/// The month's public review (一月一晾晒), project by project, as a sheet of paper.
struct ReviewPage {
  struct Row {
    var name: String
    var plan: String
    var actual: String
    var unit: String
    var rate: String
    var style: String
    /// Of a hundred.
    var fill: Int
    var hasRate: Bool
    var owner: String
    var leader: String
  }

  struct Section {
    var name: String
    var href: String
    var rows: [Row]
  }

  struct Option {
    var value: String
    var text: String
    var chosen: Bool
  }

  var title: String
  var month: String
  var csv: String
  var months: [Option]
  var sections: [Section]
  var hasSections: Bool

  /// Months that can be chosen from the list, back from the one that runs.
  private static let monthsMax = 24
}

/// A project's review.
struct ReviewFacts: Sendable {
  var project: Project
  var review: MonthReview
}

extension ReviewPage {
  init(_ facts: [ReviewFacts], month: CivilDate, today: CivilDate, language: ViewLanguage) {
    let dates = PageDate(language: language)
    title = dates.month(month)
    self.month = String(month.description.prefix(7))
    csv = "/review.csv?month=\(self.month)"
    sections = facts.filter { !$0.review.rows.isEmpty }.map { facts in
      Section(
        name: language.pick(facts.project.name, en: facts.project.nameEn), href: PagePath.project(facts.project.key),
        rows: facts.review.rows.map { ReviewPage.row($0, language) })
    }
    hasSections = !sections.isEmpty
    var day = today.adding(days: 1 - today.day)
    var months: [CivilDate] = []
    for _ in 0..<ReviewPage.monthsMax {
      months.append(day)
      let before = day.adding(days: -1)
      day = before.adding(days: 1 - before.day)
    }
    if !months.contains(month) { months.append(month) }
    self.months = months.sorted(by: >).map {
      Option(value: String($0.description.prefix(7)), text: dates.month($0), chosen: $0 == month)
    }
  }

  private static func row(_ row: MonthReview.Row, _ language: ViewLanguage) -> Row {
    let rate = row.rate
    return Row(
      name: language.pick(row.name), plan: number(row.plan), actual: number(row.actual),
      unit: language.pick(row.unit), rate: rate.map { "\(number($0)) %" } ?? "–",
      style: rate.map { $0 >= 100 ? "good" : $0 >= 50 ? "fine" : "bad" } ?? "fine",
      fill: Int(min(100, max(0, rate ?? 0))), hasRate: rate != nil, owner: row.owner ?? "", leader: row.leader ?? "")
  }

  /// To one decimal.
  private static func number(_ value: Double) -> String {
    let tenths = Int((value * 10).rounded())
    let sign = tenths < 0 ? "−" : ""
    return abs(tenths) % 10 == 0 ? "\(sign)\(abs(tenths) / 10)" : "\(sign)\(abs(tenths) / 10).\(abs(tenths) % 10)"
  }

  /// The same as a table for spreadsheets: comma-separated (RFC 4180), with the mark by which they know UTF-8.
  func table(_ language: ViewLanguage) -> String {
    let names = PageNames(language: language)
    let heads = [
      names.say("Project", "项目"), names.say("Milestone", "节点"), names.say("Planned", "计划"), names.say("Done", "实际"),
      names.say("Unit", "单位"), names.say("Rate", "完成率"), names.say("Responsible unit", "责任单位"),
      names.say("Responsible leader", "责任领导"),
    ]
    let lines = sections.flatMap { section in
      section.rows.map { [section.name, $0.name, $0.plan, $0.actual, $0.unit, $0.rate, $0.owner, $0.leader] }
    }
    return "\u{FEFF}" + ([heads] + lines).map { $0.map(ReviewPage.field).joined(separator: ",") + "\r\n" }.joined()
  }

  /// A text that begins like a formula must not become one in a spreadsheet.
  private static func field(_ text: String) -> String {
    let isFormula = text.first.map { "=+@\t\r".contains($0) } ?? false
    let safe = isFormula ? "'\(text)" : text
    guard safe.contains(where: { ",\"\n\r".contains($0) }) else { return safe }
    return "\"\(safe.replacing("\"", with: "\"\""))\""
  }
}
