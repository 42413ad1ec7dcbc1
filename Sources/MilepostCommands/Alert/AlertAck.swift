import ArgumentParser
import MilepostAPI
import MilepostClient

struct AlertAck: ServiceCommand {
  static let configuration = CommandConfiguration(
    commandName: "ack", abstract: "Say that you have them in hand.",
    discussion: "The first that is refused ends the command; those before it are acknowledged.")

  @Argument(help: "Numbers of alerts, as `milepost alert list` shows them.")
  var ids: [Int64]

  @OptionGroup var options: GlobalOptions

  func run(in session: Session) throws -> ExitStatus {
    for id in ids {
      let alert = try session.client.fetch(AlertView.self, HTTPRequest(.post, "\(APIPath.alert(id))/ack"))
      try session.show(alert) {
        let by = alert.acknowledgedBy ?? "?"
        return session.say(
          Phrase(
            "Alert \(alert.id) for \(alert.project)/\(alert.milestone) is in the hands of \(by).",
            "提醒 \(alert.id)（\(alert.project)/\(alert.milestone)）由 \(by) 处理。"))
      }
    }
    return .done
  }
}
