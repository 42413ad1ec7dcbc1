import ArgumentParser
import MilepostAPI
import MilepostClient

struct MilestoneRemove: ServiceCommand {
  static let configuration = CommandConfiguration(
    commandName: "remove", abstract: "Remove a milestone that should not be there.",
    discussion: "Does not ask back. One that was reached stays: report it with `milepost milestone reach`.")

  @OptionGroup var milestone: MilestoneArgument
  @OptionGroup var why: ReasonOption
  @OptionGroup var options: GlobalOptions

  func validate() throws { _ = try options.checking(milestone.name) }

  func run(in session: Session) throws -> ExitStatus {
    let name = try milestone.name()
    let request = try HTTPRequest(
      .delete, APIPath.milestone(name.key, of: name.project), json: ReasonInput(reason: why.reason))
    _ = try session.client.body(of: request)
    try session.show(Removed(removed: name.text)) {
      session.say(Phrase("Removed \(name.text).", "已删除 \(name.text)。"))
    }
    return .done
  }
}

/// What a verb that removes answers in JSON: the API itself has nothing left to show.
struct Removed: Codable, Equatable {
  var removed: String
}
