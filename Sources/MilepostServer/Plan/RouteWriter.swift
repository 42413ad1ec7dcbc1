import MilepostCore

/// Writes a file of routes that is read back as the same routes.
enum RouteWriter {
  static func text(_ routes: [Route]) -> String {
    guard !routes.isEmpty else { return "routes: []\n" }
    return (["routes:"] + routes.flatMap { lines(RouteForm($0)) }).joined(separator: "\n") + "\n"
  }

  private static func lines(_ form: RouteForm) -> [String] {
    var fields: [(String, String)] = []
    func text(_ name: String, _ value: String?) {
      if let value { fields.append((name, YAMLScalar.text(value))) }
    }
    func list(_ name: String, _ values: [String]?) {
      if let values { fields.append((name, "[" + values.map(YAMLScalar.text).joined(separator: ", ") + "]")) }
    }
    func flag(_ name: String, _ value: Bool?) {
      if let value { fields.append((name, value ? "true" : "false")) }
    }
    text("name", form.name)
    if form.parent != Route.root { text("parent", form.parent) }
    list("match", form.match)
    list("to", form.to)
    flag("continue", form.continues)
    list("group_by", form.groupBy)
    text("group_wait", form.groupWait)
    text("group_interval", form.groupInterval)
    list("quiet", form.quiet)
    flag("working_days", form.workingDays)
    text("digest", form.digest)
    text("zone", form.zone)
    text("calendar", form.calendar)
    var lines = fields.map { "    \($0.0): \($0.1)" }
    if let levels = form.escalate {
      lines.append(levels.isEmpty ? "    escalate: []" : "    escalate:")
      for level in levels {
        lines.append("      - after: \(YAMLScalar.text(level.after))")
        lines.append("        to: [\(level.to.map(YAMLScalar.text).joined(separator: ", "))]")
      }
    }
    guard let first = lines.first else { return [] }
    return ["  - " + first.dropFirst(4)] + lines.dropFirst()
  }
}
