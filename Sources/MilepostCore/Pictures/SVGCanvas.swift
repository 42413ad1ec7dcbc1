/// Collects the elements of a picture (SVG 1.1).
///
/// Colours are presentation attributes, so that the picture stands alone; each element also has a class, by which a
/// page's style sheet may give it other colours, as in the dark.
struct SVGCanvas {
  private(set) var lines: [String] = []
  private let isChinese: Bool

  /// - Parameters:
  ///   - summary: what the picture shows, for those who do not see it.
  ///   - isChinese: its own words are. Texts of people's in the other language say so.
  init(width: Int, height: Int, title: String, summary: String, id: String, isChinese: Bool) {
    self.isChinese = isChinese
    let language = isChinese ? TextLanguage.chinese : TextLanguage.english
    func foreign(_ text: String) -> String { SVGCanvas.language(text, amongChinese: isChinese) }
    lines = [
      #"<svg xmlns="http://www.w3.org/2000/svg" lang="\#(language)" viewBox="0 0 \#(width) \#(height)" role="img" "#
        + #"aria-labelledby="\#(id)-t \#(id)-d" class="picture" font-family="\#(SVGCanvas.fonts)" font-size="12">"#,
      #"<title id="\#(id)-t"\#(foreign(title))>\#(SVGCanvas.escaped(title))</title>"#,
      #"<desc id="\#(id)-d">\#(SVGCanvas.escaped(summary))</desc>"#,
    ]
  }

  var text: String { lines.joined(separator: "\n") + "\n</svg>\n" }

