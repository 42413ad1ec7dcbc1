import Crypto
import Foundation
import MilepostCore

/// Feishu's and Lark's robots: a card; signed in the body; errors as `code` within an HTTP 200.
enum FeishuForm: MessageForm {
  static let bytesMax = 20_000

  static func message(
    _ notice: Notice, url: String, secret: String, language: MessageLanguage, id: String, at now: Instant
  ) -> OutgoingMessage {
    let text = NoticeText(notice, language)
    let seconds = now.milliseconds / 1000
    var json = JSONText()
    if !secret.isEmpty {
      json.field("timestamp", String(seconds))
      json.field("sign", sign(secret: secret, seconds: seconds))
    }
    json.field("msg_type", "interactive")
    json.object("card") { card in
      card.field("schema", "2.0")
      card.object("header") { header in
        header.field("template", template(text.light))
        header.object("title") { title in
          title.field("tag", "plain_text")
          title.field("content", TextLimit.bytes(text.title, 500))
        }
      }
      card.object("body") { body in
        body.list("elements", [Markdown.text(text, titled: false, bytes: 12_000)]) {
          $1.field("tag", "markdown")
          $1.field("content", $0)
        }
      }
    }
    return OutgoingMessage(url: url, body: json.closed)
  }

  /// The key is what others would sign, and nothing is signed with it.
  static func sign(secret: String, seconds: Int64) -> String {
    let key = SymmetricKey(data: Data("\(seconds)\n\(secret)".utf8))
    return Data(HMAC<SHA256>.authenticationCode(for: Data(), using: key)).base64EncodedString()
  }

  static func fault(in answer: String) -> AnswerFault? {
    AnswerCode.fault(in: answer, field: "code", message: "msg", tooMany: [11232, 9499001])
  }

  private static func template(_ light: String) -> String {
    ["red", "orange", "yellow", "green"].contains(light) ? light : "grey"
  }
}
