import ArgumentParser
import MilepostAPI
import MilepostClient

struct ReviewCommand: ServiceCommand {
  static let configuration = CommandConfiguration(
    commandName: "review", abstract: "A month's review: what was planned, what was done, the rate, and who answers.",
    discussion: "Who answers is in the labels “unit” and “leader” of the milestone or the project; else its owner.")

  @Argument(help: "The project's key.", completion: KeyCompletion.project)
  var project: String

  @Option(help: ArgumentHelp("The month, such as 2022-06 (default: the one that runs).", valueName: "month"))
  var month: String?

  @OptionGroup var options: GlobalOptions

  func run(in session: Session) throws -> ExitStatus {
    let query = month.map { [HTTPRequest.Parameter("month", $0)] } ?? []
    let review = try session.client.fetch(
      ReviewView.self, HTTPRequest(.get, "\(APIPath.project(project))/review", query: query))
    try session.show(review) {
      session.text(
        ReviewCommand.table(review, words: session.words),
        whenEmpty: Phrase(
          "Nothing was planned or done in \(review.month).", "\(review.month) 没有计划，也没有完成事项。"))
    }
    return .done
  }

  private static func table(_ review: ReviewView, words: Words) -> Table {
    var table = Table([
      Table.Column(Phrase(review.month, review.month)), Table.Column(Phrase("NAME", "名称"), canShrink: true),
      Table.Column(Phrase("PLAN", "本月计划"), .right), Table.Column(Phrase("ACTUAL", "实际完成"), .right),
      Table.Column(Phrase("RATE", "完成率"), .right), Table.Column(Phrase("UNIT", "责任单位"), canShrink: true),
      Table.Column(Phrase("LEADER", "责任领导"), canShrink: true),
    ])
    for row in review.rows {
      let unit = Phrase(" \(row.unitEn)", row.unit).text(words.language)
      let rate = row.rate.map { "\(tenths($0))%" } ?? "–"
      table.add(
        Table.Cell(row.key), Table.Cell(words.name(row.name, en: row.nameEn)), Table.Cell(tenths(row.plan) + unit),
        Table.Cell(tenths(row.actual) + unit),
        Table.Cell(rate, (row.rate ?? 100) >= 100 ? .good : (row.rate ?? 0) > 0 ? .warning : .bad),
        Table.Cell(row.owner ?? ""), Table.Cell(row.leader ?? ""))
    }
    return table
  }

  private static func tenths(_ value: Double) -> String {
    let tenths = Int((value * 10).rounded())
    return tenths % 10 == 0 ? "\(tenths / 10)" : "\(tenths < 0 ? "-" : "")\(abs(tenths) / 10).\(abs(tenths) % 10)"
  }
}
