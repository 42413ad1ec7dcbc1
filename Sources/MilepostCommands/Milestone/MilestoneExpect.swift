import ArgumentParser
import MilepostAPI
import MilepostClient

struct MilestoneExpect: ServiceCommand {
  static let configuration = CommandConfiguration(
    commandName: "expect", abstract: "Say which date is now expected; the due date stays.",
    usage: """
      milepost milestone expect <milestone> <date> [--reason <text>]
      milepost milestone expect <milestone> --clear
      """)

  @Argument(
    help: ArgumentHelp("project/key, or project and key as two words; then the date.", valueName: "milestone> <date"),
    completion: KeyCompletion.milestone)
  var words: [String]

  @Flag(help: "Withdraw what was expected: the due date counts again.")
  var clear = false

  @OptionGroup var why: ReasonOption
  @OptionGroup var options: GlobalOptions

  func validate() throws { _ = try options.checking(parts) }

  func run(in session: Session) throws -> ExitStatus {
    let (name, date) = try parts()
    let request = try HTTPRequest(
      .post, "\(APIPath.milestone(name.key, of: name.project))/expect",
      json: ExpectInput(date: date, reason: why.reason))
    let view = try session.client.fetch(MilestoneView.self, request)
    try session.show(view) { session.say(MilestoneExpect.sentence(view)) }
    return .done
  }

  private func parts() throws -> (MilestoneName, date: String?) {
    var rest = words[...]
    let name = try MilestoneName.take(from: &rest)
    let date = rest.popFirst()
    guard rest.isEmpty else { throw MilestoneName.tooMany(rest) }
    guard (date == nil) == clear else {
      throw InputFault(
        phrase: Phrase("Give the date that is expected, or --clear to withdraw it.", "请给出预计日期，或用 --clear 撤回。"))
    }
    return (name, date)
  }

  private static func sentence(_ milestone: MilestoneView) -> Phrase {
    let subject = "\(milestone.project)/\(milestone.key)"
    guard let expected = milestone.expected else {
      return Phrase(
        "\(subject): no other date is expected; due \(milestone.due.date).",
        "\(subject)：已撤回预计日期；应于 \(milestone.due.date) 完成。")
    }
    let float = milestone.floatDays
    let (en, zh) =
      float < 0
      ? ("\(-float) working days after", "比应完成日期 \(milestone.due.date) 晚 \(-float) 个工作日")
      : ("\(float) working days before", "比应完成日期 \(milestone.due.date) 早 \(float) 个工作日")
    if expected == milestone.due.date {
      return Phrase(
        "\(subject): expected on \(expected), as it is due.", "\(subject)：预计 \(expected) 完成，与应完成日期相同。")
    }
    return Phrase(
      "\(subject): expected on \(expected), \(en) its due date \(milestone.due.date).",
      "\(subject)：预计 \(expected) 完成，\(zh)。")
  }
}
