import Foundation
import MilepostCore

/// Telegram's bots: plain text, so that nothing in it can be taken for markup. The address is
/// `https://api.telegram.org/bot<token>/sendMessage?chat_id=<chat>`.
enum TelegramForm: MessageForm {
  static let unitsMax = 4096
  /// A message has a hundred entities at most: the title's, and a link for each alert.
  static let itemsMax = 99

  static func message(
    _ notice: Notice, url: String, secret: String, language: MessageLanguage, id: String, at now: Instant
  ) -> OutgoingMessage {
    let text = NoticeText(notice, language)
    var lines = [text.title, text.sentence] + [text.reason].compactMap(\.self)
    lines += text.facts.map { "\($0.name): \($0.value)" }
    // The link's own line stays whole, whatever has to be cut.
    let room = unitsMax - (text.link == nil ? 0 : text.linkName.utf16.count + 1)
    let render = { (items: [NoticeText.Item]) in
      (lines + items.map { $0.link == nil ? $0.text : "\($0.text) \(text.linkName)" }).joined(separator: "\n")
    }
    let items = text.fitting(room, \.utf16.count, most: itemsMax, render)
    let message = TextLimit.utf16(render(items), room)
    var entities = [Entity(type: "bold", offset: 0, length: min(text.title.utf16.count, room))]
    entities += links(of: items, behind: lines, named: text.linkName)
    if let link = text.link {
      entities.append(
        Entity(type: "text_link", offset: message.utf16.count + 1, length: text.linkName.utf16.count, url: link))
    }
    entities.removeAll { $0.offset + $0.length > message.utf16.count && $0.url != text.link }
    let (method, chat) = TelegramForm.chat(url) ?? (url, "")
    var json = JSONText()
    json.field("chat_id", chat)
    json.field("text", text.link == nil ? message : "\(message)\n\(text.linkName)")
    json.list("entities", entities) { entity, json in
      json.field("type", entity.type)
      json.field("offset", entity.offset)
      json.field("length", entity.length)
      if let url = entity.url { json.field("url", url) }
    }
    return OutgoingMessage(url: method, body: json.closed)
  }

  /// At the end of each alert's line the words that open its own link.
  private static func links(of items: [NoticeText.Item], behind lines: [String], named name: String) -> [Entity] {
    var entities: [Entity] = []
    var end = lines.map { $0.utf16.count + 1 }.reduce(0, +)
    for item in items {
      end += item.text.utf16.count
      if let link = item.link {
        entities.append(Entity(type: "text_link", offset: end + 1, length: name.utf16.count, url: link))
        end += 1 + name.utf16.count
      }
      end += 1
    }
    return entities
  }

  /// A part of the text that is more than text; counted in UTF-16 units.
  private struct Entity {
    var type: String
    var offset: Int
    var length: Int
    var url: String?
  }

  /// The method's address, and the chat that is named behind it.
  static func chat(_ url: String) -> (method: String, chat: String)? {
    guard let mark = url.range(of: "?chat_id="), !url[mark.upperBound...].isEmpty else { return nil }
    return (String(url[..<mark.lowerBound]), String(url[mark.upperBound...]))
  }

  static func fault(in answer: String) -> AnswerFault? {
    guard let json = try? JSONSerialization.jsonObject(with: Data(answer.utf8)) as? [String: Any] else {
      // It repeats the message it took, so its answer may be longer than what is kept; its HTTP status tells enough.
      return nil
    }
    guard (json["ok"] as? Bool) != true else { return nil }
    let code = (json["error_code"] as? NSNumber)?.intValue ?? 0
    let parameters = json["parameters"] as? [String: Any]
    let wait = (parameters?["retry_after"] as? NSNumber)?.int64Value
    var said = TextLimit.characters(json["description"] as? String ?? "", 200)
    if let other = (parameters?["migrate_to_chat_id"] as? NSNumber)?.int64Value {
      said += "; the group is now \(other)"
    }
    return AnswerFault(
      text: "error_code \(code): \(said)", isTooMany: code == 429,
      retryAfterMs: wait.map { min(max($0, 0), 86_400) * 1000 })
  }
}
