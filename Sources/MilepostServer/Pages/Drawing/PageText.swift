import MilepostCore
import Mustache

/// A text on a page, which knows among words of which language it stands.
///
/// Templates write `{{name}}` for the text alone, `<b{{{lang(name)}}}>{{name}}</b>` to have the element say that it is in
/// the other language, and `{{{said(sentence)}}}` to have each stretch of Chinese in an English sentence say so.
struct PageText: MustacheCustomRenderable, MustacheTransformable, MustacheParent {
  let renderText: String
  let isAmongChinese: Bool

  var isNull: Bool { false }

  /// There is nothing in it; without this the engine would reflect on it for every name that stands in its section.
  func child(named: String) -> Any? { nil }

  func transform(_ name: String) -> Any? {
    switch name {
    case "lang":
      TextLanguage.foreign(renderText, amongChinese: isAmongChinese).map { " lang=\($0)" } ?? ""
    case "said": said
    default: nil
    }
  }

  /// Safe to stand in a page as it is.
  private var said: String {
    if let language = TextLanguage.foreign(renderText, amongChinese: isAmongChinese) {
      return "<span lang=\(language)>\(PageText.escaped(renderText))</span>"
    }
    guard !isAmongChinese else { return PageText.escaped(renderText) }
    var (html, place) = ("", renderText.startIndex)
    for run in TextLanguage.chineseRuns(in: renderText) {
      html += PageText.escaped(renderText[place..<run.lowerBound])
      html += "<span lang=\(TextLanguage.chinese)>\(PageText.escaped(renderText[run]))</span>"
      place = run.upperBound
    }
    return html + PageText.escaped(renderText[place...])
  }

  private static func escaped(_ text: some StringProtocol) -> String {
    let isPlain = !text.utf8.contains { $0 == 0x26 || $0 == 0x3C || $0 == 0x3E || $0 == 0x22 || $0 == 0x27 }
    if isPlain { return String(text) }
    var html = ""
    html.reserveCapacity(text.utf8.count)
    for character in text.unicodeScalars {
      switch character {
      case "&": html += "&amp;"
      case "<": html += "&lt;"
      case ">": html += "&gt;"
      case "\"": html += "&quot;"
      case "'": html += "&#39;"
      default: html.unicodeScalars.append(character)
      }
    }
    return html
  }
}
