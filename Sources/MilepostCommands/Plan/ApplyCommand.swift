import ArgumentParser
import MilepostAPI
import MilepostClient

struct ApplyCommand: ServiceCommand {
  static let configuration = CommandConfiguration(
    commandName: "apply", abstract: "Make things as a plan file says; show what will change before it does.",
    discussion: """
      Projects and milestones of the file are added or changed, all of them or none. What the file does not name \
      stays as it is, and nothing is removed. Applying the same file again changes nothing.
      """)

  @OptionGroup var plan: PlanFile

  @Flag(help: "Only show what would change.")
  var dryRun = false

  @OptionGroup var options: GlobalOptions

  func run(in session: Session) throws -> ExitStatus {
    let text = try plan.text(in: session.world)
    let foreseen = try PlanRequest.send(text, dryRun: true, with: session.client)
    let lines = PlanText(language: session.language, palette: session.palette)
    guard !dryRun, foreseen.hasDifferences else {
      try session.show(foreseen) {
        let listed = lines.lines(foreseen.changes, unchangedToo: true)
        return (listed + [session.say(ApplyCommand.unapplied(foreseen))]).joined(separator: "\n")
      }
      return .done
    }
    if case .text = session.format {
      session.world.output(lines.lines(foreseen.changes, unchangedToo: true).map { $0 + "\n" }.joined())
    }
    let result = try PlanRequest.send(text, dryRun: false, with: session.client)
    try session.show(result) {
      // Somebody else may have changed something between the two requests.
      let surprise = result.changes == foreseen.changes ? [] : lines.lines(result.changes, unchangedToo: false)
      return (surprise + [session.say(ApplyCommand.applied(result))]).joined(separator: "\n")
    }
    return .done
  }

  static func unapplied(_ result: PlanResult) -> Phrase {
    let (added, changed, unchanged) = PlanText.counts(result.changes)
    guard result.hasDifferences else {
      return Phrase("Nothing to change: all \(unchanged) are as the plan says.", "无需更改：全部 \(unchanged) 项与计划一致。")
    }
    return Phrase(
      "Nothing was applied: \(added) to add, \(changed) to change, \(unchanged) as they are.",
      "未应用：将新增 \(added) 项，修改 \(changed) 项，不变 \(unchanged) 项。")
  }

  static func applied(_ result: PlanResult) -> Phrase {
    let (added, changed, unchanged) = PlanText.counts(result.changes)
    return Phrase(
      "Applied: \(added) added, \(changed) changed, \(unchanged) as they were.",
      "已应用：新增 \(added) 项，修改 \(changed) 项，不变 \(unchanged) 项。")
  }
}
