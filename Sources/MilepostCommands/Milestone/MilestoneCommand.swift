import ArgumentParser

struct MilestoneCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "milestone", abstract: "Points that must be reached by a date.",
    subcommands: [
      MilestoneAdd.self, MilestoneList.self, MilestoneShow.self, MilestoneEdit.self, MilestoneExpect.self,
      MilestoneReach.self, MilestoneReport.self, MilestoneCheck.self, MilestonePath.self, MilestoneHistory.self,
      MilestoneReopen.self,
      MilestoneRemove.self,
    ])
}
