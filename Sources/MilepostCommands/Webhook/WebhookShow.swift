import ArgumentParser
import MilepostAPI
import MilepostClient

struct WebhookShow: ServiceCommand {
  static let configuration = CommandConfiguration(commandName: "show", abstract: "Show one; its secret stays secret.")

  @OptionGroup var webhook: WebhookArgument
  @OptionGroup var options: GlobalOptions

  func run(in session: Session) throws -> ExitStatus {
    let view = try session.client.fetch(WebhookView.self, HTTPRequest(.get, webhook.path))
    try session.show(view) { session.details(of: view) }
    return .done
  }
}
