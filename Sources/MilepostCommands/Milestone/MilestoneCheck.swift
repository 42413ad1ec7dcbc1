import ArgumentParser
import MilepostAPI
import MilepostClient

struct MilestoneCheck: ServiceCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Put down what a gate's check showed: passed, failed, or open again.",
    usage: "milepost milestone check <milestone> <check> passed|failed|open [--by <name>] [--evidence <text>]",
    discussion: """
      One failed check keeps a gate shut, whatever else passed. A gate that asks for a second person is closed with \
      `milepost milestone reach`.
      """)

  @Argument(
    help: ArgumentHelp(
      "project/key, or project and key as two words; then the check and the result.",
      valueName: "milestone> <check> <result"), completion: KeyCompletion.milestone)
  var words: [String]

  @OptionGroup var deed: DeedOptions

  @Option(help: ArgumentHelp("What shows it: a note or a link; the ledger keeps it.", valueName: "text"))
  var evidence: String?

  @OptionGroup var options: GlobalOptions

  func validate() throws { _ = try options.checking(parts) }

  func run(in session: Session) throws -> ExitStatus {
    let (name, check, result) = try parts()
    let request = try HTTPRequest(
      .post, "\(APIPath.milestone(name.key, of: name.project))/check",
      json: CheckInput(check: check, result: result, by: deed.by, date: deed.date, evidence: evidence))
    let view = try session.client.fetch(MilestoneView.self, request)
    try session.show(view) {
      "\(name.text): \(view.gate.map { session.say(Phrase($0.sentence.en, $0.sentence.zh)) } ?? "")"
    }
    return .done
  }

  private func parts() throws -> (MilestoneName, check: String, result: String) {
    var rest = words[...]
    let name = try MilestoneName.take(from: &rest)
    guard rest.count == 2, let check = rest.first, let result = rest.last,
      ["passed", "failed", "open"].contains(result)
    else {
      throw InputFault(
        phrase: Phrase(
          "Name the check, then passed, failed or open.", "请写明检查项，再写 passed（通过）、failed（未通过）或 open（撤回）。"))
    }
    return (name, check, result)
  }
}

/// Who did something, and when.
struct DeedOptions: ParsableArguments {
  @Option(help: ArgumentHelp("Who did it (default: you).", valueName: "name"))
  var by: String?

  @Option(help: ArgumentHelp("On which day (default: today).", valueName: "date"))
  var date: String?
}
