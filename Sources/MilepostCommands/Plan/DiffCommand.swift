import ArgumentParser
import MilepostAPI
import MilepostClient

struct DiffCommand: ServiceCommand {
  static let configuration = CommandConfiguration(
    commandName: "diff", abstract: "Show how a plan file differs from what stands; change nothing.",
    discussion: """
      Exit status, as of diff(1): 0 no differences, 1 differences, 2 the file or the plan cannot be used, \
      3 service unreachable.
      """)

  static var statusOfRefusal: ExitStatus { .usage }

  @OptionGroup var plan: PlanFile
  @OptionGroup var options: GlobalOptions

  func run(in session: Session) throws -> ExitStatus {
    let result = try PlanRequest.send(try plan.text(in: session.world), dryRun: true, with: session.client)
    try session.show(result) {
      let lines = PlanText(language: session.language, palette: session.palette)
        .lines(result.changes, unchangedToo: false)
      return lines.isEmpty ? session.say(Phrase("No differences.", "没有差异。")) : lines.joined(separator: "\n")
    }
    return result.hasDifferences ? .refused : .done
  }
}
