import MilepostCore
import MilepostExchange
import MilepostServer
import MilepostWebhooks

/// The parsers that strangers' text reaches. Each may refuse whatever it likes; none may crash or hang, and what it takes
/// must hold what is said here.
enum Target: String, CaseIterable {
  case due, rule, lights, work, matcher, template, calendar, plan, routes, json, body, csv, mspdi, xer, moment, form,
    url, zone

  func parse(_ bytes: [UInt8]) {
    let text = String(decoding: bytes, as: UTF8.self)
    switch self {
    case .due: due(text)
    case .rule: rule(text)
    case .lights: lights(text)
    case .work:
      _ = WorkDuration(reading: text)
      _ = try? WorkDuration(text, place: "duration")
      _ = try? PlanLink(text, place: "after")
      _ = try? PlanBuffer.read(text, place: "buffer")
    case .matcher: matcher(text)
    case .template:
      for type in ["application/json", "text/html", "application/x-www-form-urlencoded"] {
        try? EndpointOptions.Template(source: text, contentType: type, method: "POST").check()
      }
    case .calendar: _ = try? CalendarFile.parse(text, fileName: "china-2022.ics")
    case .plan: _ = try? PlanReader.read(text)
    case .routes: _ = InputProbe.takesRoutes(bytes)
    case .body: _ = InputProbe.takesBody(bytes)
    case .json: _ = InputProbe.takesJSON(bytes)
    case .csv: _ = try? CSVPlanReader.read(bytes, project: "works")
    case .mspdi: _ = try? MSPDIReader.read(bytes)
    case .xer: _ = try? XERReader.read(bytes)
    case .moment: moment(text)
    case .form: _ = InputProbe.takesForm(bytes)
    case .url: try? NetworkPolicy(allow: [], deny: []).check(url: text)
    case .zone: zone(bytes, text)
    }
  }

  /// What was understood is a day that can be written, and means itself when it is read again.
  private func due(_ text: String) {
    for today in [19_132, 19_782, 10_957] as [Int32] {
      guard
        let due = try? DueExpression.parse(text, today: CivilDate(dayNumber: today), calendar: .weekdays)
      else { continue }
      let again = try? DueExpression.parse(
        due.date.description, today: CivilDate(dayNumber: today), calendar: .weekdays)
      precondition(again?.date == due.date, "\(due.date) is not read as itself")
    }
  }

  /// A moment is read again as itself.
  private func moment(_ text: String) {
    guard let moment = InputProbe.moment(text) else { return }
    precondition(InputProbe.moment(moment.rfc3339) == moment, "\(moment.rfc3339) is not read as itself")
  }

  /// A rule is written as it is read.
  private func rule(_ text: String) {
    guard let rule = try? RecurrenceRule(text) else { return }
    let again = try? RecurrenceRule("\(rule)")
    precondition(again.map { "\($0)" } == "\(rule)", "\(rule) is not read as itself")
    guard let start = CivilDate("2022-05-20"),
      let duty = try? RecurringDuty(rule: rule, start: start, earlyDays: 0, graceDays: 0, watchedFrom: start)
    else { return }
    _ = duty.next(on: start)
  }

  /// Matchers are written as they are read, and a pattern is soon done with any text.
  private func matcher(_ text: String) {
    guard let matchers = try? MatcherParser.matchers([text], place: "match") else { return }
    let again = try? MatcherParser.matchers(matchers.map(\.text), place: "match")
    precondition(again == matchers, "\(matchers.map(\.text)) are not read as themselves")
    let facts = AlertFacts(["project": "school-3", "severity": "critical", "a": String(repeating: "ab", count: 200)])
    for matcher in matchers { _ = matcher.matches(facts) }
  }

  /// Whatever a zone's data say, clocks stand at most a day and two hours apart from UTC, and every day has an end.
  private func zone(_ bytes: [UInt8], _ text: String) {
    guard let rules = (try? ZoneRules(tzif: bytes)) ?? (try? ZoneRules(tzString: text)) else { return }
    let changes = rules.changes(in: 0..<4_102_444_800).map(\.second)
    for second in [.min, -1 << 40, 0, 1_650_000_000, 1 << 40, .max] + changes.prefix(50).flatMap({ [$0 - 1, $0] }) {
      precondition(abs(rules.offset(atSecond: second)) < 93_600, "an offset of \(rules.offset(atSecond: second)) s")
    }
    let zone = Zone(named: "Area/City", rules: rules)
    for second in changes.prefix(20) + [-62_135_596_800, 1_650_000_000, 253_402_300_799] {
      let date = zone.civilDate(at: Instant(milliseconds: second * 1000))
      precondition((0..<1440).contains(zone.minuteOfDay(at: zone.instant(of: date, minute: 150))))
      precondition(abs(zone.endOfDay(date).since(Instant(milliseconds: second * 1000))) < 5 * 86_400_000)
    }
  }

  private func lights(_ text: String) {
    guard let table = try? LightTable(text, place: "lights") else { return }
    let again = try? LightTable(table.text, place: "lights")
    precondition(again?.text == table.text, "\(table.text) is not read as itself")
  }
}
