/// One condition on what an alert is about, in Alertmanager's words: `severity="critical"`, `project=~"school-.*"`.
package struct Matcher: Hashable, Sendable {
  package enum Comparison: String, Sendable, CaseIterable {
    case equal = "="
    case notEqual = "!="
    case matches = "=~"
    case matchesNot = "!~"
  }

  package let name: String
  package let comparison: Comparison
  package let value: String
  private let pattern: LabelPattern?

  package init(name: String, _ comparison: Comparison, _ value: String) throws(PatternFault) {
    self.name = name
    self.comparison = comparison
    self.value = value
    switch comparison {
    case .equal, .notEqual: pattern = nil
    case .matches, .matchesNot: pattern = try LabelPattern(value)
    }
  }

  /// A label that is not there counts as empty.
  package func matches(_ facts: AlertFacts) -> Bool {
    let actual = facts[name]
    return switch comparison {
    case .equal: actual == value
    case .notEqual: actual != value
    case .matches: pattern?.matches(actual) ?? false
    case .matchesNot: !(pattern?.matches(actual) ?? true)
    }
  }

  /// As it is written; reading it gives the same again.
  package var text: String {
    (MatcherParser.isBare(name) ? name : Matcher.quoted(name)) + comparison.rawValue + Matcher.quoted(value)
  }

  /// By scalars: a quote with an accent upon it is a quote to the parser.
  private static func quoted(_ text: String) -> String {
    var quoted = "\"".unicodeScalars
    for scalar in text.unicodeScalars {
      if scalar == "\"" || scalar == "\\" { quoted.append("\\") }
      quoted.append(scalar)
    }
    quoted.append("\"")
    return String(quoted)
  }
}

/// What matchers look at: the alert's own properties, and labels of its milestone and project.
package struct AlertFacts: Hashable, Sendable {
  /// Names that mean the alert's own properties, whatever labels are called.
  package static let names = [
    "project", "owner", "kind", "severity", "light", "type", "rule", "milestone", "subject",
  ]

  package var values: [String: String]

  package init(_ values: [String: String]) { self.values = values }

  package init(project: Project, milestone: Milestone, type: String, rule: String, light: MilestoneOutlook.Light) {
    values = project.labels.merging(milestone.labels) { $1 }
    values["project"] = project.key
    values["owner"] = project.owner ?? ""
    values["kind"] = milestone.kind.rawValue
    values["milestone"] = milestone.key
    values["subject"] = ""
    setAlert(type: type, rule: rule, light: light)
  }

  /// Of the service's own.
  package init(subject: String, type: String, rule: String, light: MilestoneOutlook.Light) {
    values = ["subject": subject]
    setAlert(type: type, rule: rule, light: light)
  }

  private mutating func setAlert(type: String, rule: String, light: MilestoneOutlook.Light) {
    values["type"] = type
    values["rule"] = rule
    values["light"] = light.rawValue
    values["severity"] = AlertFacts.severity(light)
  }

  package static func severity(_ light: MilestoneOutlook.Light) -> String {
    switch light {
    case .red: "critical"
    case .orange, .yellow: "warning"
    case .grey, .green: "info"
    }
  }

  package subscript(_ name: String) -> String { values[name] ?? "" }
}
