import MilepostCore

/// Teams' workflows: an adaptive card; the signature is in the address. Old connectors answer 200 with the error in words.
enum TeamsForm: MessageForm {
  static let bytesMax = 28_000

  static func message(
    _ notice: Notice, url: String, secret: String, language: MessageLanguage, id: String, at now: Instant
  ) -> OutgoingMessage {
    let text = NoticeText(notice, language)
    var blocks: [(text: String, isTitle: Bool)] = [(TextLimit.bytes(text.title, 1000), true)]
    blocks += [text.sentence, text.reason].compactMap(\.self).map {
      (TextLimit.bytes(Markdown.escaped($0), 8000), false)
    }
    blocks += text.facts.map { (TextLimit.bytes("**\($0.name)** \(Markdown.escaped($0.value))", 1000), false) }
    if !text.items.isEmpty {
      // In a card's markdown an empty line makes a paragraph.
      let items = text.fitted(16_000, \.utf8.count) { items in
        items.map { Markdown.line(of: $0, text) }.joined(separator: "\n\n")
      }
      blocks.append((TextLimit.bytes(items, 16_000), false))
    }
    var json = JSONText()
    json.field("type", "message")
    json.list("attachments", [blocks]) { blocks, attachment in
      attachment.field("contentType", "application/vnd.microsoft.card.adaptive")
      attachment.field("contentUrl", nil as String?)
      attachment.object("content") { card in
        card.field("type", "AdaptiveCard")
        card.field("version", "1.2")
        card.list("body", blocks) { entry, block in
          block.field("type", "TextBlock")
          block.field("text", entry.text)
          if entry.isTitle { block.field("weight", "Bolder") }
          block.flag("wrap", true)
        }
        if let link = text.link {
          card.list("actions", [link]) { link, action in
            action.field("type", "Action.OpenUrl")
            action.field("title", text.linkName)
            action.field("url", link)
          }
        }
      }
    }
    return OutgoingMessage(url: url, body: json.closed)
  }

  static func fault(in answer: String) -> AnswerFault? {
    guard answer.contains("Webhook message delivery failed") || answer.contains("HTTP error") else { return nil }
    return AnswerFault(text: TextLimit.characters(answer, 200), isTooMany: answer.contains("429"))
  }
}
