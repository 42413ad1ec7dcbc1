import ArgumentParser
import MilepostAPI
import MilepostClient

struct ImportCommand: ServiceCommand {
  static let configuration = CommandConfiguration(
    commandName: "import", abstract: "Take over a table of milestones and activities into a project.",
    discussion: """
      The first line of the table has headers, in English or Chinese: kind, key, name, name_en, owner, duration, due, \
      after, started, finished, remaining. UTF-8, UTF-16 and GBK are read. Shows what would change, and changes it \
      with --apply; what the table does not name stays, and nothing is removed.
      """)

  @Argument(help: "The project's key.", completion: KeyCompletion.project)
  var project: String

  @Option(
    name: [.customShort("f"), .customLong("file")],
    help: ArgumentHelp("The file.", valueName: "file"), completion: .file(extensions: ["csv"]))
  var file: String

  @Flag(help: "Change it; without this, only what would change is shown.")
  var apply = false

  @OptionGroup var options: GlobalOptions

  func run(in session: Session) throws -> ExitStatus {
    let bytes = try TextSource.bytes(file, in: session.world)
    var request = HTTPRequest(
      .post, APIPath.importing(to: project), query: apply ? [] : [.init("dry_run", "true")])
    request.contentType = "text/csv"
    request.body = bytes
    let result = try session.client.fetch(PlanResult.self, request)
    try session.show(result) {
      let lines = PlanText(language: session.language, palette: session.palette)
        .lines(result.changes, unchangedToo: false)
      return (lines + [session.say(apply ? ApplyCommand.applied(result) : ImportCommand.foreseen(result))])
        .joined(separator: "\n")
    }
    return .done
  }

  private static func foreseen(_ result: PlanResult) -> Phrase {
    let phrase = ApplyCommand.unapplied(result)
    guard result.hasDifferences else { return phrase }
    return Phrase(phrase.en + " Run it again with --apply.", phrase.zh + "加上 --apply 即可应用。")
  }
}
