import ArgumentParser
import MilepostAPI
import MilepostClient

struct WebhookPause: ServiceCommand {
  static let configuration = CommandConfiguration(
    commandName: "pause", abstract: "Hold back what is due to it, until it is resumed.")

  @OptionGroup var webhook: WebhookArgument
  @OptionGroup var options: GlobalOptions

  func run(in session: Session) throws -> ExitStatus {
    let view = try session.client.fetch(WebhookView.self, HTTPRequest(.post, "\(webhook.path)/pause"))
    try session.show(view) {
      session.say(Phrase("Paused \(view.name): what is due to it waits.", "已暂停 \(view.name)：其投递将等待。"))
    }
    return .done
  }
}
