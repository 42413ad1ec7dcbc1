import ArgumentParser

struct ReasonOption: ParsableArguments {
  @Option(help: ArgumentHelp("Why; the ledger keeps it.", valueName: "text"))
  var reason: String?
}
