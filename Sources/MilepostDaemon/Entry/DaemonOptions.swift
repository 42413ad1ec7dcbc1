import ArgumentParser
import MilepostAPI

/// What may stand behind `milepostd` on its command line.
struct DaemonOptions: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "milepostd",
    abstract: "Answers for dates: knows which deadline comes next, and tells people by webhook.",
    discussion: """
      Settings come from the file and from variables of the environment, MILEPOST_ and the key in capitals.
      SIGHUP has it read them again, SIGTERM stops it.
      """,
    version: "milepostd \(MilepostVersion.current)")

  @Option(
    help: ArgumentHelp("Settings file (default: \(SettingsLoader.defaultFile), if it is there).", valueName: "file"),
    completion: .file(extensions: ["yaml", "yml"]))
  var config: String?

  @Flag(help: "Say “ok”, or all that is wrong with the settings, and do nothing else.")
  var checkConfig = false

  @Option(
    help: ArgumentHelp(
      "Put this backup in the database's place, once it has been checked, and do nothing else.",
      valueName: "file"), completion: .file())
  var restore: String?
}
