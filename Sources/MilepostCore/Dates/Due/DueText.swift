/// A date as typed, and the same text in one spelling: half-width, lower case, simplified characters, plain hyphens.
struct DueText {
  /// As typed, without the blanks around it.
  let written: String
  /// One for each scalar of `written`.
  let folded: [Unicode.Scalar]

  init(_ text: String) throws(Refusal) {
    guard text.unicodeScalars.count <= DueExpression.lengthMax else {
      throw Refusal(
        .invalidDate, en: "The date has more than \(DueExpression.lengthMax) characters; write it as 2022-06-30.",
        zh: "日期超过 \(DueExpression.lengthMax) 个字符，请写成 2022-06-30 的形式。")
    }
    let line: String
    do throws(Refusal) {
      line = try DraftRules.line(text, place: "", limit: DueExpression.lengthMax)
    } catch {
      throw Refusal(.invalidDate, en: error.text.en, zh: error.text.zh)
    }
    self.init(line: line)
  }

  private init(line: String) {
    written = line
    folded = line.unicodeScalars.map(DueText.fold)
  }

  /// The text without the scalars at `places`; nil when nothing but blanks and brackets is left.
  func removing(_ places: Set<Int>) -> DueText? {
    var kept = String.UnicodeScalarView()
    for (index, scalar) in written.unicodeScalars.enumerated() where !places.contains(index) { kept.append(scalar) }
    var rest = String(kept)
    for empty in ["()", "（）", "( )"] {
      rest = rest.split(separator: empty, omittingEmptySubsequences: false).joined()
    }
    let text = DueText(line: DraftRules.trimmed(rest))
    return text.canonical.isEmpty ? nil : text
  }

  /// `folded` with Chinese numerals as digits, no blank beside a Chinese character, single blanks elsewhere, and no
  /// full stop at the end.
  var canonical: [Unicode.Scalar] {
    var text: [Unicode.Scalar] = []
    for (index, scalar) in folded.enumerated() {
      if scalar == " " {
        guard let last = text.last, last != " ", !last.isChinese else { continue }
        guard let next = folded[index...].first(where: { $0 != " " }), !next.isChinese else { continue }
      }
      text.append(scalar)
    }
    while let last = text.last, last == "." || last == "," || last == ";" || last == " " { text.removeLast() }
    return ChineseNumerals.replaced(in: text)
  }

  private static func fold(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
    if let other = variants[scalar] { return other }
    if scalar.properties.isWhitespace || scalar.properties.generalCategory == .format { return " " }
    // The full-width forms repeat ASCII at a fixed distance.
    let value = (0xFF01...0xFF5E).contains(scalar.value) ? scalar.value - 0xFEE0 : scalar.value
    let lower = (0x41...0x5A).contains(value) ? value + 0x20 : value
    return Unicode.Scalar(lower) ?? scalar
  }

  private static let variants: [Unicode.Scalar: Unicode.Scalar] = [
    "‐": "-", "‑": "-", "‒": "-", "–": "-", "—": "-", "−": "-", "〜": "~", "∼": "~", "≈": "~", "。": ".", "、": ",",
    "號": "号", "後": "后", "個": "个", "內": "内", "週": "周", "這": "这", "當": "当", "兩": "两", "約": "约", "預": "预",
    "計": "计", "儘": "尽", "盡": "尽", "爭": "争", "來": "来", "遲": "迟", "於": "于", "禮": "礼", "概": "概", "終": "终",
    "擬": "拟", "點": "点", "時": "时",
  ]
}

extension Unicode.Scalar {
  /// A CJK ideograph, or the zero that is written among them.
  var isChinese: Bool { (0x4E00...0x9FFF).contains(value) || self == "〇" }
  var isDigit: Bool { (0x30...0x39).contains(value) }
  var isLetter: Bool { (0x61...0x7A).contains(value) }
}
