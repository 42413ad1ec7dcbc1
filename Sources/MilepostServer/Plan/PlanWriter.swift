import MilepostCore

/// Writes a plan file that `PlanReader` reads back as the same document.
///
/// The order of keys is fixed, so that two exports differ only where the plans do.
package struct PlanWriter {
  private var lines: [String] = []

  package static func text(_ plan: PlanDocument) -> String {
    guard !plan.projects.isEmpty else { return "projects: []\n" }
    var writer = PlanWriter()
    writer.lines.append("projects:")
    for project in plan.projects { writer.write(project) }
    return writer.lines.joined(separator: "\n") + "\n"
  }

  private mutating func write(_ plan: PlanDocument.ProjectPlan) {
    let project = plan.project
    var fields = Fields(indent: 4)
    fields.text("key", project.key)
    fields.text("name", project.name)
    fields.text("name_en", project.nameEn)
    fields.text("owner", project.owner)
    fields.text("zone", project.zone)
    fields.text("calendar", project.calendar)
    fields.labels(project.labels)
    fields.table("facts", project.facts?.map { ($0.name, $0.value) })
    fields.alerts(project.policy)
    fields.text("progress_rule", project.progressRule)
    fields.text("lights", project.lights)
    lines += fields.asListItem
    if !plan.calendars.isEmpty { lines.append("    calendars:") }
    for calendar in plan.calendars { write(calendar) }
    if !plan.activities.isEmpty { lines.append("    activities:") }
    for activity in plan.activities { write(activity) }
    if !plan.milestones.isEmpty { lines.append("    milestones:") }
    for milestone in plan.milestones { write(milestone) }
  }

  private mutating func write(_ calendar: ShiftCalendar) {
    var fields = Fields(indent: 8)
    fields.text("name", calendar.name)
    fields.text("base", calendar.base)
    if !calendar.week.isEmpty {
      let week = zip(PlanCalendar.weekdays, calendar.week).filter { !$0.1.isEmpty }
      fields.table("week", week.map { ($0.0, PlanCalendar.text($0.1)) })
    }
    if !calendar.exceptions.isEmpty {
      let days = calendar.exceptions.sorted { $0.key < $1.key }
      fields.table("days", days.map { ($0.key.description, PlanCalendar.text($0.value)) })
    }
    lines += fields.asListItem
  }

  private mutating func write(_ activity: ActivityDraft) {
    var fields = Fields(indent: 8)
    fields.text("key", activity.key)
    fields.text("name", activity.name)
    fields.text("name_en", activity.nameEn)
    fields.text("owner", activity.owner)
    fields.text("duration", activity.duration)
    fields.text("calendar", activity.calendar)
    if let after = activity.after { fields.line("after", Fields.list(after.map(YAMLScalar.text))) }
    fields.table("constraints", activity.constraints?.sorted { $0.key < $1.key }.map { ($0.key, $0.value) })
    fields.text("started", activity.started)
    fields.text("finished", activity.finished)
    fields.text("remaining", activity.remaining)
    fields.text("remaining_on", activity.remainingOn)
    lines += fields.asListItem
  }

  private mutating func write(_ milestone: MilestoneDraft) {
    var fields = Fields(indent: 8)
    fields.text("key", milestone.key)
    fields.text("name", milestone.name)
    fields.text("name_en", milestone.nameEn)
    fields.text("due", milestone.due)
    fields.labels(milestone.labels)
    if let after = milestone.after { fields.line("after", Fields.list(after.map(YAMLScalar.text))) }
    fields.alerts(milestone.policy)
    fields.text("buffer", milestone.buffer)
    fields.count(milestone.count)
    fields.repeats(milestone.repeats)
    fields.gate(milestone.gate)
    if milestone.isFinding == true { fields.line("finding", "true") }
    fields.text("reached", milestone.reached)
    lines += fields.asListItem
  }
}

/// The lines of one entry of a list, under each other at one indentation.
private struct Fields {
  let indent: Int
  var lines: [String] = []

  init(indent: Int) { self.indent = indent }

  private var margin: String { String(repeating: " ", count: indent) }

  /// The same lines with a dash before the first.
  var asListItem: [String] {
    guard let first = lines.first else { return [] }
    return [String(repeating: " ", count: indent - 2) + "- " + first.dropFirst(indent)] + lines.dropFirst()
  }

