import ArgumentParser
import MilepostAPI
import MilepostClient

struct AlertSnooze: ServiceCommand {
  static let configuration = CommandConfiguration(
    commandName: "snooze", abstract: "Put alerts off: they are told again then, if they still stand.")

  @Argument(help: "Numbers of alerts, as `milepost alert list` shows them.")
  var ids: [Int64]

  @Option(help: ArgumentHelp("Until when: a date, “2022-06-30 14:00”, or a time such as 4h or 3d.", valueName: "when"))
  var until: String

  @OptionGroup var reason: ReasonOption
  @OptionGroup var options: GlobalOptions

  func run(in session: Session) throws -> ExitStatus {
    for id in ids {
      let input = AlertRestInput(until: until, reason: reason.reason)
      let alert = try session.client.fetch(
        AlertView.self, try HTTPRequest(.post, "\(APIPath.alert(id))/snooze", json: input))
      try session.show(alert) {
        let until = session.words.moment(alert.wakesAt)
        return session.say(Phrase("Alert \(alert.id) is put off until \(until).", "提醒 \(alert.id) 暂缓到 \(until)。"))
      }
    }
    return .done
  }
}

struct AlertUnack: ServiceCommand {
  static let configuration = CommandConfiguration(
    commandName: "unack", abstract: "Take an acknowledgement or a snooze back; they are told again.")

  @Argument(help: "Numbers of alerts.")
  var ids: [Int64]

  @OptionGroup var reason: ReasonOption
  @OptionGroup var options: GlobalOptions

  func run(in session: Session) throws -> ExitStatus {
    for id in ids {
      let input = AlertRestInput(reason: reason.reason)
      let alert = try session.client.fetch(
        AlertView.self, try HTTPRequest(.post, "\(APIPath.alert(id))/unack", json: input))
      try session.show(alert) {
        session.say(Phrase("Alert \(alert.id) stands open again.", "提醒 \(alert.id) 重新待处理。"))
      }
    }
    return .done
  }
}

struct AlertShow: ServiceCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Show one alert: who was told, who is next, who did what.")

  @Argument(help: "Its number.")
  var id: Int64

  @OptionGroup var options: GlobalOptions

  func run(in session: Session) throws -> ExitStatus {
    let view = try session.client.fetch(AlertDetailView.self, HTTPRequest(.get, APIPath.alert(id)))
    try session.show(view) { AlertShow.text(view, in: session) }
    return .done
  }

  private static func text(_ view: AlertDetailView, in session: Session) -> String {
    let (alert, words) = (view.alert, session.words)
    var details = Details()
    let state = words.alertState(alert.state)
    details.add(
      session.say(Phrase("Alert", "提醒")), session.language == .chinese ? view.messageZh : view.messageEn, .heading)
    details.add(session.say(Phrase("State", "状态")), state.text, state.style)
    details.add(session.say(Phrase("About", "对象")), alert.subject ?? "\(alert.project)/\(alert.milestone)")
    details.add(session.say(Phrase("Rule", "规则")), "\(alert.rule) \(alert.occurrence)")
    details.add(session.say(Phrase("Fired", "触发")), words.moment(alert.firedAt))
    details.add(session.say(Phrase("In hand", "处理人")), alert.acknowledgedBy)
    details.add(session.say(Phrase("Reason", "原因")), alert.reason)
    details.add(session.say(Phrase("Told again", "再次提醒")), words.moment(alert.wakesAt))
    details.add(session.say(Phrase("Resolved", "解除")), words.moment(alert.resolvedAt))
    details.add(session.say(Phrase("Waits for", "待发往")), words.list(view.waiting))
    for message in view.messages {
      let moment = words.moment(message.delivery.finishedAt ?? message.delivery.createdAt)
      details.add(message.webhook, "\(words.state(message.delivery.state).text) \(moment) \(message.delivery.id)")
    }
    for level in view.levels {
      let told = level.toldAt.map { words.moment($0) }
      details.add(
        session.say(Phrase("Level \(level.level)", "第 \(level.level) 级")),
        told ?? session.say(Phrase("due \(words.moment(level.dueAt))", "将于 \(words.moment(level.dueAt)) 上报")))
    }
    for act in view.acts {
      details.add(
        words.moment(act.at), [act.author, act.action, act.detail].compactMap { $0 }.joined(separator: ", "))
    }
    return details.rendered(palette: session.palette)
  }
}
