/// The table of lights that a project chose: a preset by its name, or rows of its own.
///
/// Rows stand between commas, the first that holds has its light: `red late>15, orange late>7, yellow due<=14`, and
/// `memory` for a table that never shows green again what was red.
package struct LightTable: Hashable, Codable, Sendable {
  /// In one spelling, whatever was typed.
  package let text: String
  package let rule: LightRule

  package static let standard = LightTable(.standard)

  package init(_ preset: LightRule.Preset) { self.init(text: preset.rawValue, rule: preset.rule) }

  private init(text: String, rule: LightRule) {
    self.text = text
    self.rule = rule
  }

  /// Refuses with `invalid_value` what is neither a preset nor a table, and says which row is meant.
  package init(_ written: String, place: String) throws(Refusal) {
    let folded = DraftRules.trimmed(written).lowercased()
    if let preset = LightRule.Preset(rawValue: folded) {
      self.init(preset)
      return
    }
    guard folded.contains(where: { "<>,".contains($0) }) else {
      self.init(try DraftRules.choice(written, place: place) as LightRule.Preset)
      return
    }
    var rule = LightRule(rows: [])
    let parts = folded.split(separator: ",", omittingEmptySubsequences: false).map { DraftRules.trimmed(String($0)) }
    guard parts.count <= LightTable.rowsMax else { throw LightTable.unreadable("…", place: place) }
    for part in parts {
      if part == LightTable.memory {
        rule.remembersRed = true
      } else if let row = LightTable.row(part) {
        rule.rows.append(row)
      } else {
        throw LightTable.unreadable(part, place: place)
      }
    }
    let rows = parts.filter { $0 != LightTable.memory }.map { part in
      let words = part.split(separator: " ")
      return "\(words[0]) \(words.dropFirst().joined())"
    }
    self.init(text: (rows + (rule.remembersRed ? [LightTable.memory] : [])).joined(separator: ", "), rule: rule)
  }

  package init(from decoder: any Decoder) throws {
    try self.init(try decoder.singleValueContainer().decode(String.self), place: "lights")
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(text)
  }

  private static let memory = "memory"
  private static let rowsMax = 20

  /// `red late>15`.
  private static func row(_ text: String) -> LightRule.Row? {
    guard let space = text.firstIndex(of: " "),
      let light = MilestoneOutlook.Light(rawValue: String(text[..<space])), light != .grey
    else { return nil }
    let test = text[space...].filter { $0 != " " }
    guard let sign = test.firstIndex(where: { "<>".contains($0) }) else { return nil }
    let name = String(test[..<sign])
    let isOrEqual = test[test.index(after: sign)...].first == "="
    let number = String(test[test.index(sign, offsetBy: isOrEqual ? 2 : 1)...])
    guard let value = Int(number), abs(value) <= 100_000, (value >= 0 || name == "float" || name == "late") else {
      return nil
    }
    return condition(name, isOver: test[sign] == ">", isOrEqual: isOrEqual, value).map { LightRule.Row(light, $0) }
  }

  private static func condition(
    _ name: String, isOver: Bool, isOrEqual: Bool, _ value: Int
  ) -> LightRule.Condition? {
    // Whole numbers: “at least 8” is “more than 7”.
    let over = isOrEqual ? value - 1 : value
    let within = isOrEqual ? value : value - 1
    switch (name, isOver) {
    case ("late", true): return .late(over: over)
    case ("float", false): return .float(below: within + 1)
    case ("points", true): return isOrEqual ? .pointsAtLeast(Double(value)) : .points(over: Double(value))
    case ("shortfall", true) where !isOrEqual: return .shortfall(over: Double(value))
    case ("due", false): return .due(within: within)
    case ("silent", true): return .silent(over: over)
    case ("unstarted", true): return .unstarted(months: over + 1)
    default: return nil
    }
  }

  private static func unreadable(_ row: String, place: String) -> Refusal {
    let shown = DraftRules.shown(row)
    let example = "red late>15, orange late>7, yellow due<=14, memory"
    let tests = "late>, float<, points>, shortfall>, due<=, silent>, unstarted>="
    return Refusal(
      .invalidValue,
      en: "“\(shown)” is no row of a light table; write a light (red, orange, yellow, green) and a test (\(tests)), "
        + "for example “\(example)”.",
      zh: "“\(shown)”不是亮灯规则；请写灯色（red、orange、yellow、green）和条件（\(tests)），例如“\(example)”。", place: place)
  }
}
