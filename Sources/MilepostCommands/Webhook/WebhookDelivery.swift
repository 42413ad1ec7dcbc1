import ArgumentParser
import MilepostAPI
import MilepostClient

struct WebhookDelivery: ServiceCommand {
  static let configuration = CommandConfiguration(
    commandName: "delivery", abstract: "Show one message and every try: status, time, the beginning of the answer.")

  @OptionGroup var webhook: WebhookArgument

  @Argument(help: "The message's id, msg_….")
  var id: String

  @OptionGroup var options: GlobalOptions

  func run(in session: Session) throws -> ExitStatus {
    let path = "\(webhook.path)/deliveries/\(APIPath.segment(id))"
    let view = try session.client.fetch(DeliveryView.self, HTTPRequest(.get, path))
    try session.show(view) { session.details(of: view) }
    return .done
  }
}

extension Session {
  func details(of delivery: DeliveryView) -> String {
    var details = Details()
    let state = words.state(delivery.state)
    details.add(say(Phrase("Message", "消息")), delivery.id, .heading)
    details.add(say(Phrase("State", "状态")), state.text, state.style)
    details.add(say(Phrase("Event", "事件")), words.event(delivery.type))
    details.add(
      say(Phrase("Milestone", "里程碑")), [delivery.project, delivery.milestone].compactMap { $0 }.joined(separator: "/"))
    details.add(say(Phrase("Created", "创建")), words.moment(delivery.createdAt))
    details.add(say(Phrase("Next try", "下次投递")), delivery.nextAttempt.map { words.moment($0) })
    for attempt in delivery.tries ?? [] {
      let said = Words.outcome(attempt.status, attempt.error)
      details.add(
        say(Phrase("Try \(attempt.number)", "第 \(attempt.number) 次")),
        "\(words.moment(attempt.startedAt)), \(attempt.milliseconds) ms, \(said)")
      details.add(say(Phrase("Its answer", "接收端答复")), attempt.answer)
    }
    return details.rendered(palette: palette)
  }
}
