import ArgumentParser

struct ProjectCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "project", abstract: "What is being built or done.",
    subcommands: [ProjectAdd.self, ProjectList.self, ProjectShow.self, ProjectEdit.self, ProjectArchive.self])
}
