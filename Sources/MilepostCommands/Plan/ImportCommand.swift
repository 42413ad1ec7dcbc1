import ArgumentParser
import MilepostAPI
import MilepostClient

struct ImportCommand: ServiceCommand {
  static let configuration = CommandConfiguration(
    commandName: "import",
    abstract:
      "Take over a plan of another program into a project: a table (CSV), Primavera P6 (XER), MS Project (XML).",
    discussion: """
      The first line of a table has headers, in English or Chinese: kind, key, name, name_en, owner, duration, due, \
      after, started, finished, remaining. UTF-8, UTF-16 and GBK are read. Shows what would change, and changes it \
      with --apply; what the file does not name stays, and nothing is removed. The same file read again changes \
      nothing.
      """)

  @Argument(help: "The project's key.", completion: KeyCompletion.project)
  var project: String

  @Option(
    name: [.customShort("f"), .customLong("file")],
    help: ArgumentHelp("The file.", valueName: "file"), completion: .file(extensions: ["csv", "xer", "xml"]))
  var file: String

  @Option(help: ArgumentHelp("csv, xer or mspdi (default: by the file's name).", valueName: "format"))
  var format: String?

  @Flag(help: "Change it; without this, only what would change is shown.")
  var apply = false

  @OptionGroup var options: GlobalOptions

  func run(in session: Session) throws -> ExitStatus {
    let ending = file.split(separator: ".").last?.lowercased()
    let format = format ?? (ending == "xer" ? "xer" : ending == "xml" ? "mspdi" : "csv")
    let bytes = try TextSource.bytes(file, in: session.world)
    var request = HTTPRequest(
      .post, APIPath.importing(to: project),
      query: [.init("format", format), .init("dry_run", apply ? "false" : "true")])
    request.contentType = "application/octet-stream"
    request.body = bytes
    let result = try session.client.fetch(PlanResult.self, request)
    try session.show(result) {
      let lines = PlanText(language: session.language, palette: session.palette)
        .lines(result.changes, unchangedToo: false)
      let notes = (result.notes ?? []).prefix(20).map {
        session.palette.paint(session.say(Phrase($0.en, $0.zh)), .warning)
      }
      return (lines + notes + [session.say(apply ? ApplyCommand.applied(result) : ImportCommand.foreseen(result))])
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
