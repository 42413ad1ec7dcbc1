import MilepostCore

/// A small picture that says how something stands, for pages of others: a name and a word on its light.
package struct Badge: Sendable {
  private static let height = 20
  private static let charactersMax = 40
  private let name: String
  private let word: String
  private let light: MilestoneOutlook.Light
  private let isChinese: Bool

  package init(name: String, word: String, light: MilestoneOutlook.Light, isChinese: Bool) {
    self.name = Badge.cut(name)
    self.word = Badge.cut(word)
    self.light = light
    self.isChinese = isChinese
  }

  /// Self-contained: nothing is loaded, nothing runs.
  package var svg: String {
    let (left, right) = (Badge.width(name), Badge.width(word))
    let (name, word) = (XMLEscapes.escaped(name), XMLEscapes.escaped(word))
    let title = "\(name)\(isChinese ? "：" : ": ")\(word)"
    let (fill, ink) = colors
    let width = left + right
    return """
      <svg xmlns="http://www.w3.org/2000/svg" width="\(width)" height="\(Badge.height)" \
      viewBox="0 0 \(width) \(Badge.height)" role="img" aria-label="\(title)" \
      xml:lang="\(isChinese ? "zh-Hans" : "en")">
      <title>\(title)</title>
      <clipPath id="r"><rect width="\(width)" height="\(Badge.height)" rx="3"/></clipPath>
      <g clip-path="url(#r)"><rect width="\(left)" height="\(Badge.height)" fill="#3a3f45"/>\
      <rect x="\(left)" width="\(right)" height="\(Badge.height)" fill="\(fill)"/></g>
      <g font-family="system-ui, 'Noto Sans CJK SC', 'Microsoft YaHei', sans-serif" font-size="11" \
      text-anchor="middle">
      <text x="\(left / 2)" y="14" fill="#fff" textLength="\(left - 12)" lengthAdjust="spacingAndGlyphs">\(name)</text>
      <text x="\(left + right / 2)" y="14" fill="\(ink)" textLength="\(right - 12)" \
      lengthAdjust="spacingAndGlyphs">\(word)</text>
      </g>
      </svg>

      """
  }

  /// Each pair has a contrast of at least 4.5 (WCAG 2.2 AA).
  private var colors: (fill: String, ink: String) {
    switch light {
    case .red: ("#c62828", "#fff")
    case .orange: ("#f08c2e", "#1b1b1b")
    case .yellow: ("#f2c14e", "#1b1b1b")
    case .green: ("#2e7d32", "#fff")
    case .grey: ("#5f6670", "#fff")
    }
  }

  private static func width(_ text: String) -> Int {
    12 + max(1, text.unicodeScalars.reduce(0) { $0 + ($1.value < 0x300 ? 7 : 12) })
  }

  private static func cut(_ text: String) -> String {
    text.count > charactersMax ? text.prefix(charactersMax - 1) + "…" : text
  }
}
