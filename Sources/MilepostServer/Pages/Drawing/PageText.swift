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
      return "<span lang=\(language)>\(HTMLPage.escaped(renderText))</span>"
    }
    guard !isAmongChinese else { return HTMLPage.escaped(renderText) }
    var (html, place) = ("", renderText.startIndex)
    for run in TextLanguage.chineseRuns(in: renderText) {
      html += HTMLPage.escaped(renderText[place..<run.lowerBound])
      html += "<span lang=\(TextLanguage.chinese)>\(HTMLPage.escaped(renderText[run]))</span>"
      place = run.upperBound
    }
    return html + HTMLPage.escaped(renderText[place...])
  }
}
