import ArgumentParser
import MilepostAPI
import MilepostClient

struct MilestoneEdit: ServiceCommand {
  static let configuration = CommandConfiguration(
    commandName: "edit", abstract: "Change what is given, and nothing else.",
    discussion: "An empty text clears an optional field. Labels that are not named stay as they are.")

  @OptionGroup var milestone: MilestoneArgument

  @Option(help: ArgumentHelp("Name, as people know it.", valueName: "text"))
  var name: String?

  @Option(help: ArgumentHelp("The date promised.", valueName: "date"))
  var due: String?

  @OptionGroup var fields: MilestoneFields
  @OptionGroup var options: GlobalOptions

  func validate() throws {
    let (input, labels) = try options.checking {
      _ = try milestone.name()
      return (try fields.input(name: name, due: due), try fields.labels())
    }
    guard input != MilestoneInput() || !labels.isEmpty else {
      throw options.fault(Phrase("Say what to change, for example --due.", "请说明要修改什么，例如 --due。"))
    }
  }

  func run(in session: Session) throws -> ExitStatus {
    let name = try milestone.name()
    let path = APIPath.milestone(name.key, of: name.project)
    var input = try fields.input(name: self.name, due: due)
    var revision: Int64?
    let labels = try fields.labels()
    if !labels.isEmpty {
      // The service replaces them as a whole; the revision keeps another's change of the same moment from being lost.
      let current = try session.client.fetch(MilestoneView.self, HTTPRequest(.get, path))
      revision = current.revision
      input.labels = Merge.labels(current.labels, with: labels)
    }
    let request = try HTTPRequest(.patch, path, json: input, ifRevision: revision)
    let view = try session.client.fetch(MilestoneView.self, request)
    try session.show(view) {
      session.say(
        MilestoneText.registered(view, verb: Phrase("Changed", "已修改"), alert: Phrase("next alert", "下次提醒")))
    }
    return .done
  }
}
