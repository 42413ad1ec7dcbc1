import ArgumentParser
import MilepostAPI
import MilepostClient

struct MilestoneReopen: ServiceCommand {
  static let configuration = CommandConfiguration(
    commandName: "reopen", abstract: "Take back that it was reached; it is watched again.")

  @OptionGroup var milestone: MilestoneArgument
  @OptionGroup var why: ReasonOption
  @OptionGroup var options: GlobalOptions

  func validate() throws { _ = try options.checking(milestone.name) }

  func run(in session: Session) throws -> ExitStatus {
    let name = try milestone.name()
    let request = try HTTPRequest(
      .post, "\(APIPath.milestone(name.key, of: name.project))/reopen", json: ReasonInput(reason: why.reason))
    let view = try session.client.fetch(MilestoneView.self, request)
    try session.show(view) {
      session.say(
        MilestoneText.registered(view, verb: Phrase("Reopened", "已重新打开"), alert: Phrase("next alert", "下次提醒")))
    }
    return .done
  }
}
