import ArgumentParser
import MilepostAPI
import MilepostClient

struct MilestoneAdd: ServiceCommand {
  static let configuration = CommandConfiguration(
    commandName: "add", abstract: "Register a milestone and the date by which it is due.",
    discussion: """
      The date is written as people write it: 2022-06-30, 2022-06, 6月底, 9月上旬, Q3 2022, end of June, +10wd. \
      The answer says which day was understood.
      """)

  @OptionGroup var milestone: MilestoneArgument

  @Option(help: ArgumentHelp("Name, as people know it.", valueName: "text"))
  var name: String

  @Option(help: ArgumentHelp("The date promised; what recurs is due as its rule says.", valueName: "date"))
  var due: String?

  @OptionGroup var fields: MilestoneFields
  @OptionGroup var options: GlobalOptions

  func validate() throws {
    let input = try options.checking {
      _ = try milestone.name()
      return try self.input()
    }
    guard (input.due == nil) == (input.repeats != nil) else {
      throw options.fault(
        Phrase("Give the date promised with --due, or a rule with --repeats.", "请用 --due 给出承诺日期，或用 --repeats 给出重复规则。"))
    }
  }

  func run(in session: Session) throws -> ExitStatus {
    let name = try milestone.name()
    var input = try input()
    input.key = name.key
    let request = try HTTPRequest(.post, APIPath.milestones(of: name.project), json: input)
    let view = try session.client.fetch(MilestoneView.self, request)
    try session.show(view) {
      session.say(
        MilestoneText.registered(view, verb: Phrase("Registered", "已登记"), alert: Phrase("first alert", "首次提醒")))
    }
    return .done
  }

  private func input() throws -> MilestoneInput {
    var input = try fields.input(name: name, due: due)
    let labels = try fields.labels()
    if !labels.isEmpty { input.labels = Merge.labels([:], with: labels) }
    return input
  }
}
