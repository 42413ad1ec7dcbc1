import ArgumentParser
import MilepostAPI

/// What can be said about a project, when it is added and later.
struct ProjectFields: ParsableArguments {
  @Option(help: ArgumentHelp("Name in English.", valueName: "text"))
  var nameEn: String?

  @Option(help: ArgumentHelp("Who answers for it.", valueName: "text"))
  var owner: String?

  @Option(help: ArgumentHelp("Time zone, such as Asia/Shanghai.", valueName: "zone"))
  var zone: String?

  @Option(help: ArgumentHelp("Working calendar, such as china.", valueName: "calendar"))
  var calendar: String?

  @Option(
    help: ArgumentHelp("A label; repeat for more. With edit, an empty value removes it.", valueName: "name=value"))
  var label: [String] = []

  @Option(
    help: ArgumentHelp(
      "A fact, shown as written; repeat for more. With edit, an empty value removes it.", valueName: "name=value"))
  var fact: [String] = []

  @Option(
    help: ArgumentHelp(
      "How work that began too early is counted: retained_logic, progress_override or actual_dates.",
      valueName: "rule"))
  var progressRule: String?

  @Option(
    help: ArgumentHelp(
      "By what table lights are chosen: standard, points, shortfall, days, memory, silence, unstarted, or rows such as \"red late>15, yellow due<=14\".",
      valueName: "table"))
  var lights: String?

  @OptionGroup var policy: PolicyOptions

  /// Labels and facts are not in it: how they meet those that stand differs from verb to verb.
  func input(name: String?) throws -> ProjectInput {
    ProjectInput(
      name: name, nameEn: nameEn, owner: owner, zone: zone, calendar: calendar, alerts: try policy.policy(),
      progressRule: progressRule, lights: lights)
  }

  func labels() throws -> [KeyValue] { try KeyValue.list(label, option: "--label") }

  func facts() throws -> [KeyValue] { try KeyValue.list(fact, option: "--fact") }
}
