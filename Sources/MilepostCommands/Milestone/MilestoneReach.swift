import ArgumentParser
import MilepostAPI
import MilepostClient

struct MilestoneReach: ServiceCommand {
  static let configuration = CommandConfiguration(
    commandName: "reach", abstract: "Report that it was reached; its alerts end.")

  @OptionGroup var milestone: MilestoneArgument

  @Option(help: ArgumentHelp("The day on which it was (default: today).", valueName: "date"))
  var date: String?

  @Option(help: ArgumentHelp("What shows it: a note or a link; the ledger keeps it.", valueName: "text"))
  var evidence: String?

  @OptionGroup var options: GlobalOptions

  func validate() throws { _ = try options.checking(milestone.name) }

  func run(in session: Session) throws -> ExitStatus {
    let name = try milestone.name()
    let request = try HTTPRequest(
      .post, "\(APIPath.milestone(name.key, of: name.project))/reach",
      json: ReachInput(date: date, evidence: evidence))
    let view = try session.client.fetch(MilestoneView.self, request)
    try session.show(view) {
      let actual = view.actual ?? view.forecast
      // Dates of the same form compare as text.
      let late = actual > view.due.date
      return session.say(
        Phrase(
          "Reached \(name.text) on \(actual)\(late ? ", late" : ""): it was due \(view.due.date).",
          "\(name.text) 已于 \(actual) 完成\(late ? "（逾期）" : "")：应完成日期为 \(view.due.date)。"))
    }
    return .done
  }
}
