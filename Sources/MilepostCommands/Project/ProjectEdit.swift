import ArgumentParser
import MilepostAPI
import MilepostClient

struct ProjectEdit: ServiceCommand {
  static let configuration = CommandConfiguration(
    commandName: "edit", abstract: "Change what is given, and nothing else.",
    discussion: "An empty text clears an optional field. Labels and facts that are not named stay as they are.")

  @Argument(help: "The project's key.", completion: KeyCompletion.project)
  var project: String

  @Option(help: ArgumentHelp("Name, as people know it.", valueName: "text"))
  var name: String?

  @OptionGroup var fields: ProjectFields
  @OptionGroup var options: GlobalOptions

  func validate() throws {
    let (input, labels, facts) = try options.checking {
      (try fields.input(name: name), try fields.labels(), try fields.facts())
    }
    guard input != ProjectInput() || !labels.isEmpty || !facts.isEmpty else {
      throw options.fault(Phrase("Say what to change, for example --name.", "请说明要修改什么，例如 --name。"))
    }
  }

  func run(in session: Session) throws -> ExitStatus {
    let path = APIPath.project(project)
    var input = try fields.input(name: name)
    var revision: Int64?
    let (labels, facts) = (try fields.labels(), try fields.facts())
    if !labels.isEmpty || !facts.isEmpty {
      // The service replaces them as a whole; the revision keeps another's change of the same moment from being lost.
      let current = try session.client.fetch(ProjectView.self, HTTPRequest(.get, path))
      revision = current.revision
      if !labels.isEmpty { input.labels = Merge.labels(current.labels, with: labels) }
      if !facts.isEmpty { input.facts = Merge.facts(current.facts, with: facts) }
    }
    let request = try HTTPRequest(.patch, path, json: input, ifRevision: revision)
    let view = try session.client.fetch(ProjectView.self, request)
    try session.show(view) { session.details(of: view) }
    return .done
  }
}
