import ArgumentParser
import MilepostAPI
import MilepostClient

struct StatusCommand: ServiceCommand {
  static let configuration = CommandConfiguration(
    commandName: "status", abstract: "How things stand: open milestones, the most urgent first.")

  @Option(help: ArgumentHelp("Show at most this many milestones.", valueName: "count"))
  var limit = 50

  @OptionGroup var options: GlobalOptions

  func validate() throws {
    guard limit >= 1 else { throw options.fault(Phrase("--limit must be at least 1.", "--limit 至少为 1。")) }
  }

  func run(in session: Session) throws -> ExitStatus {
    let request = HTTPRequest(.get, APIPath.status, query: [.init("limit", "\(limit)")])
    let status = try session.client.fetch(StatusView.self, request)
    try session.show(status) { StatusCommand.text(status, in: session) }
    return .done
  }

  private static func text(_ status: StatusView, in session: Session) -> String {
    var lines = [session.say(summary(status))]
    if status.rehearsal {
      let now = session.words.moment(status.now)
      lines.append(
        session.palette.paint(
          session.say(Phrase("Rehearsal: the service's clock says \(now).", "演练中：服务时钟为 \(now)。")), .warning))
    }
    if let silences = status.silences, silences > 0 {
      let told = Phrase(
        "\(silences) silences are in force: milepost silence list", "有 \(silences) 个静默生效中：milepost silence list")
      lines.append(session.palette.paint(session.say(told), .warning))
    }
    if status.deliveriesDead > 0 {
      lines.append(session.palette.paint(session.say(undelivered(status.deliveriesDead)), .bad))
    }
    lines.append("")
    lines.append(
      session.text(
        table(status.milestones, words: session.words),
        whenEmpty: Phrase("No open milestones.", "没有未完成的里程碑。")))
    if status.milestones.count < status.milestonesOpen {
      let rest = status.milestonesOpen - status.milestones.count
      lines.append(
        session.palette.paint(session.say(Phrase("\(rest) more: --limit", "另有 \(rest) 个：--limit")), .faint))
    }
    return lines.joined(separator: "\n")
  }

  private static func summary(_ status: StatusView) -> Phrase {
    Phrase(
      "\(status.projects) projects, \(status.milestonesOpen) open milestones, \(status.overdue) overdue; "
        + "\(status.alertsOpen) open alerts, \(status.deliveriesPending) deliveries pending.",
      "项目 \(status.projects) 个，未完成里程碑 \(status.milestonesOpen) 个，逾期 \(status.overdue) 个；"
        + "待处理提醒 \(status.alertsOpen) 条，待投递 \(status.deliveriesPending) 条。")
  }

  private static func undelivered(_ count: Int) -> Phrase {
    Phrase(
      "\(count) deliveries were given up: milepost webhook list, then milepost webhook replay NAME.",
      "有 \(count) 条投递已放弃：请查看 milepost webhook list，再用 milepost webhook replay 名称 重发。")
  }

  private static func table(_ milestones: [MilestoneView], words: Words) -> Table {
    var table = Table([
      Table.Column(Phrase("LIGHT", "灯")),
      Table.Column(Phrase("PROJECT", "项目"), canShrink: true),
      Table.Column(Phrase("MILESTONE", "里程碑"), canShrink: true),
      Table.Column(Phrase("NAME", "名称"), canShrink: true),
      Table.Column(Phrase("DUE", "应完成")),
      Table.Column(Phrase("FORECAST", "预计")),
      Table.Column(Phrase("FLOAT", "余量"), .right),
      Table.Column(Phrase("STATE", "状态")),
    ])
    for milestone in milestones {
      table.add(
        words.light(milestone.light), Table.Cell(milestone.project), Table.Cell(milestone.key),
        Table.Cell(words.name(milestone.name, en: milestone.nameEn)), Table.Cell(milestone.due.date),
        Table.Cell(milestone.forecast), words.float(milestone.floatDays), words.state(milestone.state))
    }
    return table
  }
}
