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
    commandName: "export",
    abstract: "Print what stands: a plan file, a table (CSV), a calendar (iCalendar), MS Project (XML).",
    discussion: "`milepost apply` takes the plan file, `milepost import` the table and the XML.")

  @Option(help: ArgumentHelp("Only this project.", valueName: "key"), completion: KeyCompletion.project)
  var project: String?

  @Option(help: ArgumentHelp("plan, or of one project csv, ics or mspdi.", valueName: "format"))
  var format = "plan"

  @OptionGroup var options: GlobalOptions

  func validate() throws {
    guard ["plan", "csv", "ics", "mspdi"].contains(format) else {
      throw options.fault(Phrase("--format is plan, csv, ics or mspdi.", "--format 应为 plan、csv、ics 或 mspdi。"))
    }
    guard format == "plan" || project != nil else {
      throw options.fault(Phrase("Name the project with --project.", "请用 --project 指明项目。"))
    }
  }

  func run(in session: Session) throws -> ExitStatus {
    if let project, format != "plan" { return try export(project, in: session) }
    let query = project.map { [HTTPRequest.Parameter("project", $0)] } ?? []
    let request = HTTPRequest(.get, APIPath.plan, query: query)
    let text = String(decoding: try session.client.body(of: request), as: UTF8.self)
    try session.show(ExportedPlan(plan: text)) { text.hasSuffix("\n") ? String(text.dropLast()) : text }
    return .done
  }

  /// As it came, byte for byte: other programs read it.
  private func export(_ project: String, in session: Session) throws -> ExitStatus {
    let language = session.language == .chinese ? "zh" : "en"
    let request = HTTPRequest(
      .get, APIPath.exporting(of: project), query: [.init("format", format), .init("lang", language)])
    let text = String(decoding: try session.client.body(of: request), as: UTF8.self)
    if case .json = session.format {
      try session.show(ExportedPlan(plan: text)) { text }
    } else {
      session.world.output(text)
    }
    return .done
  }
}
