import Foundation
import MilepostCore

/// A body of every type, with all that it may hold and with as little as it may, and with characters that break what is
/// not escaped.
enum TemplateSamples {
  static let bodies =
    AlertKind.types.map { body($0, isFull: true) } + AlertKind.types.map { body($0, isFull: false) } + [group]

  /// Every name that a tag may use.
  static let names: Set<String> = {
    var names: Set<String> = ["id", "language", "title", "sentence", "reason", "light", "facts", "name", "value"]
    for light in TemplateTags.lights { names.insert("is_\(light)") }
    for body in bodies {
      if let value = try? JSONDecoder().decode(TemplateValue.self, from: Data(body.utf8)) { collect(value, &names) }
    }
    return names
  }()

  private static func collect(_ value: TemplateValue, _ names: inout Set<String>) {
    switch value {
    case .table(let fields):
      for (name, inner) in fields {
        names.insert(name)
        collect(inner, &names)
      }
    case .list(let items): for item in items { collect(item, &names) }
    default: break
    }
  }

  private static let awkward = "横港 \"中心\" \\ <b> & \t\n第二行"

  private static func body(_ type: String, isFull: Bool) -> String {
    var json = JSONText()
    json.field("type", type)
    json.field("timestamp", "2022-06-30T01:00:00.000Z")
    json.object("data") { fill(&$0, isFull: isFull) }
    return json.closed
  }

  private static var group: String {
    var json = JSONText()
    json.field("type", "alert.group")
    json.field("timestamp", "2022-06-30T01:00:00.000Z")
    json.object("data") { data in
      data.pairs("title", [("en", "2 alerts"), ("zh", "2 条提醒")])
      data.list("alerts", [true, false]) { isFull, entry in
        entry.field("type", "milestone.due")
        fill(&entry, isFull: isFull)
      }
      data.field("count", 2)
      data.pairs("message", [("en", awkward), ("zh", awkward)])
    }
    return json.closed
  }

  private static func fill(_ data: inout JSONText, isFull: Bool) {
    if isFull {
      data.object("project") { named(&$0) }
      data.object("milestone") { named(&$0) }
      data.pairs("due", [("date", "2022-06-30"), ("written", "6月底"), ("ends_at", "2022-06-30T16:00:00.000Z")])
      data.field("forecast", "2022-07-08")
      data.field("actual", nil as String?)
      data.field("float_days", -6)
      data.field("days_overdue", 0)
      data.field("light", "red")
      data.object("alert") { alert in
        alert.field("rule", "due")
        alert.field("occurrence", "2022-06-30")
        alert.field("scheduled_at", "2022-06-30T01:00:00.000Z")
        alert.field("late_ms", 0)
        alert.field("covers", [])
        alert.field("covers_overdue", 0)
      }
      data.pairs("reason", [("en", awkward), ("zh", awkward)])
      data.list("driving_path", [0, 1]) { number, step in
        step.field("path", "works/outdoor-\(number)")
        named(&step)
        step.field("forecast", "2022-07-08")
        step.field("last_safe", "2022-06-20")
      }
      data.list("also", [0]) { _, other in
        named(&other)
        other.field("due", "2022-09-30")
        other.field("forecast", "2022-10-08")
        other.field("float_days", -3)
      }
      data.field("link", "https://milepost.example.org/a/0123456789")
      data.field("webhook", "site-office")
    }
    data.pairs("message", [("en", awkward), ("zh", awkward)])
  }

  private static func named(_ json: inout JSONText) {
    json.field("key", "completion")
    json.field("name", awkward)
    json.field("name_en", "Completion")
  }
}
