import ArgumentParser
import MilepostAPI
import MilepostClient

struct AlertList: ServiceCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List alerts, the newest first; without --state those that are open.")

  enum State: String, CaseIterable, ExpressibleByArgument {
    case open, acknowledged, snoozed, resolved, all
  }

  @Option(help: "Those in this state.")
  var state = State.open

  @OptionGroup var page: PageOptions
  @OptionGroup var options: GlobalOptions

  func validate() throws { try options.checking(page.check) }

  func run(in session: Session) throws -> ExitStatus {
    let query = state == .all ? [] : [HTTPRequest.Parameter("state", state.rawValue)]
    let alerts = try page.collect(AlertView.self, from: session.client, APIPath.alerts, query: query)
    try session.show(alerts) {
      session.text(
        AlertList.table(alerts.items, words: session.words), whenEmpty: Phrase("No such alerts.", "没有符合条件的提醒。"),
        page: alerts)
    }
    return .done
  }

  private static func table(_ alerts: [AlertView], words: Words) -> Table {
    var table = Table([
      Table.Column(Phrase("ID", "编号"), .right),
      Table.Column(Phrase("STATE", "状态")),
      Table.Column(Phrase("EVENT", "事件")),
      Table.Column(Phrase("MILESTONE", "里程碑")),
      Table.Column(Phrase("NAME", "名称"), canShrink: true),
      Table.Column(Phrase("RULE", "规则")),
      Table.Column(Phrase("FIRED", "触发")),
      Table.Column(Phrase("IN HAND", "处理人"), canShrink: true),
    ])
    for alert in alerts {
      table.add(
        Table.Cell("\(alert.id)"), words.alertState(alert.state), Table.Cell(words.event(alert.type)),
        Table.Cell(alert.subject ?? "\(alert.project)/\(alert.milestone)"), Table.Cell(alert.milestoneName),
        Table.Cell(alert.rule),
        Table.Cell(words.moment(alert.firedAt)), Table.Cell(alert.acknowledgedBy ?? ""))
    }
    return table
  }
}
