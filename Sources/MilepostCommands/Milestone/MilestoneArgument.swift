import ArgumentParser

/// The one milestone that a verb is about.
struct MilestoneArgument: ParsableArguments {
  @Argument(
    help: ArgumentHelp("The milestone: project/key, or project and key as two words.", valueName: "milestone"),
    completion: KeyCompletion.milestone)
  var words: [String]

  func name() throws -> MilestoneName { try MilestoneName.only(words) }
}
