import ArgumentParser
import MilepostAPI
import MilepostClient

struct NextCommand: ServiceCommand {
  static let configuration = CommandConfiguration(
    commandName: "next", abstract: "What will fire, when, and to whom, if nothing changes.")

  private static let daysMax = 3660

  @Option(help: ArgumentHelp("How far to look ahead.", valueName: "count"))
  var days = 30

  @OptionGroup var page: PageOptions
  @OptionGroup var options: GlobalOptions

  func validate() throws {
    try options.checking(page.check)
    guard (1...NextCommand.daysMax).contains(days) else {
      let limit = NextCommand.daysMax
      throw options.fault(Phrase("--days must be 1 to \(limit).", "--days 应为 1 至 \(limit)。"))
    }
  }

  func run(in session: Session) throws -> ExitStatus {
    let upcoming = try page.collect(
      UpcomingView.self, from: session.client, APIPath.next, query: [.init("days", "\(days)")])
    try session.show(upcoming) {
      let text = session.text(
        NextCommand.table(upcoming.items, words: session.words),
        whenEmpty: Phrase("Nothing will fire within \(days) days.", "\(days) 天内没有将要发出的提醒。"), page: upcoming)
      guard upcoming.items.contains(where: \.webhooks.isEmpty) else { return text }
      let warning = session.say(
        Phrase(
          "Alerts to nobody are in the list: register a webhook with `milepost webhook add`.",
          "其中有无人接收的提醒：请用 `milepost webhook add` 登记 webhook。"))
      return "\(text)\n\(session.palette.paint(warning, .warning))"
    }
    return .done
  }

  private static func audience(_ item: UpcomingView, _ words: Words) -> Table.Cell {
    if let silence = item.silencedBy {
      return Table.Cell(Phrase("silenced (\(silence))", "静默（\(silence)）").text(words.language), .warning)
    }
    if item.repeats != nil {
      let held = item.inHandOf.map { Phrase("in the hands of \($0)", "由 \($0) 处理") } ?? Phrase("snoozed", "已暂缓")
      return Table.Cell(held.text(words.language), .faint)
    }
    let names = words.list(item.webhooks)
    return Table.Cell(
      item.outLocal.map { Phrase("\(names) at \($0)", "\(names)（\($0)）").text(words.language) } ?? names)
  }

  private static func rule(_ item: UpcomingView) -> Phrase {
    guard let level = item.level else { return Phrase(item.rule, item.rule) }
    return Phrase("\(item.rule), level \(level)", "\(item.rule)，第 \(level) 级上报")
  }

  private static func table(_ upcoming: [UpcomingView], words: Words) -> Table {
    var table = Table([
      Table.Column(Phrase("WHEN", "时间")),
      Table.Column(Phrase("EVENT", "事件")),
      Table.Column(Phrase("MILESTONE", "里程碑")),
      Table.Column(Phrase("NAME", "名称"), canShrink: true),
      Table.Column(Phrase("RULE", "规则")),
      Table.Column(Phrase("TO", "发往"), canShrink: true),
    ])
    for item in upcoming {
      let nobody = Table.Cell(Phrase("nobody", "无人").text(words.language), .bad)
      table.add(
        Table.Cell(item.atLocal), Table.Cell(words.event(item.type)), Table.Cell("\(item.project)/\(item.milestone)"),
        Table.Cell(item.milestoneName), Table.Cell(rule(item).text(words.language)),
        item.webhooks.isEmpty ? nobody : audience(item, words))
    }
    return table
  }
}
