import ArgumentParser
import MilepostAPI
import MilepostClient

struct WebhookDeliveries: ServiceCommand {
  static let configuration = CommandConfiguration(
    commandName: "deliveries", abstract: "List what was sent to it, the newest first.")

  enum State: String, CaseIterable, ExpressibleByArgument {
    case pending, delivered, dead, folded, withdrawn
  }

  @OptionGroup var webhook: WebhookArgument

  @Option(help: "Only those in this state.")
  var state: State?

  @Flag(help: "Every try of each: status, time, the beginning of the answer.")
  var attempts = false

  @OptionGroup var page: PageOptions
  @OptionGroup var options: GlobalOptions

  func validate() throws { try options.checking(page.check) }

  func run(in session: Session) throws -> ExitStatus {
    let deliveries = try page.collect(
      DeliveryView.self, from: session.client, "\(webhook.path)/deliveries",
      query: (state.map { [.init("state", $0.rawValue)] } ?? []) + (attempts ? [.init("attempts", "true")] : []))
    try session.show(deliveries) {
      if attempts, !deliveries.items.isEmpty {
        return deliveries.items.map { session.details(of: $0) }.joined(separator: "\n\n")
      }
      return session.text(
        WebhookDeliveries.table(deliveries.items, words: session.words),
        whenEmpty: Phrase("Nothing was sent to \(webhook.name).", "没有发往 \(webhook.name) 的投递。"), page: deliveries)
    }
    return .done
  }

  private static func table(_ deliveries: [DeliveryView], words: Words) -> Table {
    var table = Table([
      Table.Column(Phrase("MESSAGE", "消息")),
      Table.Column(Phrase("STATE", "状态")),
      Table.Column(Phrase("EVENT", "事件")),
      Table.Column(Phrase("MILESTONE", "里程碑"), canShrink: true),
      Table.Column(Phrase("TRIES", "次数"), .right),
      Table.Column(Phrase("LAST", "最近结果"), canShrink: true),
      Table.Column(Phrase("CREATED", "创建")),
      Table.Column(Phrase("NEXT TRY", "下次投递")),
    ])
    for delivery in deliveries {
      table.add(
        Table.Cell(delivery.id), words.state(delivery.state), Table.Cell(words.event(delivery.type)),
        Table.Cell([delivery.project, delivery.milestone].compactMap { $0 }.joined(separator: "/")),
        Table.Cell("\(delivery.attempts)"), Table.Cell(Words.outcome(delivery.lastStatus, delivery.lastError)),
        Table.Cell(words.moment(delivery.createdAt)), Table.Cell(words.moment(delivery.nextAttempt)))
    }
    return table
  }
}
