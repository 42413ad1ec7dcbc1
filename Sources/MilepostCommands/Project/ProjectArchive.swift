import ArgumentParser
import MilepostAPI
import MilepostClient

struct ProjectArchive: ServiceCommand {
  static let configuration = CommandConfiguration(
    commandName: "archive", abstract: "End a project: nothing in it is watched any more.",
    discussion: "Does not ask back.")

  @Argument(help: "The project's key.", completion: KeyCompletion.project)
  var project: String

  @OptionGroup var why: ReasonOption
  @OptionGroup var options: GlobalOptions

  func run(in session: Session) throws -> ExitStatus {
    let request = try HTTPRequest(
      .post, "\(APIPath.project(project))/archive", json: ReasonInput(reason: why.reason))
    let view = try session.client.fetch(ProjectView.self, request)
    try session.show(view) {
      session.say(Phrase("Archived \(view.key): its milestones are no longer watched.", "已归档 \(view.key)：不再跟踪其里程碑。"))
    }
    return .done
  }
}
