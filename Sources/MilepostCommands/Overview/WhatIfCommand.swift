import ArgumentParser
import MilepostAPI
import MilepostClient

struct WhatIfCommand: ServiceCommand {
  static let configuration = CommandConfiguration(
    commandName: "whatif", abstract: "Show what would move if something happened; changes nothing.",
    discussion: """
      milepost whatif henggang --slip outdoor-works=10wd
      milepost whatif henggang --shorten furniture=5d --lag "opening: furniture FS+3wd"
      """)

  @Argument(help: "The project's key.", completion: KeyCompletion.project)
  var project: String

  @Option(help: ArgumentHelp("This comes so much later; repeat for more.", valueName: "key=time"))
  var slip: [String] = []

  @Option(help: ArgumentHelp("This takes so much less; repeat for more.", valueName: "key=time"))
  var shorten: [String] = []

  @Option(
    help: ArgumentHelp("A link waits so long: who waits, then the link; repeat for more.", valueName: "key: link"))
  var lag: [String] = []

  @Option(help: ArgumentHelp("A link is gone: who waits, then the link; repeat for more.", valueName: "key: link"))
  var unlink: [String] = []

  @OptionGroup var options: GlobalOptions

  func validate() throws {
    let changes = try options.checking(changes)
    guard !changes.isEmpty else {
      throw options.fault(
        Phrase(
          "Say what might happen: --slip, --shorten, --lag or --unlink.", "请说明假设的变化：--slip、--shorten、--lag 或 --unlink。")
      )
    }
  }

  func run(in session: Session) throws -> ExitStatus {
    let request = try HTTPRequest(.post, APIPath.whatIf(in: project), json: WhatIfInput(changes: try changes()))
    let view = try session.client.fetch(WhatIfView.self, request)
    try session.show(view) { WhatIfCommand.text(view, in: session) }
    return .done
  }

  private func changes() throws -> [SuppositionInput] {
    try KeyValue.list(slip, option: "--slip").map { SuppositionInput(slip: $0.name, by: $0.value) }
      + KeyValue.list(shorten, option: "--shorten").map { SuppositionInput(shorten: $0.name, by: $0.value) }
      + lag.map { text in
        let (key, link) = try WhatIfCommand.link(text, option: "--lag")
        return SuppositionInput(lag: key, after: link)
      }
      + unlink.map { text in
        let (key, link) = try WhatIfCommand.link(text, option: "--unlink")
        return SuppositionInput(unlink: key, after: link)
      }
  }

  /// `opening: furniture FS+3wd`; the full-width colon of Chinese keyboards too.
  private static func link(_ text: String, option: String) throws -> (key: String, link: String) {
    guard let colon = text.firstIndex(where: { $0 == ":" || $0 == "：" }), colon != text.startIndex else {
      throw InputFault(
        phrase: Phrase(
          "“\(PlainText.line(text))” is not of the form key: link (\(option)).",
          "“\(PlainText.line(text))”应写成 标识: 前置关系（\(option)）。"))
    }
    return (String(text[..<colon]), String(text[text.index(after: colon)...]))
  }

  private static func text(_ view: WhatIfView, in session: Session) -> String {
    let words = session.words
    var table = Table([
      Table.Column(Phrase("WHAT", "事项")),
      Table.Column(Phrase("NAME", "名称"), canShrink: true),
      Table.Column(Phrase("NOW", "现为")),
      Table.Column(Phrase("THEN", "将为")),
      Table.Column(Phrase("DAYS", "天数"), .right),
      Table.Column(Phrase("DUE", "应完成")),
      Table.Column(Phrase("PROMISE", "承诺")),
    ])
    for move in view.moves {
      table.add(
        Table.Cell(move.path), Table.Cell(words.name(move.name, en: move.nameEn)), Table.Cell(move.from),
        Table.Cell(move.to), words.float(move.days, isBad: move.days > 0), Table.Cell(move.due ?? ""),
        promise(move, words: words))
    }
    return session.text(table, whenEmpty: Phrase("No date would move.", "没有日期会变动。"))
  }

  private static func promise(_ move: MoveView, words: Words) -> Table.Cell {
    guard let due = move.due else { return Table.Cell("") }
    if move.breaks { return Table.Cell(Phrase("would be broken", "将违约").text(words.language), .bad) }
    return move.to > due
      ? Table.Cell(Phrase("stays broken", "仍违约").text(words.language), .bad)
      : Table.Cell(Phrase("holds", "可兑现").text(words.language), .good)
  }
}
