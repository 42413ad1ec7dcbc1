import ArgumentParser
import MilepostAPI
import MilepostClient

struct WebhookReplay: ServiceCommand {
  static let configuration = CommandConfiguration(
    commandName: "replay", abstract: "Send again what was given up, one message, or all of a time.",
    discussion: "The id of a message stays the same, so that a receiver can tell what it has already.")

  @OptionGroup var webhook: WebhookArgument

  @Option(help: ArgumentHelp("Only this message, delivered or not.", valueName: "message"))
  var id: String?

  @Option(help: ArgumentHelp("All that was created since then: a date, or 2022-06-30T08:00:00Z.", valueName: "when"))
  var since: String?

  @Option(help: ArgumentHelp("All that was created before then.", valueName: "when"))
  var until: String?

  @Flag(help: "Of these only what was given up.")
  var failed = false

  @OptionGroup var options: GlobalOptions

  func run(in session: Session) throws -> ExitStatus {
    let request = try HTTPRequest(
      .post, "\(webhook.path)/replay",
      json: ReplayInput(id: id, since: since, until: until, failed: failed ? true : nil))
    let result = try session.client.fetch(CountView.self, request)
    try session.show(result) {
      session.say(
        result.count == 0
          ? Phrase("Nothing to send again to \(webhook.name).", "没有需要重新发往 \(webhook.name) 的消息。")
          : Phrase(
            "Sending \(result.count) again to \(webhook.name), under the same ids.",
            "正在以原 ID 重新发往 \(webhook.name)：\(result.count) 条。"))
    }
    return .done
  }
}
