/// Texts within a receiver's limits: cut at a character, with an ellipsis, never within one.
enum TextLimit {
  static func bytes(_ text: String, _ limit: Int) -> String { cut(text, limit) { $0.utf8.count } }

  static func utf16(_ text: String, _ limit: Int) -> String { cut(text, limit) { $0.utf16.count } }

  static func characters(_ text: String, _ limit: Int) -> String { cut(text, limit) { $0.unicodeScalars.count } }

  /// Where the receiver bounds the whole request: bytes of the text as it stands in JSON.
  static func json(_ text: String, _ limit: Int) -> String { cut(text, limit, jsonBytes) }

  /// Of a text with escapes (`&lt;`, `\*`): none of them is left in halves by a cut.
  static func markup(_ text: String, _ cut: (String) -> String) -> String {
    let shorter = cut(text)
    guard shorter != text, shorter.hasSuffix("…") else { return shorter }
    var kept = shorter.dropLast()
    if let mark = kept.suffix(entityMax).lastIndex(of: "&"), !kept[mark...].contains(";") { kept = kept[..<mark] }
    let backslashes = kept.reversed().prefix { $0 == "\\" }.count
    return kept.dropLast(backslashes % 2) + "…"
  }

  /// JSON's escapes count as what they are, quotes around the text do not.
  static func jsonBytes(_ text: some StringProtocol) -> Int {
    text.utf8.reduce(0) { total, byte in
      switch byte {
      case 0x22, 0x5C, 0x0A, 0x0D, 0x09: total + 2
      case 0..<0x20: total + 6
      default: total + 1
      }
    }
  }

  /// `&quot;`, without what ends it.
  private static let entityMax = 5

  private static func jsonBytes(_ character: Character) -> Int { jsonBytes(String(character)) }

  private static func cut(_ text: String, _ limit: Int, _ size: (Character) -> Int) -> String {
    var (total, kept, end) = (0, 0, text.startIndex)
    let room = limit - size("…")
    for index in text.indices {
      total += size(text[index])
      if total <= room {
        kept = total
        end = text.index(after: index)
      }
      if total > limit { return kept == 0 && room < 0 ? "" : text[..<end] + "…" }
    }
    return text
  }
}
