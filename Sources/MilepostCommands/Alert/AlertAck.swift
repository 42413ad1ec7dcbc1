import ArgumentParser
import MilepostAPI
import MilepostClient

struct AlertAck: ServiceCommand {
  static let configuration = CommandConfiguration(
    commandName: "ack", abstract: "Say that you have them in hand.",
    discussion: "The first that is refused ends the command; those before it are acknowledged.")

  @Argument(help: "Numbers of alerts, as `milepost alert list` shows them.")
  var ids: [Int64]

  @Option(
    help: ArgumentHelp(
      "Until when, after which they are told again: a date, “2022-06-30 14:00”, or a time such as 3d.",
      valueName: "when"
    ))
  var until: String?

  @OptionGroup var reason: ReasonOption
  @OptionGroup var options: GlobalOptions

  func run(in session: Session) throws -> ExitStatus {
    for id in ids {
      let alert = try session.client.fetch(
        AlertView.self,
        try HTTPRequest(
          .post, "\(APIPath.alert(id))/ack", json: AlertRestInput(until: until, reason: reason.reason)))
      try session.show(alert) {
        let by = alert.acknowledgedBy ?? "?"
        let place = alert.subject ?? "\(alert.project)/\(alert.milestone)"
        guard let wakesAt = alert.wakesAt else {
          return session.say(
            Phrase(
              "Alert \(alert.id) for \(place) is in the hands of \(by).", "提醒 \(alert.id)（\(place)）由 \(by) 处理。"))
        }
        let until = session.words.moment(wakesAt)
        return session.say(
          Phrase(
            "Alert \(alert.id) for \(place) is in the hands of \(by) until \(until).",
            "提醒 \(alert.id)（\(place)）由 \(by) 处理，到 \(until)。"))
      }
    }
    return .done
  }
}
