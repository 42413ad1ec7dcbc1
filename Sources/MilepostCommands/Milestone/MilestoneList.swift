import ArgumentParser
import MilepostAPI
import MilepostClient

struct MilestoneList: ServiceCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List a project's milestones, by due date.",
    discussion: "`milepost status` lists the open ones of all projects.")

  @Argument(help: "The project's key.", completion: KeyCompletion.project)
  var project: String

  @OptionGroup var page: PageOptions
  @OptionGroup var options: GlobalOptions

  func validate() throws { try options.checking(page.check) }

  func run(in session: Session) throws -> ExitStatus {
    let milestones = try page.collect(
      MilestoneView.self, from: session.client, APIPath.milestones(of: project))
    try session.show(milestones) {
      session.text(
        session.table(of: milestones.items),
        whenEmpty: Phrase("Project \(project) has no milestones.", "项目 \(project) 没有里程碑。"), page: milestones)
    }
    return .done
  }
}
