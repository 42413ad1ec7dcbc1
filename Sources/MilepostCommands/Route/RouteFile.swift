import ArgumentParser
import MilepostAPI
import MilepostClient

struct RouteApply: ServiceCommand {
  static let configuration = CommandConfiguration(
    commandName: "apply", abstract: "Put the routes of a file into force, in place of all there are.",
    discussion: "`milepost route export` prints such a file. A route may hold a list “routes” of its own.")

  @Option(
    name: [.customShort("f"), .customLong("file")],
    help: ArgumentHelp("The file (YAML or JSON); - reads standard input.", valueName: "file"),
    completion: .file(extensions: ["yaml", "yml", "json"]))
  var file: String

  @Flag(help: "Only show what would change.")
  var dryRun = false

  @OptionGroup var options: GlobalOptions

  func run(in session: Session) throws -> ExitStatus {
    let text = try TextSource.read(file, in: session.world)
    var request = HTTPRequest(.put, APIPath.routes, query: dryRun ? [.init("dry_run", "true")] : [])
    request.contentType = "application/yaml"
    request.body = Array(text.utf8)
    let result = try session.client.fetch(RoutesResult.self, request)
    try session.show(result) {
      guard !result.changes.isEmpty else {
        return session.say(Phrase("Nothing to change.", "无需更改。"))
      }
      let end =
        result.applied ? Phrase("In force now.", "已生效。") : Phrase("Nothing was changed.", "未作更改。")
      return (result.changes.map(PlainText.line) + [session.say(end)]).joined(separator: "\n")
    }
    return .done
  }
}

/// What `route export --json` answers.
struct ExportedRoutes: Codable, Equatable {
  /// The text of a file of routes.
  var routes: String
}

struct RouteExport: ServiceCommand {
  static let configuration = CommandConfiguration(
    commandName: "export", abstract: "Print the routes as a file that `route apply` takes.")

  @OptionGroup var options: GlobalOptions

  func run(in session: Session) throws -> ExitStatus {
    let request = HTTPRequest(.get, APIPath.routes, query: [.init("format", "yaml")])
    let text = String(decoding: try session.client.body(of: request), as: UTF8.self)
    try session.show(ExportedRoutes(routes: text)) { text.hasSuffix("\n") ? String(text.dropLast()) : text }
    return .done
  }
}
