import ArgumentParser
import MilepostAPI
import MilepostClient

struct ActivityCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "activity", abstract: "Work with a duration that drives the milestones' forecasts.",
    subcommands: [
      ActivityAdd.self, ActivityList.self, ActivityShow.self, ActivityEdit.self, ActivityStart.self,
      ActivityProgress.self, ActivityFinish.self, ActivityReopen.self, ActivityRemove.self,
    ])
}

/// The one activity that a verb is about.
struct ActivityArgument: ParsableArguments {
  @Argument(
    help: ArgumentHelp("The activity: project/key, or project and key as two words.", valueName: "activity"))
  var words: [String]

  func name() throws -> MilestoneName { try MilestoneName.only(words) }
}

extension Session {
  /// Sends a report about an activity and says what came of it.
  func report(_ name: MilestoneName, _ verb: String, _ report: ActivityReport) throws -> ExitStatus {
    let request = try HTTPRequest(.post, "\(APIPath.activity(name.key, of: name.project))/\(verb)", json: report)
    let view = try client.fetch(ActivityView.self, request)
    try show(view) { say(ActivityText.standing(view)) }
    return .done
  }
}
