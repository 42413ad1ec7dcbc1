import MilepostCore

/// ntfy: JSON to the server's root; the topic is the address's last part.
enum NtfyForm: MessageForm {
  static let bytesMax = 4096

  static func message(
    _ notice: Notice, url: String, secret: String, language: MessageLanguage, id: String, at now: Instant
  ) -> OutgoingMessage {
    let text = NoticeText(notice, language)
    let lines = [text.sentence] + [text.reason].compactMap(\.self) + text.facts.map { "\($0.name): \($0.value)" }
    // Its apps make links of addresses. The server bounds the text, and the JSON around it at twice that: what is within
    // the limit as JSON is within both.
    let message = text.fitted(bytesMax, TextLimit.jsonBytes) { items in
      (lines + items.flatMap { [$0.text] + ($0.link.map { [$0] } ?? []) }).joined(separator: "\n")
    }
    let (root, topic) = address(url)
    var json = JSONText()
    json.field("topic", topic)
    json.field("title", TextLimit.bytes(text.title, 250))
    json.field("message", TextLimit.json(message, bytesMax))
    json.field("priority", priority(text.light))
    json.field("tags", ["milepost"])
    if let link = text.link {
      json.field("click", link)
      json.list("actions", [link]) { link, action in
        action.field("action", "view")
        action.field("label", text.linkName)
        action.field("url", link)
      }
    }
    return OutgoingMessage(url: root, body: json.closed)
  }

  static func address(_ url: String) -> (root: String, topic: String) {
    let path = url.split(separator: "?", maxSplits: 1)[0]
    guard let slash = path.lastIndex(of: "/") else { return (url, "") }
    return (String(path[...slash]), String(path[path.index(after: slash)...]))
  }

  private static func priority(_ light: String) -> Int {
    switch light {
    case "red": 5
    case "orange", "yellow": 4
    default: 3
    }
  }
}
