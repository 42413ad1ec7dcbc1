import ArgumentParser
import MilepostAPI
import MilepostClient

struct ActivityAdd: ServiceCommand {
  static let configuration = CommandConfiguration(
    commandName: "add", abstract: "Register work, how long it takes, and what it waits for.",
    discussion: """
      The duration is written as people write it: 10wd or 10个工作日 (working days), 10d or 10天 (calendar days), \
      4h or 4小时 (working hours).
      """)

  @OptionGroup var activity: ActivityArgument

  @Option(help: ArgumentHelp("Name, as people know it.", valueName: "text"))
  var name: String

  @Option(help: ArgumentHelp("How long it takes.", valueName: "duration"))
  var duration: String

  @OptionGroup var fields: ActivityFields
  @OptionGroup var options: GlobalOptions

  func validate() throws {
    _ = try options.checking { (try activity.name(), try fields.input(name: name, duration: duration)) }
  }

  func run(in session: Session) throws -> ExitStatus {
    let place = try activity.name()
    var input = try fields.input(name: name, duration: duration)
    input.key = place.key
    let request = try HTTPRequest(.post, APIPath.activities(of: place.project), json: input)
    let view = try session.client.fetch(ActivityView.self, request)
    try session.show(view) { session.say(ActivityText.standing(view)) }
    return .done
  }
}

struct ActivityEdit: ServiceCommand {
  static let configuration = CommandConfiguration(
    commandName: "edit", abstract: "Change what is given, and nothing else.",
    discussion: "An empty text clears an optional field.")

  @OptionGroup var activity: ActivityArgument

  @Option(help: ArgumentHelp("Name, as people know it.", valueName: "text"))
  var name: String?

  @Option(help: ArgumentHelp("How long it takes.", valueName: "duration"))
  var duration: String?

  @OptionGroup var fields: ActivityFields
  @OptionGroup var why: ReasonOption
  @OptionGroup var options: GlobalOptions

  func validate() throws {
    let input = try options.checking {
      _ = try activity.name()
      return try fields.input(name: name, duration: duration)
    }
    guard input != ActivityInput() else {
      throw options.fault(Phrase("Say what to change, for example --duration.", "请说明要修改什么，例如 --duration。"))
    }
  }

  func run(in session: Session) throws -> ExitStatus {
    let place = try activity.name()
    var input = try fields.input(name: name, duration: duration)
    input.reason = why.reason
    let request = try HTTPRequest(.patch, APIPath.activity(place.key, of: place.project), json: input)
    let view = try session.client.fetch(ActivityView.self, request)
    try session.show(view) { session.say(ActivityText.standing(view)) }
    return .done
  }
}
