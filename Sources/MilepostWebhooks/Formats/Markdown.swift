import Foundation

/// The markdown that the chat robots of this field share.
enum Markdown {
  /// What a receiver's limit is on.
  enum Limit {
    /// The text itself.
    case text(bytes: Int)
    /// The request that it is in.
    case json(bytes: Int)
  }

  /// A message within a limit, of as many of its alerts as fit. Its link stands at the end, whole.
  static func text(
    _ text: NoticeText, titled: Bool = true, separator: String = "\n", linked: Bool = true, limit: Limit
  ) -> String {
    let link = linked ? text.link.map { separator + Markdown.link(text.linkName, $0) } ?? "" : ""
    let render = { (items: [NoticeText.Item]) in
      (lines(text, titled: titled) + items.map { "- \(line(of: $0, text))" }).joined(separator: separator)
    }
    switch limit {
    case .text(let bytes):
      let room = bytes - link.utf8.count
      return TextLimit.markup(text.fitted(room, \.utf8.count, render)) { TextLimit.bytes($0, room) } + link
    case .json(let bytes):
      let room = bytes - TextLimit.jsonBytes(link)
      return TextLimit.markup(text.fitted(room, TextLimit.jsonBytes, render)) { TextLimit.json($0, room) } + link
    }
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
