import MilepostCore

/// Reads a plan file: YAML text to the projects and milestones that people want.
package enum PlanReader {
  /// Bytes of a plan file, at most.
  package static let sizeMax = 16 << 20

  /// Each fault is refused with its line and its place, such as `projects[0].milestones[2].due`. What the values mean
  /// (dates, zones, limits) is for the engine to judge.
  static func source(_ bytes: some Collection<UInt8>) throws(Refusal) -> PlanSource {
    guard bytes.count <= sizeMax else { throw .bodyTooLarge(limit: sizeMax) }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw Refusal(.malformedInput, en: "The plan is not UTF-8 text.", zh: "计划不是 UTF-8 文本。")
    }
    return try source(text)
  }

  package static func read(_ text: String) throws(Refusal) -> PlanDocument { try source(text).document }

  private static func source(_ text: String) throws(Refusal) -> PlanSource {
    guard let root = try YAMLTree.read(text) else { throw empty() }
    if case .null = root.value { throw empty() }
    let table = try TableReader(root, known: ["projects"])
    guard let items = try table.list("projects") else { throw empty() }
    var projects: [PlanDocument.ProjectPlan] = []
    var seen: [String: Int] = [:]
    for item in items {
      let plan = try project(item.node, path: item.path)
      try refuseTwice(plan.project.key, item.node, path: item.path, seen: &seen)
      projects.append(plan)
    }
    return PlanSource(document: PlanDocument(projects: projects), root: root)
  }

  private static func project(_ node: InputNode, path: String) throws(Refusal) -> PlanDocument.ProjectPlan {
    let table = try TableReader(
      node, path: path, known: DraftFields.project + ["calendars", "activities", "milestones"])
    var draft = try DraftFields.project(from: table)
    draft.key = try key(table, node)
    draft.name = try table.requiredText("name")
    var calendars: [ShiftCalendar] = []
    var names: [String: Int] = [:]
    for item in try table.list("calendars") ?? [] {
      let calendar = try PlanCalendar.read(item.node, path: item.path)
      try refuseTwice(calendar.name, item.node, path: item.path, seen: &names, field: "name")
      calendars.append(calendar)
    }
    var activities: [ActivityDraft] = []
    var milestones: [MilestoneDraft] = []
    // Links name both, so a key stands for one thing only.
    var seen: [String: Int] = [:]
    for item in try table.list("activities") ?? [] {
      let activity = try activity(item.node, path: item.path)
      try refuseTwice(activity.key, item.node, path: item.path, seen: &seen)
      activities.append(activity)
    }
    for item in try table.list("milestones") ?? [] {
      let milestone = try milestone(item.node, path: item.path)
      try refuseTwice(milestone.key, item.node, path: item.path, seen: &seen)
      milestones.append(milestone)
    }
    return PlanDocument.ProjectPlan(
      project: draft, calendars: calendars, activities: activities, milestones: milestones)
  }

  private static func activity(_ node: InputNode, path: String) throws(Refusal) -> ActivityDraft {
    let table = try TableReader(node, path: path, known: DraftFields.activity)
    var draft = try DraftFields.activity(from: table)
    draft.key = try key(table, node)
    draft.name = try table.requiredText("name")
    draft.duration = try table.requiredText("duration")
    return draft
  }

  private static func milestone(_ node: InputNode, path: String) throws(Refusal) -> MilestoneDraft {
    let table = try TableReader(node, path: path, known: DraftFields.milestone)
    var draft = try DraftFields.milestone(from: table)
    draft.key = try key(table, node)
    draft.name = try table.requiredText("name")
    // What recurs is due as its rule says.
    if draft.repeats == nil { draft.due = try table.requiredText("due") }
    return draft
  }

  private static func key(_ table: TableReader, _ node: InputNode) throws(Refusal) -> String {
    let key = try table.requiredText("key")
    do { return try DraftRules.key(key, place: table.place("key")) } catch {
      throw .input(
        error.code, en: error.text.en, zh: error.text.zh, path: table.place("key"), mark: table.node("key")?.mark)
    }
  }

  /// Two entries with one key would silently overwrite each other.
  private static func refuseTwice(
    _ key: String?, _ node: InputNode, path: String, seen: inout [String: Int], field: String = "key"
  ) throws(Refusal) {
    guard let key, let first = seen.updateValue(node.mark?.line ?? 0, forKey: key) else { return }
    throw .input(
      .duplicateKey, en: "The \(field) “\(key)” is taken already by the entry in line \(first).",
      zh: "标识“\(key)”已被第 \(first) 行的条目使用。", path: InputPath.field(field, of: path), mark: node.mark)
  }

  private static func empty() -> Refusal {
    Refusal(
      .missingField, en: "The plan is empty: it must hold a list named “projects”.", zh: "计划为空：应包含名为“projects”的列表。",
      place: "projects")
  }
}
