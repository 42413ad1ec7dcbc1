import MilepostCore

/// The fields of projects and milestones, read alike from requests and from plan files.
enum DraftFields {
  static let project = [
    "key", "name", "name_en", "owner", "zone", "calendar", "labels", "facts", "alerts", "progress_rule", "lights",
  ]
  static let milestone = [
    "key", "name", "name_en", "due", "labels", "after", "alerts", "buffer", "count", "repeats", "gate", "finding",
    "reached",
  ]
  static let activity = [
    "key", "name", "name_en", "owner", "duration", "calendar", "after", "constraints", "started", "finished",
    "remaining", "remaining_on",
  ]
  private static let policy = [
    "lead", "on_day", "overdue_every", "alert_hour", "working_days_only", "at_risk", "risk_float", "risk_move",
    "stale_after", "digest",
  ]

  static func project(from table: TableReader) throws(Refusal) -> ProjectDraft {
    ProjectDraft(
      key: try table.text("key"), name: try table.text("name"), nameEn: try table.text("name_en"),
      owner: try table.text("owner"), zone: try table.text("zone"), calendar: try table.text("calendar"),
      labels: try labels(table), facts: try facts(table), policy: try policy(table),
      progressRule: try table.text("progress_rule"), lights: try table.text("lights"))
  }

  static func milestone(from table: TableReader) throws(Refusal) -> MilestoneDraft {
    MilestoneDraft(
      key: try table.text("key"), name: try table.text("name"), nameEn: try table.text("name_en"),
      due: try table.text("due"), labels: try labels(table), after: try table.texts("after"),
      policy: try policy(table), buffer: try table.text("buffer"), count: try count(table),
      repeats: try repeats(table), gate: try gate(table), isFinding: try table.bool("finding"),
      reached: try table.text("reached"))
  }

  static func activity(from table: TableReader) throws(Refusal) -> ActivityDraft {
    let constraints = try table.pairs("constraints")
    return ActivityDraft(
      key: try table.text("key"), name: try table.text("name"), nameEn: try table.text("name_en"),
      owner: try table.text("owner"), duration: try table.text("duration"), calendar: try table.text("calendar"),
      after: try table.texts("after"),
      constraints: constraints.map { Dictionary($0.map { ($0.name, $0.value) }) { first, _ in first } },
      started: try table.text("started"), finished: try table.text("finished"),
      remaining: try table.text("remaining"), remainingOn: try table.text("remaining_on"))
  }

  private static func count(_ table: TableReader) throws(Refusal) -> CountDraft? {
    guard let node = table.node("count") else { return nil }
    let count = try TableReader(
      node, path: table.place("count"),
      known: ["from", "target", "unit", "unit_en", "start", "tolerance", "value", "value_on"])
    return CountDraft(
      from: try count.decimal("from"), target: try count.decimal("target"), unit: try count.text("unit"),
      unitEn: try count.text("unit_en"), start: try count.text("start"), tolerance: try count.decimal("tolerance"),
      value: try count.decimal("value"), valueOn: try count.text("value_on"))
  }

  private static func gate(_ table: TableReader) throws(Refusal) -> GateDraft? {
    guard let node = table.node("gate") else { return nil }
    let gate = try TableReader(node, path: table.place("gate"), known: ["checks", "order", "second_person"])
    let checks = try gate.list("checks")?.map { (item) throws(Refusal) in
      let check = try TableReader(item.node, path: item.path, known: ["key", "name", "name_en"])
      return GateDraft.Check(
        key: try check.requiredText("key"), name: try check.requiredText("name"), nameEn: try check.text("name_en"))
    }
    return GateDraft(
      checks: checks, order: try gate.text("order"), needsSecondPerson: try gate.bool("second_person"))
  }

  private static func repeats(_ table: TableReader) throws(Refusal) -> RepeatDraft? {
    guard let node = table.node("repeats") else { return nil }
    let repeats = try TableReader(node, path: table.place("repeats"), known: ["rule", "start", "early", "grace"])
    return RepeatDraft(
      rule: try repeats.text("rule"), start: try repeats.text("start"), early: try repeats.integer("early"),
      grace: try repeats.integer("grace"))
  }

  private static func labels(_ table: TableReader) throws(Refusal) -> [String: String]? {
    guard let pairs = try table.pairs("labels") else { return nil }
    // The notation's reader has refused repeated keys already.
    return Dictionary(pairs.map { ($0.name, $0.value) }) { first, _ in first }
  }

  /// A table of names and texts, or a list of `{name, value}`, which keeps its order in every JSON library.
  private static func facts(_ table: TableReader) throws(Refusal) -> [Project.Fact]? {
    guard let node = table.node("facts") else { return nil }
    if case .list = node.value {
      return try table.list("facts")?.map { (item) throws(Refusal) in
        let fact = try TableReader(item.node, path: item.path, known: ["name", "value"])
        return Project.Fact(name: try fact.requiredText("name"), value: try fact.requiredText("value"))
      }
    }
    return try table.pairs("facts")?.map { Project.Fact(name: $0.name, value: $0.value) }
  }

  private static func policy(_ table: TableReader) throws(Refusal) -> PolicyDraft? {
    guard let node = table.node("alerts") else { return nil }
    let alerts = try TableReader(node, path: table.place("alerts"), known: policy)
    return PolicyDraft(
      leadDays: try alerts.integers("lead"), onDay: try alerts.bool("on_day"),
      overdueEveryDays: try alerts.integer("overdue_every"), alertMinute: try alertMinute(alerts),
      workingDaysOnly: try alerts.bool("working_days_only"), atRisk: try alerts.bool("at_risk"),
      riskFloatDays: try alerts.integer("risk_float"), riskMoveDays: try alerts.integer("risk_move"),
      staleDays: try alerts.integer("stale_after"), digest: try alerts.text("digest"))
  }

  /// `HH:MM` as minutes after midnight.
  private static func alertMinute(_ alerts: TableReader) throws(Refusal) -> Int? {
    guard let text = try alerts.text("alert_hour") else { return nil }
    if let minute = ClockTime.minute(text) { return minute }
    let shown = DraftRules.shown(text)
    throw .input(
      .invalidValue, en: "“\(shown)” is not a time of day; write HH:MM, for example 09:00.",
      zh: "“\(shown)”不是时刻；请写成 HH:MM，例如 09:00。", path: alerts.place("alert_hour"),
      mark: alerts.node("alert_hour")?.mark)
  }
}

/// A time of day as people write it, `09:00`, and as the domain keeps it, minutes after midnight.
package enum ClockTime {
  package static func minute(_ text: String) -> Int? {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 2, (1...2).contains(parts[0].utf8.count), parts[1].utf8.count == 2,
      parts.allSatisfy({ $0.utf8.allSatisfy { (48...57).contains($0) } }), let hour = Int(parts[0]),
      let minute = Int(parts[1]), hour < 24, minute < 60
    else { return nil }
    return hour * 60 + minute
  }

  package static func text(_ minute: Int) -> String { "\(two(minute / 60)):\(two(minute % 60))" }

  private static func two(_ value: Int) -> String { value < 10 ? "0\(value)" : String(value) }
}
