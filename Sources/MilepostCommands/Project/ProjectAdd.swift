import ArgumentParser
import MilepostAPI
import MilepostClient

struct ProjectAdd: ServiceCommand {
  static let configuration = CommandConfiguration(commandName: "add", abstract: "Register a project.")

  @Argument(help: "A short name for it: lower-case letters, digits and hyphens.")
  var key: String

  @Option(help: ArgumentHelp("Name, as people know it.", valueName: "text"))
  var name: String

  @OptionGroup var fields: ProjectFields
  @OptionGroup var options: GlobalOptions

  func validate() throws { _ = try options.checking(input) }

  func run(in session: Session) throws -> ExitStatus {
    let request = try HTTPRequest(.post, APIPath.projects, json: input())
    let project = try session.client.fetch(ProjectView.self, request)
    try session.show(project) {
      let alerts = PolicyText.of(project.alerts, language: session.language)
      return session.say(
        Phrase(
          "Registered \(project.key): \(project.name); zone \(project.zone), calendar \(project.calendar); "
            + "alerts: \(alerts).",
          "已登记 \(project.key)：\(project.name)；时区 \(project.zone)，日历 \(project.calendar)；提醒：\(alerts)。"))
    }
    return .done
  }

  private func input() throws -> ProjectInput {
    var input = try fields.input(name: name)
    input.key = key
    let labels = try fields.labels()
    if !labels.isEmpty { input.labels = Dictionary(labels.map { ($0.name, $0.value) }) { first, _ in first } }
    let facts = try fields.facts()
    if !facts.isEmpty { input.facts = facts.map { FactView(name: $0.name, value: $0.value) } }
    return input
  }
}
