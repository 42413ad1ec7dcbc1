import Foundation
import MilepostCore
import Mustache

/// What stands between `{{` and `}}`: judged before the template is taken, so that a slip of the pen is refused and not
/// sent as an empty place.
enum TemplateTags {
  static let lights = ["red", "orange", "yellow", "green", "grey"]
  private static let listHelpers = ["first", "last", "reversed", "count", "empty", "enumerated", "sorted"]
  private static let numberHelpers = ["plusone", "minusone", "even", "odd", "equalzero"]

  static func check(_ source: String) throws(Refusal) {
    var rest = source[...]
    while let start = rest.range(of: "{{") {
      let line = 1 + source[..<start.lowerBound].count { $0.isNewline }
      guard let end = rest.range(of: "}}", range: start.upperBound..<rest.endIndex) else {
        throw fault(line: line, en: "a tag is not closed with }}", zh: "标签缺少 }}")
      }
      var tag = DraftRules.trimmed(String(rest[start.upperBound..<end.lowerBound]))
      rest = rest[end.upperBound...]
      guard let kind = tag.first else { throw fault(line: line, en: "a tag is empty", zh: "标签是空的") }
      if kind == "!" { continue }
      if kind == "{" {
        tag.removeFirst()
        if rest.first == "}" { rest = rest.dropFirst() }
      } else if "#^/&".contains(kind) {
        tag.removeFirst()
      } else if "><$=%*".contains(kind) {
        throw fault(
          line: line, en: "tags that begin with \(kind) are not taken; write everything into one template",
          zh: "不支持以 \(kind) 开头的标签，请把内容写在同一个模板里")
      }
      try check(name: DraftRules.trimmed(tag), line: line)
    }
  }

  private static func check(name: String, line: Int) throws(Refusal) {
    var name = name
    while let open = name.firstIndex(of: "(") {
      let helper = String(name[..<open])
      let known = TemplateText.helpers + listHelpers + numberHelpers
      guard known.contains(helper), name.hasSuffix(")") else {
        throw unknown(helper, known, line: line, "helper", "函数")
      }
      name = String(name[name.index(after: open)...].dropLast())
    }
    if name == "." { return }
    for part in name.split(separator: ".", omittingEmptySubsequences: false) {
      guard TemplateSamples.names.contains(String(part)) else {
        throw unknown(String(part), TemplateSamples.names.sorted(), line: line, "field", "字段")
      }
    }
  }

  private static func unknown(
    _ name: String, _ known: [String], line: Int, _ en: String, _ zh: String
  ) -> Refusal {
    let (shown, hint) = (DraftRules.shown(name), Nearest.hint(for: name, among: known))
    return fault(
      line: line, en: "there is no \(en) “\(shown)”\(hint.en)", zh: "没有名为“\(shown)”的\(zh)\(hint.zh)")
  }

  static func fault(line: Int, en: String, zh: String) -> Refusal {
    Refusal(
      .invalidValue, en: "The template's line \(line) does not work: \(en).", zh: "模板第 \(line) 行有误：\(zh)。",
      place: "template")
  }

  static func words(_ error: any Error) -> String {
    switch error as? MustacheTemplate.Error {
    case .sectionCloseNameIncorrect: "a section is closed under another name than it was opened"
    case .expectedSectionEnd: "a section is not closed"
    case .unfinishedName: "a tag is not closed with }}"
    default: "it cannot be read"
    }
  }

  /// Nil for JSON; otherwise the line at which the text stops being any.
  static func faultInJSON(_ text: String) -> (number: Int, text: String)? {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    do {
      _ = try JSONDecoder().decode(TemplateValue.self, from: Data(text.utf8))
      guard let number = lineOfIdleComma(text) else { return nil }
      return (number, lines[number - 1])
    } catch DecodingError.dataCorrupted(let context) {
      let said = context.underlyingError.map { "\($0)" } ?? context.debugDescription
      let mark = said.range(of: "line ")
      let number = mark.flatMap { Int(said[$0.upperBound...].prefix { $0.isNumber }) } ?? lines.count
      let index = min(max(number, 1), lines.count) - 1
      return (index + 1, lines[index])
    } catch {
      return (lines.count, lines.last ?? "")
    }
  }

  /// The line of a comma that nothing follows: a section over a list leaves one behind its last item, and Foundation's
  /// reader lets it pass.
  private static func lineOfIdleComma(_ text: String) -> Int? {
    var (line, comma, isQuoted, isEscaped) = (1, nil as Int?, false, false)
    for byte in text.utf8 {
      if byte == UInt8(ascii: "\n") { line += 1 }
      if isQuoted {
        isQuoted = isEscaped || byte != UInt8(ascii: "\"")
        isEscaped = !isEscaped && byte == UInt8(ascii: "\\")
        continue
      }
      switch byte {
      case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"), UInt8(ascii: "\n"): continue
      case UInt8(ascii: ","): comma = line
      case UInt8(ascii: "]"), UInt8(ascii: "}"):
        if let comma { return comma }
      default:
        isQuoted = byte == UInt8(ascii: "\"")
        comma = nil
      }
    }
    return nil
  }
}
