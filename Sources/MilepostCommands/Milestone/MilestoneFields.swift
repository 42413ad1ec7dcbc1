import ArgumentParser
import MilepostAPI

/// What can be said about a milestone, when it is added and later.
struct MilestoneFields: ParsableArguments {
  @Option(help: ArgumentHelp("Name in English.", valueName: "text"))
  var nameEn: String?

  @Option(
    help: ArgumentHelp(
      "Key of a milestone of the same project that it follows; repeat for more, or none.", valueName: "key"))
  var after: [String] = []

  @Option(
    help: ArgumentHelp("A label; repeat for more. With edit, an empty value removes it.", valueName: "name=value"))
  var label: [String] = []

  @OptionGroup var policy: PolicyOptions

  /// Labels are not in it: how they meet those that stand differs from verb to verb.
  func input(name: String?, due: String?) throws -> MilestoneInput {
    MilestoneInput(
      name: name, nameEn: nameEn, due: due, after: try links(), alerts: try policy.policy())
  }

  func labels() throws -> [KeyValue] { try KeyValue.list(label, option: "--label") }

  private func links() throws -> [String]? {
    guard !after.isEmpty else { return nil }
    guard after.contains("none") else { return after }
    guard after.count == 1 else {
      throw InputFault(
        phrase: Phrase("--after none cannot stand beside other keys.", "--after none 不能与其他标识同时使用。"))
    }
    return []
  }
}
