/// Texts in HTML, SVG and XML.
package enum Markup {
  /// As it may stand in an element or in a quoted attribute.
  ///
  /// Scalar by scalar: a quote with an accent upon it is one character to Swift, and a quote to whoever reads the page.
  package static func escaped(_ text: some StringProtocol) -> String {
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
