import ArgumentParser
import MilepostAPI
import MilepostClient

/// A project and its milestones.
struct ProjectOverview: Codable, Equatable {
  var project: ProjectView
  var milestones: [MilestoneView]
}

struct ProjectShow: ServiceCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Show a project: its facts and its milestones.")

  private static let milestonesMax = 10_000

  @Argument(help: "The project's key.", completion: KeyCompletion.project)
  var project: String

  @OptionGroup var options: GlobalOptions

  func run(in session: Session) throws -> ExitStatus {
    let view = try session.client.fetch(ProjectView.self, HTTPRequest(.get, APIPath.project(project)))
    let milestones = try PageOptions.all(
      MilestoneView.self, atMost: ProjectShow.milestonesMax, from: session.client, APIPath.milestones(of: project))
    try session.show(ProjectOverview(project: view, milestones: milestones)) {
      let table = session.text(
        session.table(of: milestones),
        whenEmpty: Phrase(
          "No milestones yet; add one with `milepost milestone add`.", "还没有里程碑；请用 `milepost milestone add` 添加。"))
      return "\(session.details(of: view))\n\n\(table)"
    }
    return .done
  }
}
