import ArgumentParser
import MilepostAPI
import MilepostClient

struct RouteTestCommand: ServiceCommand {
  static let configuration = CommandConfiguration(
    commandName: "test", abstract: "Whom an alert would reach, when, and why; nothing is sent.")

  @Option(
    help: ArgumentHelp("The alert's project; without one it is the service's own.", valueName: "key"),
    completion: KeyCompletion.project)
  var project: String?

  @Option(help: ArgumentHelp("Its milestone.", valueName: "key"))
  var milestone: String?

  @Option(help: ArgumentHelp("Its event (default: milestone.overdue).", valueName: "type"))
  var type: String?

  @Option(
    name: .customLong("label"),
    help: ArgumentHelp("A label, or severity, kind, owner: NAME=VALUE; repeat for more.", valueName: "label"))
  var labels: [String] = []

  @OptionGroup var options: GlobalOptions

  func validate() throws {
    for label in labels where !label.dropFirst().contains("=") || label.hasPrefix("=") {
      throw options.fault(Phrase("“\(label)” is no label; write NAME=VALUE.", "“\(label)”不是标签；请写作 名称=值。"))
    }
  }

  func run(in session: Session) throws -> ExitStatus {
    let pairs = labels.map { label in
      let parts = label.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map { String($0) }
      return (parts[0], parts.count > 1 ? parts[1] : "")
    }
    let input = RouteTestInput(
      project: project, milestone: milestone, type: type, labels: Dictionary(pairs) { first, _ in first })
    let view = try session.client.fetch(
      RouteTestView.self, try HTTPRequest(.post, APIPath.routeTest, json: input))
    try session.show(view) { RouteTestCommand.text(view, in: session) }
    return .done
  }

  private static func text(_ view: RouteTestView, in session: Session) -> String {
    var lines = view.labels.sorted { $0.key < $1.key }.map { PlainText.line("\($0.key)=\"\($0.value)\"") }
    lines = [lines.joined(separator: " "), ""]
    for verdict in view.routes {
      let mark = verdict.taken ? session.palette.paint(session.say(Phrase("taken", "采用")), .good) : "-"
      let answers = verdict.matchers.map { "\($0.matcher) \($0.holds ? "✓" : "✗ (\($0.actual))")" }
      lines.append(
        String(repeating: "  ", count: verdict.depth) + PlainText.line("\(verdict.route)") + "  " + mark + "  "
          + PlainText.line(answers.joined(separator: ", ")))
    }
    lines.append("")
    if let silence = view.silencedBy {
      let told = Phrase("Nobody is told while silence \(silence) lasts.", "静默 \(silence) 期间不通知任何人。")
      lines.append(session.palette.paint(session.say(told), .warning))
    }
    if view.targets.isEmpty {
      lines.append(session.palette.paint(session.say(Phrase("It would reach nobody.", "无人接收。")), .bad))
    }
    for target in view.targets {
      let grouped = target.groupBy.map { " (\($0.joined(separator: ", ")))" } ?? ""
      lines.append(
        session.say(
          Phrase(
            "\(target.webhook) by \(target.route), at \(target.atLocal)\(grouped)",
            "\(target.webhook)（路由 \(target.route)），\(target.atLocal)\(grouped)")))
    }
    for level in view.levels {
      lines.append(
        session.say(
          Phrase(
            "level \(level.level), if nobody acts by \(level.atLocal): \(level.to.joined(separator: ", "))",
            "第 \(level.level) 级，若到 \(level.atLocal) 仍无人处理：\(level.to.joined(separator: "、"))")))
    }
    return lines.joined(separator: "\n")
  }
}
