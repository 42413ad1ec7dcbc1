import ArgumentParser
import MilepostAPI
import MilepostClient

struct BaselineCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "baseline", abstract: "Dates as they were agreed at a moment; kept, named, never changed.",
    subcommands: [BaselineSet.self, BaselineList.self, BaselineShow.self])
}

struct BaselineSet: ServiceCommand {
  static let configuration = CommandConfiguration(
    commandName: "set", abstract: "Keep a project's dates, as they stand now, under a name.")

  @Argument(help: "The project's key.", completion: KeyCompletion.project)
  var project: String

  @Argument(help: "A short name: lower-case letters, digits and hyphens.")
  var name: String

  @Option(help: ArgumentHelp("What it is, or why.", valueName: "text"))
  var note: String?

  @OptionGroup var options: GlobalOptions

  func run(in session: Session) throws -> ExitStatus {
    let request = try HTTPRequest(
      .post, APIPath.baselines(of: project), json: BaselineInput(name: name, note: note))
    let view = try session.client.fetch(BaselineView.self, request)
    try session.show(view) {
      session.say(
        Phrase(
          "Kept the dates of \(view.project) as “\(view.name)”, as of \(view.atLocal).",
          "已将 \(view.project) 在 \(view.atLocal) 的各项日期存为基线“\(view.name)”。"))
    }
    return .done
  }
}

struct BaselineList: ServiceCommand {
  static let configuration = CommandConfiguration(commandName: "list", abstract: "List a project's baselines.")

  @Argument(help: "The project's key.", completion: KeyCompletion.project)
  var project: String

  @OptionGroup var options: GlobalOptions

  func run(in session: Session) throws -> ExitStatus {
    let page = try session.client.fetch(
      Page<BaselineView>.self, HTTPRequest(.get, APIPath.baselines(of: project)))
    try session.show(page) {
      var table = Table([
        Table.Column(Phrase("BASELINE", "基线")), Table.Column(Phrase("AS OF", "时间")),
        Table.Column(Phrase("BY", "操作人")), Table.Column(Phrase("NOTE", "说明"), canShrink: true),
      ])
      for baseline in page.items {
        table.add(
          Table.Cell(baseline.name), Table.Cell(baseline.atLocal), Table.Cell(baseline.author),
          Table.Cell(baseline.note ?? ""))
      }
      return session.text(
        table, whenEmpty: Phrase("Project \(project) has no baseline.", "项目 \(project) 没有基线。"))
    }
    return .done
  }
}

struct BaselineShow: ServiceCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "How far everything has moved since a baseline, in working days.")

  @Argument(help: "The project's key.", completion: KeyCompletion.project)
  var project: String

  @Argument(help: "The baseline's name.")
  var name: String

  @OptionGroup var options: GlobalOptions

  func run(in session: Session) throws -> ExitStatus {
    let view = try session.client.fetch(
      BaselineComparison.self, HTTPRequest(.get, APIPath.baseline(name, of: project)))
    try session.show(view) {
      session.text(
        BaselineShow.table(view.items, words: session.words),
        whenEmpty: Phrase("The project is empty, and was.", "项目中没有内容。"))
    }
    return .done
  }

  private static func table(_ items: [VarianceView], words: Words) -> Table {
    var table = Table([
      Table.Column(Phrase("WHAT", "事项")),
      Table.Column(Phrase("NAME", "名称"), canShrink: true),
      Table.Column(Phrase("BASELINE", "基线")),
      Table.Column(Phrase("NOW", "现为")),
      Table.Column(Phrase("MOVED", "变动"), .right),
      Table.Column(Phrase("DUE THEN", "原承诺")),
      Table.Column(Phrase("DUE NOW", "现承诺")),
    ])
    for item in items {
      let moved: Table.Cell =
        switch item.change {
        case "added": Table.Cell(Phrase("new", "新增").text(words.language), .faint)
        case "removed": Table.Cell(Phrase("gone", "已删除").text(words.language), .faint)
        default: item.finishDays == 0 ? Table.Cell("0") : words.float(item.finishDays, isBad: item.finishDays > 0)
        }
      table.add(
        Table.Cell(item.key), Table.Cell(words.name(item.name, en: item.nameEn)),
        Table.Cell(item.baselineFinish ?? ""), Table.Cell(item.finish ?? ""), moved,
        Table.Cell(item.baselineDue ?? ""), Table.Cell(item.due ?? "", item.dueDays != 0 ? .warning : .plain))
    }
    return table
  }
}
