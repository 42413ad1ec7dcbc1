import ArgumentParser
import MilepostAPI
import MilepostClient

struct WebhookList: ServiceCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List webhooks and what waits for each.")

  @OptionGroup var page: PageOptions
  @OptionGroup var options: GlobalOptions

  func validate() throws { try options.checking(page.check) }

  func run(in session: Session) throws -> ExitStatus {
    let webhooks = try page.collect(WebhookView.self, from: session.client, APIPath.webhooks)
    try session.show(webhooks) {
      session.text(
        session.table(of: webhooks.items),
        whenEmpty: Phrase(
          "No webhooks yet: alerts would reach nobody. Register one with `milepost webhook add`.",
          "还没有 webhook：提醒无人接收。请用 `milepost webhook add` 登记。"),
        page: webhooks)
    }
    return .done
  }
}
