import ArgumentParser
import MilepostAPI
import MilepostClient

struct WebhookRemove: ServiceCommand {
  static let configuration = CommandConfiguration(
    commandName: "remove", abstract: "Remove it; what still waits for it is given up.",
    discussion: "Does not ask back. To stop for a while, use `milepost webhook pause`.")

  @OptionGroup var webhook: WebhookArgument
  @OptionGroup var options: GlobalOptions

  func run(in session: Session) throws -> ExitStatus {
    _ = try session.client.body(of: HTTPRequest(.delete, webhook.path))
    try session.show(Removed(removed: webhook.name)) {
      session.say(Phrase("Removed webhook \(webhook.name).", "已删除 webhook \(webhook.name)。"))
    }
    return .done
  }
}
