import ArgumentParser
import MilepostAPI
import MilepostClient

/// What `export --json` answers.
struct ExportedPlan: Codable, Equatable {
  /// The text of a plan file.
  var plan: String
}

struct ExportCommand: ServiceCommand {
  static let configuration = CommandConfiguration(
    commandName: "export", abstract: "Print what stands as a plan file, which `apply` takes.")

  @Option(help: ArgumentHelp("Only this project.", valueName: "key"), completion: KeyCompletion.project)
  var project: String?

  @OptionGroup var options: GlobalOptions

  func run(in session: Session) throws -> ExitStatus {
    let query = project.map { [HTTPRequest.Parameter("project", $0)] } ?? []
    let request = HTTPRequest(.get, APIPath.plan, query: query)
    let text = String(decoding: try session.client.body(of: request), as: UTF8.self)
    try session.show(ExportedPlan(plan: text)) { text.hasSuffix("\n") ? String(text.dropLast()) : text }
    return .done
  }
}
