import ArgumentParser
import MilepostAPI
import MilepostClient

struct ActivityList: ServiceCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List a project's work: when it is done, and how much it may slip.")

  @Argument(help: "The project's key.", completion: KeyCompletion.project)
  var project: String

  @OptionGroup var page: PageOptions
  @OptionGroup var options: GlobalOptions

  func validate() throws { try options.checking(page.check) }

  func run(in session: Session) throws -> ExitStatus {
    let activities = try page.collect(ActivityView.self, from: session.client, APIPath.activities(of: project))
    try session.show(activities) {
      session.text(
        session.table(of: activities.items),
        whenEmpty: Phrase("Project \(project) has no activities.", "项目 \(project) 没有登记工作。"), page: activities)
    }
    return .done
  }
}

struct ActivityShow: ServiceCommand {
  static let configuration = CommandConfiguration(commandName: "show", abstract: "Show all that is known of one.")

  @OptionGroup var activity: ActivityArgument
  @OptionGroup var options: GlobalOptions

  func validate() throws { _ = try options.checking(activity.name) }

  func run(in session: Session) throws -> ExitStatus {
    let name = try activity.name()
    let view = try session.client.fetch(
      ActivityView.self, HTTPRequest(.get, APIPath.activity(name.key, of: name.project)))
    try session.show(view) { session.details(of: view) }
    return .done
  }
}
