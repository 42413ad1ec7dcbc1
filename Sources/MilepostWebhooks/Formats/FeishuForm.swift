import Crypto
import Foundation
import MilepostCore

/// Feishu's and Lark's robots: a card; signed in the body; errors as `code` within an HTTP 200.
enum FeishuForm: MessageForm {
  static let bytesMax = 20_000
  /// Of the title, as it stands in JSON; and of all that is neither text nor link.
  private static let (titleMax, frameMax) = (500, 900)

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
          title.field("content", TextLimit.json(text.title, titleMax))
        }
      }
      card.object("body") { body in
        let room = bytesMax - titleMax - frameMax - TextLimit.jsonBytes(text.link ?? "")
        let markdown = Markdown.text(text, titled: false, linked: false, limit: .json(bytes: room))
        body.list("elements", [Element.markdown(markdown)] + (text.link.map { [.button($0)] } ?? [])) {
          $0.write(named: text.linkName, to: &$1)
        }
      }
    }
    return OutgoingMessage(url: url, body: json.closed)
  }

  private enum Element {
    case markdown(String)
    /// Opens this address.
    case button(String)

    func write(named name: String, to json: inout JSONText) {
      switch self {
      case .markdown(let text):
        json.field("tag", "markdown")
        json.field("content", text)
      case .button(let url):
        json.field("tag", "button")
        json.field("type", "primary")
        json.pairs("text", [("tag", "plain_text"), ("content", name)])
        json.list("behaviors", [url]) { url, behavior in
          behavior.field("type", "open_url")
          behavior.field("default_url", url)
        }
      }
    }
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
