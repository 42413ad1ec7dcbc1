import MilepostCore

/// Field by field, what a plan changes: `due: 6月底 → 7月底`.
enum PlanFields {
  static func changes(from old: Project, to new: Project) -> [String] {
    [
      line("name", old.name, new.name), line("name_en", old.nameEn, new.nameEn), line("owner", old.owner, new.owner),
      line("zone", old.zone, new.zone), line("calendar", old.calendar, new.calendar),
      line("labels", text(old.labels), text(new.labels)),
      line("facts", text(old.facts), text(new.facts)), line("alerts", text(old.policy), text(new.policy)),
      line("progress_rule", old.progressRule.rawValue, new.progressRule.rawValue),
      line("lights", old.lights.text, new.lights.text),
    ].compactMap(\.self)
  }

  static func changes(from old: Milestone, to new: Milestone) -> [String] {
    [
      line("name", old.name, new.name), line("name_en", old.nameEn, new.nameEn),
      line("due", text(old.due), text(new.due)), line("labels", text(old.labels), text(new.labels)),
      line("after", text(old.after), text(new.after)),
      line("alerts", old.policy.map(text), new.policy.map(text)),
      line("buffer", old.buffer?.text, new.buffer?.text), line("count", count(old), count(new)),
      line("repeats", repeats(old), repeats(new)),
      line("reached", old.actual?.description, new.actual?.description), line("gate", gate(old), gate(new)),
    ].compactMap(\.self)
  }

  private static func count(_ milestone: Milestone) -> String? {
    guard case .count(let duty) = milestone.detail else { return nil }
    let target = duty.target
    let value = duty.reports.last.map { ", now \($0.value)" } ?? ""
    return "\(target.from) to \(target.target) \(target.unit) from \(duty.start)\(value)"
  }

  private static func gate(_ milestone: Milestone) -> String? {
    guard case .gate(let gate) = milestone.detail else { return nil }
    return gate.checks.map(\.key).joined(separator: ", ") + " (\(gate.order.rawValue)"
      + (gate.needsSecondPerson ? ", closed by a second person)" : ")")
  }

  private static func repeats(_ milestone: Milestone) -> String? {
    guard case .recurring(let duty) = milestone.detail else { return nil }
    return "\(duty.rule) from \(duty.start), \(duty.earlyDays) days early, \(duty.graceDays) late"
  }

  static func changes(from old: PlanActivity, to new: PlanActivity) -> [String] {
    [
      line("name", old.name, new.name), line("name_en", old.nameEn, new.nameEn), line("owner", old.owner, new.owner),
      line("duration", old.duration.text, new.duration.text), line("calendar", old.calendar, new.calendar),
      line("after", text(old.after), text(new.after)),
      line("constraints", text(old.constraints), text(new.constraints)),
      line("started", old.started?.description, new.started?.description),
      line("finished", old.finished?.description, new.finished?.description),
      line("remaining", old.remaining?.text, new.remaining?.text),
      line("remaining_on", old.remainingOn?.description, new.remainingOn?.description),
    ].compactMap(\.self)
  }

  private static func text(_ links: [PlanLink]) -> String { links.map(\.text).joined(separator: ", ") }

  private static func text(_ constraints: [PlanConstraint]) -> String {
    constraints.map { "\($0.kind.rawValue)=\($0.date)" }.joined(separator: ", ")
  }

  private static func line(_ name: String, _ old: String?, _ new: String?) -> String? {
    old == new
      ? nil
      : "\(name): \(old.flatMap { $0.isEmpty ? nil : $0 } ?? "–") → \(new.flatMap { $0.isEmpty ? nil : $0 } ?? "–")"
  }

  private static func text(_ due: DueDate) -> String {
    due.written == due.date.description ? due.written : "\(due.written) = \(due.date)"
  }

  private static func text(_ labels: [String: String]) -> String {
    labels.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: ", ")
  }

  private static func text(_ facts: [Project.Fact]) -> String {
    facts.map { "\($0.name)=\($0.value)" }.joined(separator: ", ")
  }

  private static func text(_ policy: AlertPolicy) -> String {
    let lead = policy.leadDays.map { "\($0)d" }.joined(separator: " ")
    let hour = "\(two(policy.alertMinute / 60)):\(two(policy.alertMinute % 60))"
    return "\(lead)\(policy.onDay ? ", on the day" : ""), overdue every \(policy.overdueEveryDays)d, at \(hour)"
      + (policy.workingDaysOnly ? ", working days" : "")
      + (policy.atRisk ? ", at risk below \(policy.riskFloatDays)wd" : ", no risk alerts")
      + (policy.atRisk && policy.riskMoveDays > 0 ? ", again after \(policy.riskMoveDays)wd" : "")
      + (policy.staleDays == 0 ? "" : ", stale after \(policy.staleDays)d")
      + (policy.digest == .off ? "" : ", \(policy.digest.rawValue) digest")
  }

  private static func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
}
