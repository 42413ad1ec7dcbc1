import ArgumentParser
import MilepostAPI
import MilepostClient

struct MilestoneShow: ServiceCommand {
  static let configuration = CommandConfiguration(commandName: "show", abstract: "Show all that is known of one.")

  @OptionGroup var milestone: MilestoneArgument
  @OptionGroup var options: GlobalOptions

  func validate() throws { _ = try options.checking(milestone.name) }

  func run(in session: Session) throws -> ExitStatus {
    let name = try milestone.name()
    let view = try session.client.fetch(
      MilestoneView.self, HTTPRequest(.get, APIPath.milestone(name.key, of: name.project)))
    try session.show(view) { session.details(of: view) }
    return .done
  }
}
