import ArgumentParser
import MilepostAPI
import MilepostClient

struct MilestoneReport: ServiceCommand {
  static let configuration = CommandConfiguration(
    commandName: "report", abstract: "Report what a count is by now; at its target it is reached.",
    usage: "milepost milestone report <milestone> <value> [--date <date>] [--reason <text>]")

  @Argument(
    help: ArgumentHelp(
      "project/key, or project and key as two words; then the number.", valueName: "milestone> <value"),
    completion: KeyCompletion.milestone)
  var words: [String]

  @Option(help: ArgumentHelp("At the end of this day (default: today).", valueName: "date"))
  var date: String?

  @OptionGroup var why: ReasonOption
  @OptionGroup var options: GlobalOptions

  func validate() throws { _ = try options.checking(parts) }

  func run(in session: Session) throws -> ExitStatus {
    let (name, value) = try parts()
    let request = try HTTPRequest(
      .post, "\(APIPath.milestone(name.key, of: name.project))/report",
      json: ReportInput(value: value, date: date, reason: why.reason))
    let view = try session.client.fetch(MilestoneView.self, request)
    try session.show(view) {
      let sentence = view.count.map { session.say(Phrase($0.sentence.en, $0.sentence.zh)) } ?? ""
      return "\(name.text): \(sentence)"
    }
    return .done
  }

  private func parts() throws -> (MilestoneName, Double) {
    var rest = words[...]
    let name = try MilestoneName.take(from: &rest)
    guard let text = rest.popFirst(), let value = Double(text), value.isFinite else {
      throw InputFault(phrase: Phrase("Give the number that was counted.", "请给出统计到的数。"))
    }
    guard rest.isEmpty else { throw MilestoneName.tooMany(rest) }
    return (name, value)
  }
}
