import ArgumentParser
import MilepostAPI
import MilepostClient

struct OutlookCommand: ServiceCommand {
  static let configuration = CommandConfiguration(
    commandName: "outlook", abstract: "How a project stands, in one sentence, and what its end rests on.",
    discussion: "Without a project: the sentence of every project.")

  private static let projectsMax = 1000

  @Argument(help: "The project's key.", completion: KeyCompletion.project)
  var project: String?

  @OptionGroup var options: GlobalOptions

  func run(in session: Session) throws -> ExitStatus {
    if let project {
      let view = try fetch(project, session)
      try session.show(view) { OutlookCommand.text(view, in: session) }
      return .done
    }
    let projects = try PageOptions.all(
      ProjectView.self, atMost: OutlookCommand.projectsMax, from: session.client, APIPath.projects)
    let views = try projects.map { try fetch($0.key, session) }
    try session.show(views) {
      views.compactMap { view in
        view.outlook.map { "\(session.palette.paint(view.project, .heading))  \(session.say(Phrase($0.en, $0.zh)))" }
      }.joined(separator: "\n")
    }
    return .done
  }

  private func fetch(_ project: String, _ session: Session) throws -> ScheduleView {
    try session.client.fetch(ScheduleView.self, HTTPRequest(.get, APIPath.schedule(of: project)))
  }

  private static func text(_ view: ScheduleView, in session: Session) -> String {
    var parts = [
      session.say(
        view.outlook.map { Phrase($0.en, $0.zh) }
          ?? Phrase("Nothing is open in \(view.project).", "\(view.project) 没有未完成的里程碑。"))
    ]
    if view.longestPath.count > 1 {
      parts.append(session.say(Phrase("The longest path, to \(view.finish):", "关键线路，至 \(view.finish)：")))
      parts.append(session.text(MilestonePath.table(view.longestPath, words: session.words), whenEmpty: Phrase("", "")))
    }
    if !view.outOfSequence.isEmpty {
      let list = session.words.list(view.outOfSequence)
      parts.append(
        session.say(Phrase("Begun before what comes first was done: \(list).", "未按先后顺序进行：\(list)。")))
    }
    if !view.provisional.isEmpty {
      let list = session.words.list(view.provisional)
      parts.append(
        session.say(
          Phrase("Provisional, as that year's holidays are not known yet: \(list).", "暂定（该年假日安排尚未公布）：\(list)。")))
    }
    return parts.joined(separator: "\n\n")
  }
}
