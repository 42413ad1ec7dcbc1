import ArgumentParser
import MilepostAPI
import MilepostClient

struct ActivityStart: ServiceCommand {
  static let configuration = CommandConfiguration(commandName: "start", abstract: "Report that work has begun.")

  @OptionGroup var activity: ActivityArgument

  @Option(help: ArgumentHelp("The day on which it did (default: today).", valueName: "date"))
  var date: String?

  @OptionGroup var why: ReasonOption
  @OptionGroup var options: GlobalOptions

  func validate() throws { _ = try options.checking(activity.name) }

  func run(in session: Session) throws -> ExitStatus {
    try session.report(try activity.name(), "start", ActivityReport(date: date, reason: why.reason))
  }
}

struct ActivityProgress: ServiceCommand {
  static let configuration = CommandConfiguration(
    commandName: "progress", abstract: "Report how much is left; forecasts follow at once.",
    usage: "milepost activity progress <activity> --remaining 15wd [--reason <text>]")

  @OptionGroup var activity: ActivityArgument

  @Option(help: ArgumentHelp("How long it still takes.", valueName: "duration"))
  var remaining: String

  @OptionGroup var why: ReasonOption
  @OptionGroup var options: GlobalOptions

  func validate() throws { _ = try options.checking(activity.name) }

  func run(in session: Session) throws -> ExitStatus {
    try session.report(
      try activity.name(), "progress", ActivityReport(remaining: remaining, reason: why.reason))
  }
}

struct ActivityFinish: ServiceCommand {
  static let configuration = CommandConfiguration(commandName: "finish", abstract: "Report that work is done.")

  @OptionGroup var activity: ActivityArgument

  @Option(help: ArgumentHelp("The day on which it was (default: today).", valueName: "date"))
  var date: String?

  @OptionGroup var why: ReasonOption
  @OptionGroup var options: GlobalOptions

  func validate() throws { _ = try options.checking(activity.name) }

  func run(in session: Session) throws -> ExitStatus {
    try session.report(try activity.name(), "finish", ActivityReport(date: date, reason: why.reason))
  }
}

struct ActivityReopen: ServiceCommand {
  static let configuration = CommandConfiguration(commandName: "reopen", abstract: "Take back that it was done.")

  @OptionGroup var activity: ActivityArgument
  @OptionGroup var why: ReasonOption
  @OptionGroup var options: GlobalOptions

  func validate() throws { _ = try options.checking(activity.name) }

  func run(in session: Session) throws -> ExitStatus {
    try session.report(try activity.name(), "reopen", ActivityReport(reason: why.reason))
  }
}

struct ActivityRemove: ServiceCommand {
  static let configuration = CommandConfiguration(
    commandName: "remove", abstract: "Remove work that should not be there.", discussion: "Does not ask back.")

  @OptionGroup var activity: ActivityArgument
  @OptionGroup var why: ReasonOption
  @OptionGroup var options: GlobalOptions

  func validate() throws { _ = try options.checking(activity.name) }

  func run(in session: Session) throws -> ExitStatus {
    let name = try activity.name()
    let request = try HTTPRequest(
      .delete, APIPath.activity(name.key, of: name.project), json: ReasonInput(reason: why.reason))
    _ = try session.client.body(of: request)
    try session.show(Removed(removed: name.text)) {
      session.say(Phrase("Removed \(name.text).", "已删除 \(name.text)。"))
    }
    return .done
  }
}
