import MilepostCore

/// WeCom's group robots: markdown of at most 4,096 bytes; the key in the address is the secret.
enum WeComForm: MessageForm {
  static let bytesMax = 4096

  static func message(
    _ notice: Notice, url: String, secret: String, language: MessageLanguage, id: String, at now: Instant
  ) -> OutgoingMessage {
    let text = NoticeText(notice, language)
    var json = JSONText()
    json.field("msgtype", "markdown")
    json.object("markdown") {
      $0.field("content", Markdown.text(text, limit: .text(bytes: bytesMax)))
    }
    return OutgoingMessage(url: url, body: json.closed)
  }

  static func fault(in answer: String) -> AnswerFault? {
    AnswerCode.fault(in: answer, field: "errcode", message: "errmsg", tooMany: [45009, 45033])
  }
}
