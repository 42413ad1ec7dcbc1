import ArgumentParser
import MilepostAPI
import MilepostClient

struct GanttCommand: ServiceCommand {
  static let configuration = CommandConfiguration(
    commandName: "gantt", abstract: "A project's plan as bars: work, milestones, what was promised, and today.",
    discussion: """
      Bars are work (what is critical stands out), diamonds milestones, hollow ones what was promised, the upright line \
      is today. Fits the terminal's width. With --svg the same as a picture, on standard output.
      """)

  @Argument(help: "The project's key.", completion: KeyCompletion.project)
  var project: String

  @Flag(help: "Print a picture (SVG).")
  var svg = false

  @Flag(help: "Use no characters beyond ASCII.")
  var ascii = false

  @Option(help: ArgumentHelp("Rows at most; of a larger plan those that matter most.", valueName: "n"))
  var limit: Int?

  @OptionGroup var options: GlobalOptions

  func run(in session: Session) throws -> ExitStatus {
    let path = "\(APIPath.project(project))/gantt"
    let query = limit.map { [HTTPRequest.Parameter("limit", "\($0)")] } ?? []
    if svg {
      let language = session.language == .chinese ? "zh" : "en"
      let request = HTTPRequest(.get, path, query: query + [.init("format", "svg"), .init("lang", language)])
      session.world.output(String(decoding: try session.client.body(of: request), as: UTF8.self))
      return .done
    }
    let view = try session.client.fetch(GanttView.self, HTTPRequest(.get, path, query: query))
    try session.show(view) {
      guard !view.rows.isEmpty else { return session.say(Phrase("There is nothing planned yet.", "还没有计划。")) }
      let isPlain = ascii || GanttCommand.isPlain(session.world.environment)
      let chart = GanttText(
        view, columns: session.world.columns ?? GanttText.columnsDefault, words: session.words,
        marks: isPlain ? .ascii : .unicode)
      return chart.lines().joined(separator: "\n")
    }
    return .done
  }

  /// A terminal that says that it is not UTF-8 gets characters that every one has.
  static func isPlain(_ environment: [String: String]) -> Bool {
    let set = [environment["LC_ALL"], environment["LC_CTYPE"], environment["LANG"]]
    guard let said = set.compactMap(\.self).first(where: { !$0.isEmpty }) else { return false }
    let folded = said.lowercased()
    return !folded.contains("utf-8") && !folded.contains("utf8")
  }
}