  mutating func rect(
    _ x: Double, _ y: Double, _ width: Double, _ height: Double, _ style: SVGStyle, radius: Double = 0
  ) {
    let corner = radius > 0 ? #" rx="\#(SVGCanvas.number(radius))""# : ""
    lines.append(
      #"<rect x="\#(SVGCanvas.number(x))" y="\#(SVGCanvas.number(y))" width="\#(SVGCanvas.number(width))" "#
        + #"height="\#(SVGCanvas.number(height))"\#(corner)\#(style.fill)/>"#)
  }

  mutating func line(_ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, _ style: SVGStyle, dash: String? = nil) {
    path(
      "M\(SVGCanvas.number(x1)) \(SVGCanvas.number(y1))L\(SVGCanvas.number(x2)) \(SVGCanvas.number(y2))", style,
      dash: dash)
  }

  /// An open line.
  mutating func path(_ data: String, _ style: SVGStyle, dash: String? = nil) {
    let dashes = dash.map { #" stroke-dasharray="\#($0)""# } ?? ""
    lines.append(#"<path d="\#(data)" fill="none"\#(style.stroke)\#(dashes)/>"#)
  }

  mutating func circle(_ x: Double, _ y: Double, _ radius: Double, _ style: SVGStyle) {
    lines.append(
      #"<circle cx="\#(SVGCanvas.number(x))" cy="\#(SVGCanvas.number(y))" r="\#(SVGCanvas.number(radius))"\#(style.fill)/>"#
    )
  }

  /// A closed shape.
  mutating func shape(_ data: String, _ style: SVGStyle, hint: String? = nil) {
    let title = hint.map { "<title\(SVGCanvas.language($0, amongChinese: isChinese))>\(SVGCanvas.escaped($0))</title>" }
    lines.append(#"<path d="\#(data)"\#(style.fill)"# + (title.map { ">\($0)</path>" } ?? "/>"))
  }

  mutating func text(_ text: String, _ x: Double, _ y: Double, _ style: SVGStyle, anchor: String = "start") {
    let place = anchor == "start" ? "" : #" text-anchor="\#(anchor)""#
    lines.append(
      #"<text x="\#(SVGCanvas.number(x))" y="\#(SVGCanvas.number(y))"\#(place)\#(style.fill)"#
        + "\(SVGCanvas.language(text, amongChinese: isChinese))>"
        + "\(marked(text))</text>")
  }

  /// Stretches of Chinese in an English text say that they are.
  private func marked(_ text: String) -> String {
    guard !isChinese, TextLanguage.foreign(text, amongChinese: false) == nil else { return SVGCanvas.escaped(text) }
    var (line, place) = ("", text.startIndex)
    for run in TextLanguage.chineseRuns(in: text) {
      line += SVGCanvas.escaped(String(text[place..<run.lowerBound]))
      line += #"<tspan lang="\#(TextLanguage.chinese)">\#(SVGCanvas.escaped(String(text[run])))</tspan>"#
      place = run.upperBound
    }
    return line + SVGCanvas.escaped(String(text[place...]))
  }

  private static func language(_ text: String, amongChinese isChinese: Bool) -> String {
    TextLanguage.foreign(text, amongChinese: isChinese).map { #" lang="\#($0)""# } ?? ""
  }

  /// A diamond about a point.
  static func diamond(_ x: Double, _ y: Double, _ size: Double) -> String {
    "M\(number(x)) \(number(y - size))L\(number(x + size)) \(number(y))L\(number(x)) \(number(y + size))"
      + "L\(number(x - size)) \(number(y))Z"
  }

  /// To a tenth, without needless digits.
  static func number(_ value: Double) -> String {
    let tenths = Int((value * 10).rounded())
    let sign = tenths < 0 ? "-" : ""
    return abs(tenths) % 10 == 0 ? "\(tenths / 10)" : "\(sign)\(abs(tenths) / 10).\(abs(tenths) % 10)"
  }

  static func escaped(_ text: String) -> String {
    let legal = text.unicodeScalars.filter { $0.value >= 0x20 }
    return Markup.escaped(String(String.UnicodeScalarView(legal)))
  }

  private static let fonts =
    "system-ui, 'Segoe UI', Roboto, 'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', sans-serif"
}

/// A class with the colour that it has where no style sheet says otherwise.
struct SVGStyle {
  let name: String
  let colour: String
  var width: Double = 1

  var fill: String { #" class="\#(name)" fill="\#(colour)""# }

  var stroke: String {
    let size = width == 1 ? "" : #" stroke-width="\#(SVGCanvas.number(width))""#
    return #" class="\#(name)" stroke="\#(colour)"\#(size)"#
  }

  func width(_ width: Double) -> SVGStyle { SVGStyle(name: name, colour: colour, width: width) }

  static let ink = SVGStyle(name: "p-ink", colour: "#1b2430")
  static let soft = SVGStyle(name: "p-soft", colour: "#56616e")
  static let paper = SVGStyle(name: "p-paper", colour: "#ffffff")
  static let grid = SVGStyle(name: "p-grid", colour: "#dfe4ea")
  static let today = SVGStyle(name: "p-today", colour: "#1d5fd1", width: 1.5)
  static let band = SVGStyle(name: "p-band", colour: "#f3f5f8")
  static let plan = SVGStyle(name: "p-plan", colour: "#8a96a5", width: 2)
  static let work = SVGStyle(name: "p-work", colour: "#7fa3cf")
  static let done = SVGStyle(name: "p-done", colour: "#4b5a6b")
  static let critical = SVGStyle(name: "p-critical", colour: "#c2571a")
  static let link = SVGStyle(name: "p-link", colour: "#a9b3bf")

  static func light(_ light: MilestoneOutlook.Light) -> SVGStyle {
    switch light {
    case .grey: SVGStyle(name: "p-grey", colour: "#6b7683")
    case .green: SVGStyle(name: "p-green", colour: "#1a7f4b")
    case .yellow: SVGStyle(name: "p-yellow", colour: "#b98900")
    case .orange: SVGStyle(name: "p-orange", colour: "#c8600a")
    case .red: SVGStyle(name: "p-red", colour: "#c62f2f")
    }
  }

  /// Told apart by eyes that do not see red and green (Okabe and Ito).
  static func series(_ index: Int) -> SVGStyle {
    let colours = ["#0072B2", "#D55E00", "#00805e", "#b4568c", "#a06e00", "#3a86b8", "#444444"]
    let place = index % colours.count
    return SVGStyle(name: "p-s\(place)", colour: colours[place], width: 2)
  }
}
