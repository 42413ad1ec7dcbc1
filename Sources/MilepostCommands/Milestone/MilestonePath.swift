import ArgumentParser
import MilepostAPI
import MilepostClient

struct MilestonePath: ServiceCommand {
  static let configuration = CommandConfiguration(
    commandName: "path", abstract: "Why it is forecast for its date, and by when what comes before must be done.",
    discussion: """
      Shows the chain that drives the date. With --all: everything that it waits for. The last safe date is the last \
      day on which a step may end so that the due date holds.
      """)

  @OptionGroup var milestone: MilestoneArgument

  @Flag(help: "Everything that it waits for, not only what drives it.")
  var all = false

  @OptionGroup var options: GlobalOptions

  func validate() throws { _ = try options.checking(milestone.name) }

  func run(in session: Session) throws -> ExitStatus {
    let name = try milestone.name()
    let view = try session.client.fetch(
      PathView.self, HTTPRequest(.get, "\(APIPath.milestone(name.key, of: name.project))/path"))
    try session.show(view) {
      let steps = all ? view.predecessors : view.driving
      let table = session.text(
        MilestonePath.table(steps, words: session.words),
        whenEmpty: Phrase("Nothing comes before it.", "没有前置事项。"))
      guard let reason = view.milestone.reason else { return table }
      return "\(session.say(Phrase(reason.en, reason.zh)))\n\n\(table)"
    }
    return .done
  }

  private static func table(_ steps: [StepView], words: Words) -> Table {
    var table = Table([
      Table.Column(Phrase("STEP", "步骤")),
      Table.Column(Phrase("NAME", "名称"), canShrink: true),
      Table.Column(Phrase("START", "开始")),
      Table.Column(Phrase("FINISH", "完成")),
      Table.Column(Phrase("LAST SAFE", "最迟完成")),
      Table.Column(Phrase("FLOAT", "余量"), .right),
    ])
    for step in steps {
      table.add(
        Table.Cell(step.path, step.done ? .faint : .plain), Table.Cell(words.name(step.name, en: step.nameEn)),
        Table.Cell(step.start), Table.Cell(step.finish), Table.Cell(step.lastSafe ?? ""),
        step.floatDays.map(words.float) ?? Table.Cell(step.done ? Phrase("done", "已完成").text(words.language) : ""))
    }
    return table
  }
}

struct MilestoneHistory: ServiceCommand {
  static let configuration = CommandConfiguration(
    commandName: "history", abstract: "How its forecast has moved, and who or what moved it.")

  @OptionGroup var milestone: MilestoneArgument

  @Option(help: ArgumentHelp("The newest so many.", valueName: "count"))
  var limit = 100

  @OptionGroup var options: GlobalOptions

  func validate() throws {
    _ = try options.checking(milestone.name)
    guard limit >= 1 else { throw options.fault(Phrase("--limit must be at least 1.", "--limit 至少为 1。")) }
  }

  func run(in session: Session) throws -> ExitStatus {
    let name = try milestone.name()
    let page = try session.client.fetch(
      Page<ForecastView>.self,
      HTTPRequest(
        .get, "\(APIPath.milestone(name.key, of: name.project))/forecasts", query: [.init("limit", "\(limit)")]))
    try session.show(page) {
      var table = Table([
        Table.Column(Phrase("FROM", "自")),
        Table.Column(Phrase("FORECAST", "预计")),
        Table.Column(Phrase("DUE", "应完成")),
        Table.Column(Phrase("MOVED BY", "变动来源")),
      ])
      for point in page.items {
        table.add(
          Table.Cell(point.atLocal), Table.Cell(point.forecast, point.forecast > point.due ? .bad : .plain),
          Table.Cell(point.due), Table.Cell(point.cause))
      }
      return session.text(table, whenEmpty: Phrase("No forecast yet.", "还没有预计。"))
    }
    return .done
  }
}
