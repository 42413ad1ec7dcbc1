import MilepostCore

/// Reads what might happen: `{"changes": [{"slip": "site-works", "by": "10wd"}]}`.
enum SuppositionFields {
  static let changesMax = 100
  private static let verbs = ["slip", "shorten", "lag", "unlink"]

  static func suppositions(from table: TableReader) throws(Refusal) -> [PlanSupposition] {
    guard let items = try table.list("changes"), !items.isEmpty else {
      throw Refusal(
        .missingField, en: "Say what might happen: a list “changes” with at least one entry.",
        zh: "请说明假设的变化：“changes”列表至少要有一项。", place: "changes")
    }
    guard items.count <= changesMax else {
      throw Refusal(
        .invalidValue, en: "There are \(items.count) changes; at most \(changesMax) are taken.",
        zh: "共有 \(items.count) 项变化，最多 \(changesMax) 项。", place: "changes")
    }
    return try items.map { (item) throws(Refusal) in
      try supposition(try TableReader(item.node, path: item.path, known: verbs + ["by", "after"]))
    }
  }

  private static func supposition(_ table: TableReader) throws(Refusal) -> PlanSupposition {
    let said = verbs.filter { table.node($0) != nil }
    guard said.count == 1, let verb = said.first else {
      throw Refusal(
        .invalidValue, en: "Say one thing in each entry: \(verbs.joined(separator: ", ")).",
        zh: "每一项只写一种变化：\(verbs.joined(separator: "、"))。", place: table.path)
    }
    let key = try table.requiredText(verb)
    switch verb {
    case "slip": return .slip(key: key, by: try span(table))
    case "shorten": return .shorten(key: key, by: try span(table))
    default:
      let link = try PlanLink(try table.requiredText("after"), place: table.place("after"))
      let before = link.project.map { "\($0)/\(link.key)" } ?? link.key
      return verb == "unlink"
        ? .unlink(before: before, follower: key, kind: link.kind)
        : .lag(before: before, follower: key, kind: link.kind, lag: link.lag ?? WorkDuration(0, .workingDays))
    }
  }

  private static func span(_ table: TableReader) throws(Refusal) -> WorkDuration {
    let span = try WorkDuration(try table.requiredText("by"), place: table.place("by"))
    guard span.amount > 0 else {
      throw Refusal(
        .invalidValue, en: "By how much? Write a time above zero, for example 10wd.", zh: "请写大于零的时间，例如 10wd。",
        place: table.place("by"))
    }
    return span
  }
}
