import Foundation

/// The markdown that the chat robots of this field share.
enum Markdown {
  /// A message within `bytes`, of as many of its alerts as fit, at most. Its link stands at the end, whole.
  static func text(
    _ text: NoticeText, titled: Bool = true, separator: String = "\n", linked: Bool = true, bytes: Int
  ) -> String {
    let link = linked ? text.link.map { separator + Markdown.link(text.linkName, $0) } ?? "" : ""
    let room = bytes - link.utf8.count
    let fitted = text.fitted(room, \.utf8.count) { items in
      (lines(text, titled: titled) + items.map { "- \(line(of: $0, text))" }).joined(separator: separator)
    }
    return TextLimit.bytes(fitted, room) + link
  }

  /// One of several alerts, with its own link.
  static func line(of item: NoticeText.Item, _ text: NoticeText) -> String {
    escaped(item.text) + (item.link.map { " " + link(text.linkName, $0) } ?? "")
  }

  static func link(_ name: String, _ url: String) -> String { "[\(name)](\(url))" }

  private static func lines(_ text: NoticeText, titled: Bool) -> [String] {
    var lines = titled ? ["**\(escaped(text.title))**"] : []
    lines.append(escaped(text.sentence))
    if let reason = text.reason, reason != text.sentence { lines.append(escaped(reason)) }
    lines += text.facts.map { "- \($0.name): \(escaped($0.value))" }
    return lines
  }

  /// What people wrote into names must not become markup, a mention or a link.
  static func escaped(_ text: String) -> String {
    var escaped = ""
    for character in text {
      switch character {
      case "<": escaped += "&lt;"
      case ">": escaped += "&gt;"
      case "*", "_", "`", "[", "]", "~", "\\": escaped += "\\\(character)"
      case "\n", "\r", "\r\n": escaped += " "
      default: escaped.append(character)
      }
    }
    return escaped
  }
}

/// An error code within an answer that HTTP calls a success.
enum AnswerCode {
  static func fault(in answer: String, field: String, message: String, tooMany: Set<Int>) -> AnswerFault? {
    guard
      let json = try? JSONSerialization.jsonObject(with: Data(answer.utf8)) as? [String: Any],
      let code = (json[field] as? NSNumber)?.intValue
    else { return AnswerFault(text: "the answer is not the receiver's: it has no \(field)", isUnread: true) }
    guard code != 0 else { return nil }
    let said = TextLimit.characters((json[message] as? String ?? "").replacing("\n", with: " "), 200)
    return AnswerFault(text: "\(field) \(code)\(said.isEmpty ? "" : ": \(said)")", isTooMany: tooMany.contains(code))
  }
}
