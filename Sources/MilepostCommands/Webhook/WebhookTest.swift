import ArgumentParser
import MilepostAPI
import MilepostClient

struct WebhookTest: ServiceCommand {
  static let configuration = CommandConfiguration(
    commandName: "test", abstract: "Send a test message now, and say what came of it.",
    discussion: "Exit status 1 when it was not delivered.")

  @OptionGroup var webhook: WebhookArgument
  @OptionGroup var options: GlobalOptions

  func run(in session: Session) throws -> ExitStatus {
    let request = HTTPRequest(.post, "\(webhook.path)/test")
    let result = try session.client.fetch(WebhookTestView.self, request)
    try session.show(result) {
      let phrase = sentence(result)
      return session.palette.paint(session.say(phrase), result.delivered ? .good : .bad)
    }
    return result.delivered ? .done : .refused
  }

  private func sentence(_ result: WebhookTestView) -> Phrase {
    let why = Words.outcome(result.status, result.error)
    if result.delivered {
      let how = why.isEmpty ? "" : " (\(why))"
      return Phrase(
        "Delivered to \(webhook.name) in \(result.milliseconds) ms\(how).",
        "已送达 \(webhook.name)，用时 \(result.milliseconds) 毫秒\(how)。")
    }
    return Phrase(
      "Not delivered to \(webhook.name) (\(result.milliseconds) ms): \(why)",
      "未送达 \(webhook.name)（\(result.milliseconds) 毫秒）：\(why)")
  }
}
