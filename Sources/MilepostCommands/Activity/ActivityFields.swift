import ArgumentParser
import MilepostAPI

/// What can be said about an activity, when it is added and later.
struct ActivityFields: ParsableArguments {
  @Option(help: ArgumentHelp("Name in English.", valueName: "text"))
  var nameEn: String?

  @Option(help: ArgumentHelp("Who answers for it.", valueName: "text"))
  var owner: String?

  @Option(help: ArgumentHelp("The calendar in which it is worked (default: the project's).", valueName: "name"))
  var calendar: String?

  @Option(
    help: ArgumentHelp(
      "What it waits for: a key, with SS, FF or SF and a lag if need be, such as \"site-works SS+5wd\"; "
        + "repeat for more, or none.", valueName: "link"))
  var after: [String] = []

  @Option(
    help: ArgumentHelp(
      "A date that bears on it, such as start_no_earlier=2022-03-01; repeat for more, or none.",
      valueName: "kind=date"))
  var constraint: [String] = []

  func input(name: String?, duration: String?) throws -> ActivityInput {
    ActivityInput(
      name: name, nameEn: nameEn, owner: owner, duration: duration, calendar: calendar,
      after: try NoneOr.list(after, option: "--after"), constraints: try constraints())
  }

  private func constraints() throws -> [String: String]? {
    guard let texts = try NoneOr.list(constraint, option: "--constraint") else { return nil }
    let pairs = try KeyValue.list(texts, option: "--constraint")
    return Dictionary(pairs.map { ($0.name, $0.value) }) { first, _ in first }
  }
}
