/// Texts within a receiver's limits: cut at a character, with an ellipsis, never within one.
enum TextLimit {
  static func bytes(_ text: String, _ limit: Int) -> String { cut(text, limit) { $0.utf8.count } }

  static func utf16(_ text: String, _ limit: Int) -> String { cut(text, limit) { $0.utf16.count } }

  static func characters(_ text: String, _ limit: Int) -> String { cut(text, limit) { $0.unicodeScalars.count } }

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
