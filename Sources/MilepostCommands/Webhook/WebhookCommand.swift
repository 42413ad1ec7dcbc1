import ArgumentParser
import MilepostAPI

struct WebhookCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "webhook", abstract: "Where alerts are sent.",
    subcommands: [
      WebhookAdd.self, WebhookList.self, WebhookShow.self, WebhookEdit.self, WebhookTest.self, WebhookRotate.self,
      WebhookPause.self, WebhookResume.self, WebhookRemove.self, WebhookDeliveries.self, WebhookDelivery.self,
      WebhookReplay.self,
    ])
}

/// The one webhook that a verb is about.
struct WebhookArgument: ParsableArguments {
  @Argument(help: "The webhook's name.", completion: KeyCompletion.webhook)
  var name: String

  var path: String { APIPath.webhook(name) }
}
