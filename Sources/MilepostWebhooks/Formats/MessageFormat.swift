import MilepostCore

/// One request as it goes out.
struct OutgoingMessage {
  var url: String
  var headers = ["Content-Type: application/json"]
  var body: String
  var method = "POST"
  /// Nil for what goes by HTTP.
  var mail: MailEnvelope?
}

/// Turns notices into a receiver's own messages, and its answers into what they mean.
protocol MessageForm {
  /// - Parameter secret: for signing, where the receiver signs; empty: unsigned.
  static func message(
    _ notice: Notice, url: String, secret: String, language: MessageLanguage, id: String, at now: Instant
  ) -> OutgoingMessage

  /// Why an answer with a status of success is none: an error code within it; nil when it is one.
  static func fault(in answer: String) -> AnswerFault?
}

extension MessageForm {
  static func fault(in answer: String) -> AnswerFault? { nil }
}

/// What a receiver said in the body of an answer.
struct AnswerFault: Hashable {
  /// In a few words, with the receiver's own code.
  var text: String
  /// It asks for fewer messages, not for other ones.
  var isTooMany = false
  /// It is not in the receiver's own form.
  var isUnread = false
  /// Milliseconds that it asks to wait.
  var retryAfterMs: Int64?
}

extension DeliveryJob {
  /// What goes out, formed anew for each try: signatures in it hold the time.
  func outgoing(at now: Instant) -> OutgoingMessage {
    if isPing { return OutgoingMessage(url: url, headers: ["Content-Type: text/plain; charset=utf-8"], body: body) }
    return switch format {
    case .email: MailForm.message(self, at: now)
    case .template: options?.template?.message(self) ?? OutgoingMessage(url: url, body: body)
    default:
      format.message(body: body, url: url, secret: secret, language: language, id: messageID, at: now)
    }
  }
}

extension MessageFormat {
  /// The receiver's form; nil for those that take the stored body.
  private var form: (any MessageForm.Type)? {
    switch self {
    case .standard, .cloudevents, .email, .template: nil
    case .alertmanager: AlertmanagerForm.self
    case .feishu: FeishuForm.self
    case .dingtalk: DingTalkForm.self
    case .wecom: WeComForm.self
    case .slack: SlackForm.self
    case .teams: TeamsForm.self
    case .telegram: TelegramForm.self
    case .ntfy: NtfyForm.self
    }
  }

  /// Whether its answers may hold an error code of its own.
  var readsAnswers: Bool {
    switch self {
    case .standard, .cloudevents, .alertmanager, .email, .template: false
    case .feishu, .dingtalk, .wecom, .slack, .teams, .telegram, .ntfy: true
    }
  }

  /// What goes out for a stored body. One that cannot be read back goes out as it is: better than not at all.
  func message(
    body: String, url: String, secret: String, language: MessageLanguage, id: String, at now: Instant
  ) -> OutgoingMessage {
    let plain = OutgoingMessage(url: url, body: body)
    guard self != .standard, let notice = Notice(body: body) else { return plain }
    guard let form else { return CloudEventsForm.message(notice, body: body, url: url, id: id) }
    return form.message(notice, url: url, secret: secret, language: language, id: id, at: now)
  }

  /// What the receiver says within its answer. Of one that HTTP calls a failure, only what can be read counts.
  func fault(in answer: String, status: Int) -> AnswerFault? {
    guard let fault = form?.fault(in: answer) else { return nil }
    return (200..<300).contains(status) || !fault.isUnread ? fault : nil
  }

  /// Refuses an address at which this receiver could not be reached.
  package func check(url: String) throws(Refusal) {
    switch self {
    case .telegram where TelegramForm.chat(url) == nil:
      throw Refusal(
        .invalidURL, en: "A Telegram address ends with the chat: …/bot<token>/sendMessage?chat_id=<chat>.",
        zh: "Telegram 地址应以会话结尾：…/bot<token>/sendMessage?chat_id=<chat>。")
    case .ntfy where NtfyForm.address(url).topic.isEmpty:
      throw Refusal(
        .invalidURL, en: "An ntfy address ends with the topic: https://ntfy.example.org/<topic>.",
        zh: "ntfy 地址应以主题结尾：https://ntfy.example.org/<topic>。")
    case .dingtalk where !url.contains("access_token="):
      throw Refusal(
        .invalidURL, en: "A DingTalk address holds the robot's token: …/robot/send?access_token=….",
        zh: "钉钉地址应包含 access_token：…/robot/send?access_token=…。")
    default: return
    }
  }
}
