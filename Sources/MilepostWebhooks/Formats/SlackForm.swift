import MilepostCore

/// Slack's incoming webhooks: a fallback text and blocks; errors by HTTP status.
enum SlackForm: MessageForm {
  static let sectionMax = 3000

  static func message(
    _ notice: Notice, url: String, secret: String, language: MessageLanguage, id: String, at now: Instant
  ) -> OutgoingMessage {
    let text = NoticeText(notice, language)
    var lines = ["*\(escaped(text.title))*", escaped(text.sentence)]
    if let reason = text.reason { lines.append(escaped(reason)) }
    var json = JSONText()
    json.field("text", cut(escaped("\(text.title) – \(text.sentence)")))
    let facts = text.facts.map { "*\(escaped($0.name))* \(escaped($0.value))" }.joined(separator: "\n")
    let items = text.fitted(sectionMax, \.utf16.count) { items in
      items.map { escaped($0.text) + ($0.link.map { " \(link(text.linkName, $0))" } ?? "") }.joined(separator: "\n")
    }
    let answer = text.link.map { link(text.linkName, $0) } ?? ""
    let sections = [lines.joined(separator: "\n"), facts, items, answer].filter { !$0.isEmpty }
    json.list("blocks", sections) { section, block in
      block.field("type", "section")
      block.object("text") {
        $0.field("type", "mrkdwn")
        $0.field("text", cut(section))
      }
    }
    return OutgoingMessage(url: url, body: json.closed)
  }

  private static func cut(_ text: String) -> String { TextLimit.markup(text) { TextLimit.utf16($0, sectionMax) } }

  private static func link(_ name: String, _ url: String) -> String { "<\(url)|\(name)>" }

  /// The three characters that Slack asks to escape: with them nothing becomes a mention or a link.
  private static func escaped(_ text: String) -> String {
    text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
  }
}
