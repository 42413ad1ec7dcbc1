import MilepostCore

/// Teams' workflows: an adaptive card; the signature is in the address. Old connectors answer 200 with the error in words.
enum TeamsForm: MessageForm {
  static let bytesMax = 28_000
  /// Of each part as it stands in JSON: together, with all that is around them, never more than the whole.
  private static let (titleMax, sentenceMax, reasonMax, factMax, itemsMax) = (800, 5000, 3000, 800, 13_000)

  static func message(
    _ notice: Notice, url: String, secret: String, language: MessageLanguage, id: String, at now: Instant
  ) -> OutgoingMessage {
    let text = NoticeText(notice, language)
    var blocks: [(text: String, isTitle: Bool)] = [(TextLimit.json(text.title, titleMax), true)]
    func add(_ markup: String, _ limit: Int) {
      blocks.append((TextLimit.markup(markup) { TextLimit.json($0, limit) }, false))
    }
    add(Markdown.escaped(text.sentence), sentenceMax)
    if let reason = text.reason { add(Markdown.escaped(reason), reasonMax) }
    for fact in text.facts { add("**\(fact.name)** \(Markdown.escaped(fact.value))", factMax) }
    if !text.items.isEmpty {
      // In a card's markdown an empty line makes a paragraph.
      let items = text.fitted(itemsMax, TextLimit.jsonBytes) { items in
        items.map { Markdown.line(of: $0, text) }.joined(separator: "\n\n")
      }
      add(items, itemsMax)
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
