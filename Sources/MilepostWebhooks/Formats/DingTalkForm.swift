import Crypto
import Foundation
import MilepostCore

/// DingTalk's group robots: markdown; signed in the query; errors as `errcode` within an HTTP 200.
enum DingTalkForm: MessageForm {
  static let bytesMax = 20_000

  static func message(
    _ notice: Notice, url: String, secret: String, language: MessageLanguage, id: String, at now: Instant
  ) -> OutgoingMessage {
    let text = NoticeText(notice, language)
    var json = JSONText()
    json.field("msgtype", "markdown")
    json.object("markdown") { markdown in
      markdown.field("title", TextLimit.json(text.title, 200))
      markdown.field("text", Markdown.text(text, separator: "\n\n", limit: .json(bytes: bytesMax - 500)))
    }
    return OutgoingMessage(
      url: secret.isEmpty ? url : url + "&" + query(secret: secret, milliseconds: now.milliseconds),
      body: json.closed)
  }

  static func query(secret: String, milliseconds: Int64) -> String {
    let code = HMAC<SHA256>.authenticationCode(
      for: Data("\(milliseconds)\n\(secret)".utf8), using: SymmetricKey(data: Data(secret.utf8)))
    let escapes = ["+": "%2B", "/": "%2F", "=": "%3D"]
    let sign = Data(code).base64EncodedString().map { escapes[String($0)] ?? String($0) }.joined()
    return "timestamp=\(milliseconds)&sign=\(sign)"
  }

  static func fault(in answer: String) -> AnswerFault? {
    AnswerCode.fault(in: answer, field: "errcode", message: "errmsg", tooMany: [130101, 410100, 90018])
  }
}
