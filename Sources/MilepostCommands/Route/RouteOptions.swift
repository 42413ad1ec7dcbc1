import ArgumentParser
import MilepostAPI

/// What a route says.
struct RouteOptions: ParsableArguments {
  @Option(help: ArgumentHelp("The route above it (default: “default”).", valueName: "route"))
  var parent: String?

  @Option(
    help: ArgumentHelp(
      "A condition such as severity=\"critical\" or project=~\"school-.*\"; repeat for more, all must hold.",
      valueName: "matcher"))
  var match: [String] = []

  @Option(
    help: ArgumentHelp("A webhook that is told; repeat for more (default: the parent's).", valueName: "webhook"),
    completion: KeyCompletion.webhook)
  var to: [String] = []

  @Flag(inversion: .prefixedNo, help: "Ask the routes behind it too.")
  var `continue`: Bool?

  @Option(help: ArgumentHelp("A label in which alerts of one message agree; repeat for more.", valueName: "label"))
  var groupBy: [String] = []

  @Option(help: ArgumentHelp("How long a new group waits for more, such as 30s.", valueName: "time"))
  var groupWait: String?

  @Option(help: ArgumentHelp("How long until a group's next message, such as 5m.", valueName: "time"))
  var groupInterval: String?

  @Option(
    help: ArgumentHelp(
      "Who is told next when nobody acts: AFTER=WEBHOOK[,WEBHOOK], such as 2wd=boss; repeat for more levels.",
      valueName: "level"))
  var escalate: [String] = []

  @Option(
    help: ArgumentHelp("Hours in which nothing goes out, such as 22:00-07:00; repeat for more.", valueName: "hours"))
  var quiet: [String] = []

  @Flag(inversion: .prefixedNo, help: "Send on working days only.")
  var workingDays: Bool?

  @Option(
    help: ArgumentHelp(
      "One message instead of many: “daily 09:00”, “weekly mon 09:00”, “monthly 1 09:00”.", valueName: "when"))
  var digest: String?

  @Option(help: ArgumentHelp("The zone of these hours (default: the project's).", valueName: "zone"))
  var zone: String?

  @Option(help: ArgumentHelp("The calendar of these days (default: the project's).", valueName: "calendar"))
  var calendar: String?

  func check() throws {
    for level in escalate where !level.isEmpty && !level.contains("=") {
      throw InputFault(
        phrase: Phrase("“\(level)” is no level; write for example 2wd=boss.", "“\(level)”不是有效的一级；例如 2wd=boss。"))
    }
  }

  var input: RouteView {
    var view = RouteView()
    view.parent = parent
    view.match = match.isEmpty ? nil : match
    view.to = to.isEmpty ? nil : to
    view.continue = self.continue
    view.groupBy = groupBy.isEmpty ? nil : groupBy
    view.groupWait = groupWait
    view.groupInterval = groupInterval
    view.escalate = escalate.isEmpty ? nil : escalate.filter { !$0.isEmpty }.map(RouteOptions.level)
    view.quiet = quiet.isEmpty ? nil : quiet
    view.workingDays = workingDays
    view.digest = digest
    view.zone = zone
    view.calendar = calendar
    return view
  }

  private static func level(_ text: String) -> RouteView.Level {
    let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map { String($0) }
    let names = parts.count > 1 ? parts[1].split(separator: ",").map { String($0) } : []
    return RouteView.Level(after: parts.first ?? "", to: names)
  }
}
