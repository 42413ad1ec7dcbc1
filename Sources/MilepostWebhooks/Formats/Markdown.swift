import Foundation

/// The markdown that the chat robots of this field share.
enum Markdown {
  /// A message within `bytes`, of as many of its alerts as fit, at most.
  static func text(_ text: NoticeText, titled: Bool = true, separator: String = "\n", bytes: Int) -> String {
    let fitted = text.fitted(bytes, \.utf8.count) { items in
      (lines(text, titled: titled) + items.map { "- \(escaped($0))" }).joined(separator: separator)
    }
    return TextLimit.bytes(fitted, bytes)
  }

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
