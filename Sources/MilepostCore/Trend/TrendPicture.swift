/// The milestone trend chart as a picture (SVG 1.1) that stands alone: reports from left to right, forecasts upwards,
/// a line for each milestone, its promise dashed, and the diagonal on which a forecast is today.
package struct TrendPicture {
  private static let size = (width: 720.0, height: 340.0)
  private static let frame = (left: 78.0, right: 540.0, top: 16.0, bottom: 286.0)
  private static let seriesMax = 40
  private static let labelHeight = 16.0

  private let series: [TrendSeries]
  private let today: CivilDate
  private let isChinese: Bool
  private let reports: DayAxis
  private let dates: ClosedRange<Int>
  private var canvas: SVGCanvas

  /// - Parameter title: the project's name.
  package static func svg(_ series: [TrendSeries], title: String, today: CivilDate, isChinese: Bool) -> String {
    var picture = TrendPicture(series, title: title, today: today, isChinese: isChinese)
    picture.draw()
    return picture.canvas.text
  }

  private init(_ series: [TrendSeries], title: String, today: CivilDate, isChinese: Bool) {
    let shown = Array(series.filter { !$0.points.isEmpty }.prefix(TrendPicture.seriesMax))
    self.series = shown
    self.today = today
    self.isChinese = isChinese
    let points = shown.flatMap(\.points)
    let first = points.map(\.on).min().map { min($0, today) } ?? today
    reports = DayAxis(first...max(first, today), left: TrendPicture.frame.left, right: TrendPicture.frame.right)
    let values = points.flatMap { [$0.forecast, $0.due] }.map { Int($0.dayNumber) } + [Int(today.dayNumber)]
    let (low, high) = (values.min() ?? 0, values.max() ?? 0)
    let margin = max(3, (high - low) / 16)
    dates = (low - margin)...(high + margin)
    let words = shown.map { "\(isChinese ? $0.name.zh : $0.name.en) \($0.movedDays)" }.joined(separator: ", ")
    canvas = SVGCanvas(
      width: Int(TrendPicture.size.width), height: Int(TrendPicture.size.height),
      title: isChinese ? "\(title)：里程碑趋势图" : "\(title): milestone trend",
      summary: isChinese ? "各里程碑预计日期的变动天数：\(words)" : "Days by which each forecast moved: \(words)", id: "trend",
      isChinese: isChinese)
  }

  private mutating func draw() {
    canvas.rect(0, 0, TrendPicture.size.width, TrendPicture.size.height, .paper)
    drawAxes()
    for (index, one) in series.enumerated() { draw(one, .series(index)) }
    drawLabels()
  }

  private mutating func drawAxes() {
    let frame = TrendPicture.frame
    let vertical = DayAxis(
      CivilDate(dayNumber: Int32(dates.lowerBound))...CivilDate(dayNumber: Int32(dates.upperBound)), left: 0, right: 1)
    let months = vertical.months(atMost: 8)
    for (index, month) in months.enumerated() {
      let y = y(month)
      canvas.line(frame.left, y, frame.right, y, .grid)
      let text = PictureDate.month(month, isChinese: isChinese, withYear: index == months.count - 1)
      canvas.text(text, frame.left - 8, y + 4, .soft, anchor: "end")
    }
    for day in TrendPicture.ticks(reports.days) {
      let date = CivilDate(dayNumber: Int32(day))
      let x = reports.x(date)
      canvas.line(x, frame.top, x, frame.bottom, .grid)
      canvas.text(PictureDate.day(date, isChinese: isChinese), x, frame.bottom + 18, .soft, anchor: "middle")
    }
    // Where a forecast is the day of its report: what comes down to it is reached.
    let (first, last) = (reports.days.lowerBound, reports.days.upperBound)
    let (from, to) = (max(first, dates.lowerBound), min(last, dates.upperBound))
    if from < to {
      let (start, end) = (CivilDate(dayNumber: Int32(from)), CivilDate(dayNumber: Int32(to)))
      canvas.line(reports.x(start), y(start), reports.x(end), y(end), .today, dash: "2 4")
    }
    canvas.line(frame.left, frame.bottom, frame.right, frame.bottom, .link)
    let caption =
      isChinese ? "横轴：上报日期；纵轴：预计日期；虚线：承诺；点线：今天" : "across: reported on; up: forecast; dashed: promised; dotted: today"
    canvas.text(caption, frame.left, frame.bottom + 42, .soft)
  }

  private mutating func draw(_ series: TrendSeries, _ style: SVGStyle) {
    guard let last = series.points.last else { return }
    var path = ""
    for point in series.points {
      let (x, y) = (SVGCanvas.number(reports.x(point.on)), SVGCanvas.number(y(point.forecast)))
      // A forecast holds until the next: steps, not slopes.
      path += path.isEmpty ? "M\(x) \(y)" : "H\(x)V\(y)"
    }
    if series.reached == nil { path += "H\(SVGCanvas.number(TrendPicture.frame.right))" }
    let due = y(last.due)
    canvas.line(TrendPicture.frame.left, due, TrendPicture.frame.right, due, style.width(1), dash: "6 4")
    canvas.path(path, style.width(2.5))
    for point in series.points { canvas.circle(reports.x(point.on), y(point.forecast), 3.5, style) }
  }

  /// Beside the ends of the lines, moved apart where they would meet.
  private mutating func drawLabels() {
    let frame = TrendPicture.frame
    let ends = series.enumerated().compactMap { index, one in
      one.points.last.map { (index: index, y: y($0.forecast), one: one) }
    }.sorted { $0.y < $1.y }
    var floor = frame.top
    for end in ends {
      let place = max(end.y + 4, floor + 12)
      floor = place + TrendPicture.labelHeight - 12
      guard place < frame.bottom + 40 else { return }
      let moved = end.one.movedDays > 0 ? "+\(end.one.movedDays)" : "\(end.one.movedDays)"
      let days = isChinese ? "（\(moved)天）" : " (\(moved) d)"
      let room = TrendPicture.size.width - frame.right - 14 - PictureText.width(days) * 12
      let name = PictureText.fitted(isChinese ? end.one.name.zh : end.one.name.en, room)
      canvas.text(name + days, frame.right + 10, place, SVGStyle.series(end.index))
    }
  }

  private func y(_ date: CivilDate) -> Double {
    let frame = TrendPicture.frame
    let part = Double(Int(date.dayNumber) - dates.lowerBound) / Double(dates.count - 1)
    return frame.bottom - part * (frame.bottom - frame.top)
  }

  /// Up to six days at even distances.
  private static func ticks(_ range: ClosedRange<Int>) -> [Int] {
    let step = max(1, (range.upperBound - range.lowerBound + 5) / 6)
    return Array(stride(from: range.lowerBound, through: range.upperBound, by: step))
  }
}
