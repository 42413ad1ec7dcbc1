import ArgumentParser
import MilepostAPI
import MilepostClient

struct FindingCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "finding",
    abstract: "What was found wrong, in a closed loop: assigned, put right, checked by somebody else, closed.",
    subcommands: [
      FindingAdd.self, FindingAssign.self, FindingFix.self, FindingReject.self, FindingCheck.self, FindingClose.self,
    ])
}

struct FindingAdd: ServiceCommand {
  static let configuration = CommandConfiguration(
    commandName: "add", abstract: "Register what was found; it is listed with the milestones until it is closed.")

  @OptionGroup var finding: MilestoneArgument

  @Option(help: ArgumentHelp("What is wrong.", valueName: "text"))
  var what: String

  @Option(help: ArgumentHelp("The day by which it is to be closed.", valueName: "date"))
  var due: String

  @OptionGroup var options: GlobalOptions

  func validate() throws { _ = try options.checking(finding.name) }

  func run(in session: Session) throws -> ExitStatus {
    let name = try finding.name()
    let input = MilestoneInput(key: name.key, name: what, due: due, finding: true)
    let view = try session.client.fetch(
      MilestoneView.self, HTTPRequest(.post, APIPath.milestones(of: name.project), json: input))
    return try session.tell(view)
  }
}

struct FindingAssign: ServiceCommand {
  static let configuration = CommandConfiguration(
    commandName: "assign", abstract: "Say who is to put it right, and by when.")

  @OptionGroup var finding: MilestoneArgument

  @Option(help: ArgumentHelp("Who is to put it right.", valueName: "name"))
  var to: String

  @Option(help: ArgumentHelp("By when (default: as registered).", valueName: "date"))
  var due: String?

  @OptionGroup var deed: DeedOptions
  @OptionGroup var options: GlobalOptions

  func validate() throws { _ = try options.checking(finding.name) }

  func run(in session: Session) throws -> ExitStatus {
    try session.step(
      try finding.name(), StepInput(step: "assign", by: deed.by, date: deed.date, to: to, due: due))
  }
}

struct FindingFix: ServiceCommand {
  static let configuration = CommandConfiguration(commandName: "fix", abstract: "Report that it is put right.")

  @OptionGroup var finding: MilestoneArgument
  @OptionGroup var note: NoteOption
  @OptionGroup var deed: DeedOptions
  @OptionGroup var options: GlobalOptions

  func validate() throws { _ = try options.checking(finding.name) }

  func run(in session: Session) throws -> ExitStatus {
    try session.step(try finding.name(), StepInput(step: "fix", by: deed.by, date: deed.date, note: note.note))
  }
}

struct FindingReject: ServiceCommand {
  static let configuration = CommandConfiguration(
    commandName: "reject", abstract: "Say that it is not right after all; it goes back.")

  @OptionGroup var finding: MilestoneArgument

  @Option(help: ArgumentHelp("What is still wrong.", valueName: "text"))
  var why: String

  @OptionGroup var deed: DeedOptions
  @OptionGroup var options: GlobalOptions

  func validate() throws { _ = try options.checking(finding.name) }

  func run(in session: Session) throws -> ExitStatus {
    try session.step(try finding.name(), StepInput(step: "reject", by: deed.by, date: deed.date, note: why))
  }
}

struct FindingCheck: ServiceCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Say that it is right; somebody who had no share in the work.")

  @OptionGroup var finding: MilestoneArgument
  @OptionGroup var note: NoteOption
  @OptionGroup var deed: DeedOptions
  @OptionGroup var options: GlobalOptions

  func validate() throws { _ = try options.checking(finding.name) }

  func run(in session: Session) throws -> ExitStatus {
    try session.step(try finding.name(), StepInput(step: "check", by: deed.by, date: deed.date, note: note.note))
  }
}

struct FindingClose: ServiceCommand {
  static let configuration = CommandConfiguration(commandName: "close", abstract: "Close it, once it is checked.")

  @OptionGroup var finding: MilestoneArgument
  @OptionGroup var deed: DeedOptions
  @OptionGroup var options: GlobalOptions

  func validate() throws { _ = try options.checking(finding.name) }

  func run(in session: Session) throws -> ExitStatus {
    try session.step(try finding.name(), StepInput(step: "close", by: deed.by, date: deed.date))
  }
}

struct NoteOption: ParsableArguments {
  @Option(help: ArgumentHelp("What shows it: a note or a link; the ledger keeps it.", valueName: "text"))
  var note: String?
}

extension Session {
  func step(_ name: MilestoneName, _ input: StepInput) throws -> ExitStatus {
    let request = try HTTPRequest(.post, "\(APIPath.milestone(name.key, of: name.project))/step", json: input)
    return try tell(try client.fetch(MilestoneView.self, request))
  }

  func tell(_ finding: MilestoneView) throws -> ExitStatus {
    try show(finding) {
      let said = finding.finding.map { say(Phrase($0.sentence.en, $0.sentence.zh)) } ?? ""
      return "\(finding.project)/\(finding.key): \(said)"
    }
    return .done
  }
}
