import ArgumentParser
import MilepostAPI
import MilepostClient

struct WebhookReplay: ServiceCommand {
  static let configuration = CommandConfiguration(
    commandName: "replay", abstract: "Send again what was given up, or one message by its id.",
    discussion: "The id of a message stays the same, so that a receiver can tell what it has already.")

  @OptionGroup var webhook: WebhookArgument

  @Option(help: ArgumentHelp("Only this message, delivered or not.", valueName: "message"))
  var id: String?

  @OptionGroup var options: GlobalOptions

  func run(in session: Session) throws -> ExitStatus {
    let request = try HTTPRequest(.post, "\(webhook.path)/replay", json: ReplayInput(id: id))
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
