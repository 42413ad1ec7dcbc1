import ArgumentParser
import MilepostAPI
import MilepostClient

struct TrendCommand: ServiceCommand {
  static let configuration = CommandConfiguration(
    commandName: "trend", abstract: "How a project's forecasts have moved, and by whose slips and why.",
    discussion: """
      Milestone trend analysis: a level line is on time, a rising one slips; dots are what was promised. With --svg the \
      same as a picture, on standard output.
      """)

  @Argument(help: "The project's key.", completion: KeyCompletion.project)
  var project: String

  @Flag(help: "Print a picture (SVG).")
  var svg = false

  @OptionGroup var options: GlobalOptions

  func run(in session: Session) throws -> ExitStatus {
    let path = "\(APIPath.project(project))/trend"
    if svg {
      let language = session.language == .chinese ? "zh" : "en"
      let request = HTTPRequest(.get, path, query: [.init("format", "svg"), .init("lang", language)])
      session.world.output(String(decoding: try session.client.body(of: request), as: UTF8.self))
      return .done
    }
    let trend = try session.client.fetch(TrendView.self, HTTPRequest(.get, path))
    try session.show(trend) { TrendCommand.text(trend, in: session) }
    return .done
  }

  private static func text(_ trend: TrendView, in session: Session) -> String {
    guard let chart = TrendChart(trend, columns: 72) else {
      return session.say(Phrase("Nothing has been forecast yet.", "还没有预计。"))
    }
    var lines = chart.lines() + [""] + chart.legend(session.words)
    let titles = [
      (trend.byOwner, Phrase("SLIPS BY OWNER", "按责任人的拖延")), (trend.byReason, Phrase("SLIPS BY REASON", "按原因的拖延")),
    ]
    for (slips, title) in titles where !slips.isEmpty {
      lines += ["", session.text(table(slips, title: title, words: session.words), whenEmpty: Phrase("", ""))]
    }
    return lines.joined(separator: "\n")
  }

  private static func table(_ slips: [TrendView.Slips], title: Phrase, words: Words) -> Table {
    var table = Table([
      Table.Column(title, canShrink: true), Table.Column(Phrase("TIMES", "次数"), .right),
      Table.Column(Phrase("DAYS", "天数"), .right), Table.Column(Phrase("MEAN", "平均"), .right),
      Table.Column(Phrase("MEDIAN", "中位"), .right), Table.Column(Phrase("WORST", "最大"), .right),
    ])
    for one in slips {
      let name = one.name.isEmpty ? Phrase("(not said)", "（未说明）").text(words.language) : one.name
      table.add(
        Table.Cell(name), Table.Cell("\(one.count)"), Table.Cell("\(one.total)"), Table.Cell(tenths(one.mean)),
        Table.Cell(tenths(one.median)), Table.Cell("\(one.worst)"))
    }
    return table
  }

  private static func tenths(_ value: Double) -> String {
    let tenths = Int((value * 10).rounded())
    return tenths % 10 == 0 ? "\(tenths / 10)" : "\(tenths / 10).\(tenths % 10)"
  }
}