  mutating func line(_ name: String, _ value: String) { lines.append("\(margin)\(name): \(value)") }

  mutating func text(_ name: String, _ value: String?) {
    if let value { line(name, YAMLScalar.text(value)) }
  }

  mutating func labels(_ labels: [String: String]?) {
    table("labels", labels?.sorted { $0.key < $1.key }.map { ($0.key, $0.value) })
  }

  mutating func table(_ name: String, _ pairs: [(String, String)]?) {
    guard let pairs else { return }
    guard !pairs.isEmpty else { return line(name, "{}") }
    lines.append("\(margin)\(name):")
    for (key, value) in pairs {
      let name = YAMLScalar.text(key)
      // YAML looks for the colon of a key within 1024 characters; beyond that a key needs its question mark.
      if name.unicodeScalars.count < 1000 {
        lines.append("\(margin)  \(name): \(YAMLScalar.text(value))")
      } else {
        lines += ["\(margin)  ? \(name)", "\(margin)  : \(YAMLScalar.text(value))"]
      }
    }
  }

  mutating func count(_ count: CountDraft?) {
    guard let count else { return }
    let fields = [
      count.from.map { "from: \(Fields.number($0))" }, count.target.map { "target: \(Fields.number($0))" },
      count.unit.map { "unit: \(YAMLScalar.text($0))" }, count.unitEn.map { "unit_en: \(YAMLScalar.text($0))" },
      count.start.map { "start: \(YAMLScalar.text($0))" }, count.tolerance.map { "tolerance: \(Fields.number($0))" },
      count.value.map { "value: \(Fields.number($0))" }, count.valueOn.map { "value_on: \(YAMLScalar.text($0))" },
    ]
    lines += ["\(margin)count:"] + fields.compactMap { $0.map { "\(margin)  \($0)" } }
  }

  mutating func gate(_ gate: GateDraft?) {
    guard let gate else { return }
    lines.append("\(margin)gate:")
    if let order = gate.order { lines.append("\(margin)  order: \(YAMLScalar.text(order))") }
    if let second = gate.needsSecondPerson { lines.append("\(margin)  second_person: \(second)") }
    guard let checks = gate.checks else { return }
    lines.append("\(margin)  checks:\(checks.isEmpty ? " []" : "")")
    for check in checks {
      let english = check.nameEn.map { ", name_en: \(YAMLScalar.text($0))" } ?? ""
      lines.append(
        "\(margin)    - {key: \(YAMLScalar.text(check.key)), name: \(YAMLScalar.text(check.name))\(english)}")
    }
  }

  mutating func repeats(_ repeats: RepeatDraft?) {
    guard let repeats else { return }
    let fields = [
      repeats.rule.map { "rule: \(YAMLScalar.text($0))" }, repeats.start.map { "start: \(YAMLScalar.text($0))" },
      repeats.early.map { "early: \($0)" }, repeats.grace.map { "grace: \($0)" },
    ]
    lines += ["\(margin)repeats:"] + fields.compactMap { $0.map { "\(margin)  \($0)" } }
  }

  /// Whole numbers without a point.
  private static func number(_ value: Double) -> String {
    Int64(exactly: value).map(String.init) ?? String(value)
  }

  mutating func alerts(_ policy: PolicyDraft?) {
    guard let policy else { return }
    let fields = [
      policy.leadDays.map { "lead: \(Fields.list($0.map(String.init)))" }, policy.onDay.map { "on_day: \($0)" },
      policy.overdueEveryDays.map { "overdue_every: \($0)" },
      policy.alertMinute.map { "alert_hour: \"\(ClockTime.text($0))\"" },
      policy.workingDaysOnly.map { "working_days_only: \($0)" }, policy.atRisk.map { "at_risk: \($0)" },
      policy.riskFloatDays.map { "risk_float: \($0)" }, policy.riskMoveDays.map { "risk_move: \($0)" },
      policy.staleDays.map { "stale_after: \($0)" }, policy.digest.map { "digest: \(YAMLScalar.text($0))" },
    ]
    line("alerts", "{" + fields.compactMap(\.self).joined(separator: ", ") + "}")
  }

  static func list(_ items: [String]) -> String { "[" + items.joined(separator: ", ") + "]" }
}
