import ArgumentParser

struct LedgerCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ledger", abstract: "Every change: who, when, what was and is, why.",
    subcommands: [LedgerList.self, LedgerVerify.self])
}
