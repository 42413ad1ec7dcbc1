import ArgumentParser

struct AlertCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "alert", abstract: "What has fired, and who has it in hand.",
    subcommands: [AlertList.self, AlertShow.self, AlertAck.self, AlertSnooze.self, AlertUnack.self])
}
