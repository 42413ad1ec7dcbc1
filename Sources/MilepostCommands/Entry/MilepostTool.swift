import ArgumentParser
import MilepostAPI

/// The root of the command line: nouns, and the few verbs that need none.
struct MilepostTool: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "milepost",
    abstract: "Answers for dates: register milestones, see what is due, be told in time.",
    discussion: """
      Everything is done by the service milepostd, over its Unix socket, or over the network with --server and \
      --token-file. Nothing asks back: what removes or ends \
      something does so at once, and the ledger keeps who did it and why (--reason).

      A milestone is named project/key, or by its project and its key as two words.

      Exit status: 0 done; 1 refused, or a check failed; 2 usage; 3 service unreachable. \
      Only `diff` differs: 1 means that there are differences, 2 also that the plan was refused.

      Shell completions: milepost --generate-completion-script bash|zsh|fish
      """,
    version: MilepostVersion.current,
    groupedSubcommands: [
      CommandGroup(
        name: "Overview",
        subcommands: [
          StatusCommand.self, NextCommand.self, OutlookCommand.self, WhatIfCommand.self, GanttCommand.self,
          TrendCommand.self, ReviewCommand.self,
          DoctorCommand.self,
        ]),
      CommandGroup(
        name: "Nouns",
        subcommands: [
          ProjectCommand.self, MilestoneCommand.self, ActivityCommand.self, FindingCommand.self, BaselineCommand.self,
          WebhookCommand.self, FeedCommand.self, AnswersCommand.self,
          AlertCommand.self, RouteCommand.self, SilenceCommand.self,
          LedgerCommand.self, TokenCommand.self,
        ]),
      CommandGroup(
        name: "Plan files", subcommands: [ApplyCommand.self, DiffCommand.self, ImportCommand.self, ExportCommand.self]),
      CommandGroup(name: "Upkeep", subcommands: [BackupCommand.self, RestoreCommand.self]),
    ])
}
