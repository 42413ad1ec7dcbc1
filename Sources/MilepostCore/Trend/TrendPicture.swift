/// The milestone trend chart as a picture (SVG 1.1) that stands alone: reports from left to right, forecasts upwards,
/// a line for each milestone, its promise dashed, and the diagonal on which a forecast is today.
package struct TrendPicture: Sendable {
  private static let size = (width: 900, height: 560)
  private static let frame = (left: 100, right: 640, top: 40, bottom: 500)
  /// Told apart by eyes that do not see red and green (Okabe and Ito).
  private static let colours = ["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000"]
  private static let seriesMax = 40

  private let series: [TrendSeries]
  private let today: CivilDate
  private let isChinese: Bool
  private let reports: ClosedRange<Int>
  private let dates: ClosedRange<Int>
  private var lines: [String] = []

  /// - Parameter title: the project's name.
  package static func svg(_ series: [TrendSeries], title: String, today: CivilDate, isChinese: Bool) -> String {
    var picture = TrendPicture(series, today: today, isChinese: isChinese)
    picture.draw(title: title)
    return picture.lines.joined(separator: "\n") + "\n"
  }

  private init(_ series: [TrendSeries], today: CivilDate, isChinese: Bool) {
    self.series = Array(series.filter { !$0.points.isEmpty }.prefix(TrendPicture.seriesMax))
    self.today = today
    self.isChinese = isChinese
    let points = self.series.flatMap(\.points)
    let first = Int(points.map(\.on).min().map { min($0, today) }?.dayNumber ?? today.dayNumber)
    reports = first...max(first + 1, Int(today.dayNumber))
    let values = points.flatMap { [$0.forecast, $0.due] }.map { Int($0.dayNumber) } + [Int(today.dayNumber)]
    let (low, high) = (values.min() ?? first, values.max() ?? first)
    let margin = max(3, (high - low) / 20)
    dates = (low - margin)...(high + margin)
  }

  private mutating func draw(title: String) {
    let (width, height) = TrendPicture.size
    let caption = isChinese ? "\(title) 里程碑趋势图" : "\(title): milestone trend"
    let words = series.map { "\(name($0)) \($0.movedDays)" }.joined(separator: ", ")
    lines = [
      #"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \#(width) \#(height)" role="img" font-family="sans-serif" font-size="12">"#,
      "<title>\(TrendPicture.escaped(caption))</title>",
      "<desc>\(TrendPicture.escaped(isChinese ? "各里程碑预计日期的变动天数：\(words)" : "Days by which each forecast moved: \(words)"))</desc>",
      #"<rect width="\#(width)" height="\#(height)" fill="white"/>"#,
      #"<text x="\#(TrendPicture.frame.left)" y="22" font-size="15">\#(TrendPicture.escaped(caption))</text>"#,
    ]
    drawAxes()
    for (index, one) in series.enumerated() { draw(one, index: index) }
    lines.append("</svg>")
  }

  private mutating func drawAxes() {
    let frame = TrendPicture.frame
    for day in TrendPicture.ticks(dates) {
      let y = y(day)
      line(frame.left, y, frame.right, y, "#dddddd")
      text(CivilDate(dayNumber: Int32(day)).description, frame.left - 8, y + 4, anchor: "end")
    }
    for day in TrendPicture.ticks(reports) {
      let x = x(day)
      line(x, frame.top, x, frame.bottom, "#eeeeee")
      text(CivilDate(dayNumber: Int32(day)).description, x, frame.bottom + 18, anchor: "middle")
    }
    // Where a forecast is the day of its report: what comes down to it is reached.
    let (from, to) = (max(reports.lowerBound, dates.lowerBound), min(reports.upperBound, dates.upperBound))
    if from < to { line(x(from), y(from), x(to), y(to), "#999999", dash: "2 4") }
    line(frame.left, frame.bottom, frame.right, frame.bottom, "#333333")
    line(frame.left, frame.top, frame.left, frame.bottom, "#333333")
    text(isChinese ? "报告日期" : "reported on", (frame.left + frame.right) / 2, frame.bottom + 40, anchor: "middle")
    text(isChinese ? "预计日期" : "forecast", frame.left - 8, frame.top - 10, anchor: "end")
  }

  private mutating func draw(_ series: TrendSeries, index: Int) {
    let colour = TrendPicture.colours[index % TrendPicture.colours.count]
    guard let last = series.points.last else { return }
    var path = ""
    for point in series.points {
      let (x, y) = (x(Int(point.on.dayNumber)), y(Int(point.forecast.dayNumber)))
      // A forecast holds until the next: steps, not slopes.
      path += path.isEmpty ? "M\(x) \(y)" : "H\(x)V\(y)"
    }
    let end = x(Int(today.dayNumber))
    if series.reached == nil { path += "H\(end)" }
    lines.append(#"<path d="\#(path)" fill="none" stroke="\#(colour)" stroke-width="2"/>"#)
    for point in series.points {
      lines.append(
        #"<circle cx="\#(x(Int(point.on.dayNumber)))" cy="\#(y(Int(point.forecast.dayNumber)))" r="3" fill="\#(colour)"/>"#
      )
    }
    let due = y(Int(last.due.dayNumber))
    line(TrendPicture.frame.left, due, TrendPicture.frame.right, due, colour, dash: "6 4")
    let legend = TrendPicture.frame.top + 6 + index * 22
    guard legend < TrendPicture.frame.bottom else { return }
    let left = TrendPicture.frame.right + 16
    line(left, legend - 4, left + 18, legend - 4, colour)
    let moved = series.movedDays > 0 ? "+\(series.movedDays)" : "\(series.movedDays)"
    text("\(name(series)) (\(moved))", left + 24, legend, anchor: "start")
  }

  private func name(_ series: TrendSeries) -> String {
    let name = isChinese ? series.name.zh : series.name.en
    return name.count > 26 ? name.prefix(25) + "…" : name
  }

  private func x(_ day: Int) -> Int {
    let frame = TrendPicture.frame
    return frame.left + (day - reports.lowerBound) * (frame.right - frame.left)
      / (reports.upperBound - reports.lowerBound)
  }

  private func y(_ day: Int) -> Int {
    let frame = TrendPicture.frame
    return frame.bottom - (day - dates.lowerBound) * (frame.bottom - frame.top) / (dates.upperBound - dates.lowerBound)
  }

  private mutating func line(_ x1: Int, _ y1: Int, _ x2: Int, _ y2: Int, _ colour: String, dash: String? = nil) {
    let dashes = dash.map { #" stroke-dasharray="\#($0)""# } ?? ""
    lines.append(#"<line x1="\#(x1)" y1="\#(y1)" x2="\#(x2)" y2="\#(y2)" stroke="\#(colour)"\#(dashes)/>"#)
  }

  private mutating func text(_ text: String, _ x: Int, _ y: Int, anchor: String) {
    lines.append(#"<text x="\#(x)" y="\#(y)" text-anchor="\#(anchor)">\#(TrendPicture.escaped(text))</text>"#)
  }

  /// Up to six days at even distances.
  private static func ticks(_ range: ClosedRange<Int>) -> [Int] {
    let step = max(1, (range.upperBound - range.lowerBound + 5) / 6)
    return Array(stride(from: range.lowerBound, through: range.upperBound, by: step))
  }

  private static func escaped(_ text: String) -> String {
    let legal = text.unicodeScalars.filter { $0.value >= 0x20 }
    return String(String.UnicodeScalarView(legal)).replacing("&", with: "&amp;").replacing("<", with: "&lt;")
      .replacing(">", with: "&gt;")
  }
}
