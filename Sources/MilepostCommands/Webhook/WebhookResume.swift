import ArgumentParser
import MilepostAPI
import MilepostClient

struct WebhookResume: ServiceCommand {
  static let configuration = CommandConfiguration(
    commandName: "resume", abstract: "Send to it again, what has waited first.")

  @OptionGroup var webhook: WebhookArgument
  @OptionGroup var options: GlobalOptions

  func run(in session: Session) throws -> ExitStatus {
    let view = try session.client.fetch(WebhookView.self, HTTPRequest(.post, "\(webhook.path)/resume"))
    try session.show(view) {
      session.say(Phrase("Resumed \(view.name): \(view.pending) waiting.", "已恢复 \(view.name)：待投递 \(view.pending) 条。"))
    }
    return .done
  }
}
