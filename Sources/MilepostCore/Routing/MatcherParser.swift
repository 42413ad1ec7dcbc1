/// Reads matchers as Alertmanager writes them: `a="b"`, `a=b`, `{a="b",c=~"d|e"}`.
package struct MatcherParser {
  package static let textMax = 2000
  package static let matchersMax = 32
  private let scalars: [Unicode.Scalar]
  private var index = 0

  private init(_ text: String) { scalars = Array(text.unicodeScalars) }

  /// All matchers of several texts. Refuses with `invalid_matcher`, the text and the character at fault.
  package static func matchers(_ texts: [String], place: String) throws(Refusal) -> [Matcher] {
    var matchers: [Matcher] = []
    for (index, text) in texts.enumerated() {
      do {
        var parser = MatcherParser(text)
        matchers += try parser.parse()
      } catch {
        throw refusal(error, in: text, place: texts.count == 1 ? place : "\(place)[\(index)]")
      }
    }
    guard matchers.count <= matchersMax else {
      throw Refusal(
        .invalidMatcher, en: "There are \(matchers.count) matchers; at most \(matchersMax) are taken.",
        zh: "共有 \(matchers.count) 个匹配条件，最多 \(matchersMax) 个。", place: place)
    }
    return matchers
  }

  private static func refusal(_ fault: PatternFault, in text: String, place: String) -> Refusal {
    Refusal(
      .invalidMatcher,
      en: "“\(DraftRules.shown(text))” is no matcher: at character \(fault.position), \(fault.en). "
        + "Write for example severity=\"critical\" or project=~\"school-.*\".",
      zh: "“\(DraftRules.shown(text))”不是有效的匹配条件：第 \(fault.position) 个字符处，\(fault.zh)。"
        + "例如：severity=\"critical\" 或 project=~\"school-.*\"。", place: place)
  }

  /// Whether a name needs no quotes.
  static func isBare(_ name: String) -> Bool { !name.isEmpty && name.unicodeScalars.allSatisfy(isNamePart) }

  private static func isNamePart(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.isAlphabetic || ("0"..."9").contains(scalar) || "_-.:/".unicodeScalars.contains(scalar)
  }

  private var peek: Unicode.Scalar? { index < scalars.count ? scalars[index] : nil }

  private mutating func parse() throws(PatternFault) -> [Matcher] {
    guard scalars.count <= Self.textMax else {
      throw PatternFault(
        position: Self.textMax + 1, en: "it is longer than \(Self.textMax) characters", zh: "超过 \(Self.textMax) 个字符")
    }
    skipSpace()
    let isBraced = take("{")
    var matchers: [Matcher] = []
    skipSpace()
    while peek != nil, !(isBraced && peek == "}") {
      matchers.append(try matcher())
      skipSpace()
      guard take(",") else { break }
      skipSpace()
    }
    if isBraced, !take("}") { throw fault("a comma or “}” is missing", "缺少逗号或“}”") }
    skipSpace()
    guard peek == nil else { throw fault("nothing more was expected", "此处不应再有内容") }
    guard !matchers.isEmpty else { throw fault("a label's name is missing", "缺少标签名") }
    return matchers
  }

  private mutating func matcher() throws(PatternFault) -> Matcher {
    let name = peek == "\"" ? try quoted() : bareName()
    guard !name.isEmpty else { throw fault("a label's name is missing", "缺少标签名") }
    skipSpace()
    guard let comparison = comparison() else { throw fault("one of =, !=, =~, !~ is missing", "缺少 =、!=、=~ 或 !~") }
    skipSpace()
    let begin = index
    let isQuoted = peek == "\""
    let value = isQuoted ? try quoted() : bareValue()
    let matcher: Matcher
    do { matcher = try Matcher(name: name, comparison, value) } catch {
      throw PatternFault(position: begin + (isQuoted ? 1 : 0) + error.position, en: error.en, zh: error.zh)
    }
    // It is kept as it is written out, and must be read again.
    guard matcher.text.unicodeScalars.count <= Self.textMax else {
      throw PatternFault(
        position: begin + 1, en: "written out with its quotes it is longer than \(Self.textMax) characters",
        zh: "加引号后超过 \(Self.textMax) 个字符")
    }
    return matcher
  }

  private mutating func bareName() -> String {
    var name = String.UnicodeScalarView()
    while let next = peek, Self.isNamePart(next) {
      name.append(next)
      index += 1
    }
    return String(name)
  }

  private mutating func bareValue() -> String {
    var value = String.UnicodeScalarView()
    while let next = peek, next != ",", next != "}" {
      value.append(next)
      index += 1
    }
    return DraftRules.trimmed(String(value))
  }

  private mutating func comparison() -> Matcher.Comparison? {
    for known in [Matcher.Comparison.matches, .matchesNot, .notEqual, .equal] {
      let sign = Array(known.rawValue.unicodeScalars)
      if scalars[index...].starts(with: sign) {
        index += sign.count
        return known
      }
    }
    return nil
  }

  private mutating func quoted() throws(PatternFault) -> String {
    let begin = index
    index += 1
    var value = String.UnicodeScalarView()
    while let next = peek {
      index += 1
      if next == "\"" { return String(value) }
      if next == "\\", let escaped = peek, escaped == "\"" || escaped == "\\" {
        value.append(escaped)
        index += 1
      } else {
        value.append(next)
      }
    }
    index = begin
    throw fault("the quote is not closed", "引号没有闭合")
  }

  private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
    guard peek == scalar else { return false }
    index += 1
    return true
  }

  private mutating func skipSpace() {
    while let next = peek, next.properties.isWhitespace { index += 1 }
  }

  private func fault(_ en: String, _ zh: String) -> PatternFault { PatternFault(position: index + 1, en: en, zh: zh) }
}
