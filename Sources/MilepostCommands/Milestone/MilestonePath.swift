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

  @Option(help: ArgumentHelp("Work back from this day instead of the due date.", valueName: "date"))
  var by: String?

  @Option(
    help: ArgumentHelp("Leave so many working days free before it (default: the milestone's own).", valueName: "10wd"))
  var buffer: String?

  @OptionGroup var options: GlobalOptions

  func validate() throws { _ = try options.checking(milestone.name) }

  func run(in session: Session) throws -> ExitStatus {
    let name = try milestone.name()
    let query = [by.map { HTTPRequest.Parameter("by", $0) }, buffer.map { .init("buffer", $0) }].compactMap(\.self)
    let view = try session.client.fetch(
      PathView.self, HTTPRequest(.get, "\(APIPath.milestone(name.key, of: name.project))/path", query: query))
    try session.show(view) {
      let steps = all ? view.predecessors : view.driving
      let table = session.text(
        MilestonePath.table(steps, words: session.words),
        whenEmpty: Phrase("Nothing comes before it.", "没有前置事项。"))
      let lines = [
        view.milestone.reason.map { session.say(Phrase($0.en, $0.zh)) }, session.say(MilestonePath.aim(view)), "",
        table,
      ]
      return lines.compactMap(\.self).joined(separator: "\n")
    }
    return .done
  }

  /// What the last safe dates keep.
  private static func aim(_ view: PathView) -> Phrase {
    let day = view.by ?? view.milestone.due.date
    let buffer = view.buffer.map { Phrase(" with a buffer of \($0)", "并留出余量 \($0)") } ?? Phrase("", "")
    return Phrase("Last safe dates keep \(day)\(buffer.en).", "最迟完成日期可保 \(day)\(buffer.zh)。")
  }

  static func table(_ steps: [StepView], words: Words) -> Table {
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
        Table.Column(Phrase("WHY", "原因"), canShrink: true),
        Table.Column(Phrase("DRIVEN BY", "起因"), canShrink: true),
      ])
      for point in page.items {
        table.add(
          Table.Cell(point.atLocal), Table.Cell(point.forecast, point.forecast > point.due ? .bad : .plain),
          Table.Cell(point.due), Table.Cell(point.cause), Table.Cell(point.reason ?? ""), Table.Cell(point.driver ?? "")
        )
      }
      return session.text(table, whenEmpty: Phrase("No forecast yet.", "还没有预计。"))
    }
    return .done
  }
}
