/// Words that leave open which day is meant. They are never guessed away: the text is refused with the day that it
/// would mean without them.
enum VagueWords {
  /// Of words that begin alike the longer stands first.
  private static let words: [[Unicode.Scalar]] = [
    "左右", "上下", "前后", "大约", "大概", "约莫", "约", "预计", "预期", "估计", "可能", "也许", "或许", "应该", "争取", "力争", "尽量",
    "尽可能", "尽快", "尽早", "早日", "暂定", "待定", "拟", "近期", "不久", "as soon as possible", "approximately", "approx.", "approx",
    "around", "about", "roughly", "circa", "ca.", "ca", "c.", "maybe", "perhaps", "probably", "possibly", "presumably",
    "hopefully", "expectedly", "expected", "likely", "estimated", "tentatively", "tentative", "sometime", "or so",
    "soon",
    "asap", "tbd", "tbc", "tba", "~", "?",
  ].map { Array($0.unicodeScalars) }

  /// The places in `text` that vague words take up.
  static func places(in text: [Unicode.Scalar]) -> Set<Int> {
    var places: Set<Int> = []
    var index = 0
    while index < text.count {
      let found = words.first { isWord($0, in: text, at: index) }
      places.formUnion(index..<(index + (found?.count ?? 0)))
      index += found?.count ?? 1
    }
    return places
  }

  /// Letters must not go on on either side: “about” is not in “roundabout”.
  private static func isWord(_ word: [Unicode.Scalar], in text: [Unicode.Scalar], at index: Int) -> Bool {
    guard text[index...].starts(with: word) else { return false }
    let end = index + word.count
    let continuesLeft = word[0].isLetter && index > 0 && text[index - 1].isLetter
    let continuesRight = word[word.count - 1].isLetter && end < text.count && text[end].isLetter
    return !continuesLeft && !continuesRight
  }
}
