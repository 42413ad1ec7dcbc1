import ArgumentParser
import MilepostAPI

/// What can be said about a milestone, when it is added and later.
struct MilestoneFields: ParsableArguments {
  @Option(help: ArgumentHelp("Name in English.", valueName: "text"))
  var nameEn: String?

  @Option(
    help: ArgumentHelp(
      "What it waits for: a key, with SS, FF or SF and a lag if need be, such as \"site-works +5wd\"; "
        + "repeat for more, or none.", valueName: "link"))
  var after: [String] = []

  @Option(
    help: ArgumentHelp("A label; repeat for more. With edit, an empty value removes it.", valueName: "name=value"))
  var label: [String] = []

  @Option(
    help: ArgumentHelp(
      "Working days to be left free before the due date, and a name for them: \"10wd retest\".", valueName: "text"))
  var buffer: String?

  @OptionGroup var kind: KindOptions
  @OptionGroup var policy: PolicyOptions

  /// Labels are not in it: how they meet those that stand differs from verb to verb.
  func input(name: String?, due: String?) throws -> MilestoneInput {
    MilestoneInput(
      name: name, nameEn: nameEn, due: due, after: try NoneOr.list(after, option: "--after"),
      alerts: try policy.policy(),
      buffer: buffer, count: try kind.count(), repeats: kind.recurrence(),
      gate: try kind.gate())
  }

  func labels() throws -> [KeyValue] { try KeyValue.list(label, option: "--label") }
}
