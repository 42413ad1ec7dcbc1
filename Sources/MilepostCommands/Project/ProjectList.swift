import ArgumentParser
import MilepostAPI
import MilepostClient

struct ProjectList: ServiceCommand {
  static let configuration = CommandConfiguration(commandName: "list", abstract: "List projects, with their lights.")

  @Flag(help: "Archived ones too.")
  var archived = false

  @OptionGroup var page: PageOptions
  @OptionGroup var options: GlobalOptions

  func validate() throws { try options.checking(page.check) }

  func run(in session: Session) throws -> ExitStatus {
    let query = archived ? [HTTPRequest.Parameter("archived", "true")] : []
    let projects = try page.collect(ProjectView.self, from: session.client, APIPath.projects, query: query)
    try session.show(projects) {
      session.text(
        session.table(of: projects.items),
        whenEmpty: Phrase(
          "No projects yet; register one with `milepost project add`.", "还没有项目；请用 `milepost project add` 登记。"),
        page: projects)
    }
    return .done
  }
}
