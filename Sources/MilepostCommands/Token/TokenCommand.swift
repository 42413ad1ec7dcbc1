import ArgumentParser
import MilepostAPI

struct TokenCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "token", abstract: "Who may ask over the network, and sign in on the page.",
    subcommands: [TokenAdd.self, TokenList.self, TokenRevoke.self])
}

/// What may be given as a scope.
enum TokenScope: String, ExpressibleByArgument, CaseIterable {
  case read, report, manage, admin
}
