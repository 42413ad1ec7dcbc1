/// The bar chart as a picture (SVG 1.1) that stands alone: names at the left, days from left to right, what was agreed
/// as a thin bar below each, today as a line.
package struct GanttPicture {
  private static let width = 1080.0
  private static let labels = 250.0
  private static let rowHeight = 30.0
  private static let top = 44.0
  private static let linksMax = 150

  private let chart: GanttChart
  private let isChinese: Bool
  private let axis: DayAxis
  private var canvas: SVGCanvas

  /// - Parameter id: what the picture's title is named by, where several stand on one page.
  package static func svg(
    _ chart: GanttChart, title: String, isChinese: Bool, id: String = "gantt"
  ) -> String {
    var picture = GanttPicture(chart, title: title, isChinese: isChinese, id: id)
    picture.draw()
    return picture.canvas.text
  }

  private init(_ chart: GanttChart, title: String, isChinese: Bool, id: String) {
    self.chart = chart
    self.isChinese = isChinese
    let days = chart.days
    let margin = max(2, days.upperBound.days(since: days.lowerBound) / 40)
    axis = DayAxis(
      days.lowerBound.adding(days: -margin)...days.upperBound.adding(days: margin), left: GanttPicture.labels,
      right: GanttPicture.width - 8)
    let height = GanttPicture.top + Double(max(1, chart.rows.count)) * GanttPicture.rowHeight + 36
    canvas = SVGCanvas(
      width: Int(GanttPicture.width), height: Int(height),
      title: isChinese ? "\(title)：横道图" : "\(title): bar chart",
      summary: GanttPicture.summary(chart, isChinese: isChinese), id: id, isChinese: isChinese)
  }

  private static func summary(_ chart: GanttChart, isChinese: Bool) -> String {
    let lines = chart.rows.map { row in
      let name = isChinese ? row.name.zh : row.name.en
      let dates = row.noun == .milestone ? "\(row.finish)" : "\(row.start) – \(row.finish)"
      let due = row.due.map { isChinese ? "（承诺 \($0)）" : " (promised \($0))" } ?? ""
      return "\(name) \(dates)\(due)"
    }
    return lines.prefix(20).joined(separator: isChinese ? "；" : "; ")
  }

  private mutating func draw() {
    let bottom = GanttPicture.top + Double(chart.rows.count) * GanttPicture.rowHeight
    canvas.rect(0, 0, GanttPicture.width, bottom + 36, .paper)
    for index in chart.rows.indices where index % 2 == 1 {
      canvas.rect(0, y(index), GanttPicture.width, GanttPicture.rowHeight, .band)
    }
    drawMonths(bottom)
    drawLinks()
    for (index, row) in chart.rows.enumerated() { draw(row, y(index)) }
    drawToday(bottom)
    drawLegend(bottom + 22)
  }

  private func y(_ index: Int) -> Double { GanttPicture.top + Double(index) * GanttPicture.rowHeight }

  private mutating func drawMonths(_ bottom: Double) {
    for (index, month) in axis.months(atMost: 12).enumerated() {
      let x = axis.x(month)
      canvas.line(x, 26, x, bottom, .grid)
      guard x < GanttPicture.width - 60 else { continue }
      canvas.text(PictureDate.month(month, isChinese: isChinese, withYear: index == 0), x + 4, 36, .soft)
    }
    canvas.line(0, GanttPicture.top, GanttPicture.width, GanttPicture.top, .grid)
  }

  private mutating func draw(_ row: GanttChart.Row, _ top: Double) {
    let name = PictureText.fitted(isChinese ? row.name.zh : row.name.en, GanttPicture.labels - 40)
    canvas.text(name, 22, top + 19, row.isDone ? .soft : .ink)
    if row.noun == .milestone { drawMilestone(row, top) } else { drawWork(row, top) }
  }

  private mutating func drawWork(_ row: GanttChart.Row, _ top: Double) {
    let (left, right) = (axis.x(row.start), axis.x(row.finish, plus: 1))
    let style: SVGStyle = row.isDone ? .done : row.isCritical ? .critical : .work
    canvas.rect(left, top + 8, max(3, right - left), 11, style, radius: 2)
    if row.isStarted, !row.isDone {
      let now = axis.x(min(chart.today, row.finish))
      if now > left { canvas.rect(left, top + 11.5, now - left, 4, .done) }
    }
    if let start = row.agreedStart, let finish = row.agreedFinish {
      canvas.rect(axis.x(start), top + 22, max(3, axis.x(finish, plus: 1) - axis.x(start)), 3, .plan, radius: 1)
    }
  }

  private mutating func drawMilestone(_ row: GanttChart.Row, _ top: Double) {
    let middle = top + 14
    let light = row.light ?? .green
    canvas.shape(SVGCanvas.diamond(11, top + 15, 5), .light(light))
    let x = axis.x(row.finish, plus: 0.5)
    if let due = row.due, due != row.finish {
      let promised = axis.x(due, plus: 0.5)
      canvas.line(promised, middle, x, middle, SVGStyle.light(light).width(1.5), dash: "3 2")
      canvas.shape(SVGCanvas.diamond(promised, middle, 6), .plan)
      canvas.shape(SVGCanvas.diamond(promised, middle, 3.5), .paper)
    }
    canvas.shape(SVGCanvas.diamond(x, middle, 7), .light(light))
    if let agreed = row.agreedFinish { canvas.rect(axis.x(agreed, plus: 0.5) - 4, top + 23, 8, 3, .plan, radius: 1) }
    let text = PictureDate.day(row.finish, isChinese: isChinese)
    // To the side on which nothing is promised.
    let isEarly = row.due.map { $0 > row.finish } ?? false
    let isRoom = !isEarly && x + 14 + PictureText.width(text) * 12 < GanttPicture.width
    canvas.text(text, isRoom ? x + 11 : x - 11, top + 18, .soft, anchor: isRoom ? "start" : "end")
  }

  /// From the end of what comes first, down or up, to the beginning of what waits.
  private mutating func drawLinks() {
    let places = Dictionary(chart.rows.enumerated().map { ($0.element.key, $0.offset) }) { first, _ in first }
    var drawn = 0
    for (index, row) in chart.rows.enumerated() {
      for key in row.after {
        guard let from = places[key], from != index, drawn < GanttPicture.linksMax else { continue }
        drawn += 1
        let before = chart.rows[from]
        let start = axis.x(before.finish, plus: before.noun == .milestone ? 0.5 : 1)
        let end = axis.x(row.start, plus: row.noun == .milestone ? 0.5 : 0)
        let (fromY, toY) = (y(from) + 14, y(index) + 14)
        let bend = max(start + 5, end - 5)
        let stop = row.noun == .milestone ? end - 7 : end
        let path =
          bend <= stop
          ? "M\(n(start)) \(n(fromY))H\(n(bend))V\(n(toY))H\(n(stop))"
          : "M\(n(start)) \(n(fromY))H\(n(start + 5))V\(n(toY + (toY > fromY ? -8 : 8)))H\(n(end))V\(n(toY + (toY > fromY ? -5 : 5)))"
        canvas.path(path, row.isCritical && before.isCritical ? .critical : .link)
      }
    }
  }

  private func n(_ value: Double) -> String { SVGCanvas.number(value) }

  private mutating func drawToday(_ bottom: Double) {
    let x = axis.x(chart.today, plus: 0.5)
    canvas.line(x, 22, x, bottom, .today)
    let text = (isChinese ? "今天 " : "Today ") + PictureDate.day(chart.today, isChinese: isChinese)
    let half = PictureText.width(text) * 6 + 4
    canvas.text(text, min(max(x, GanttPicture.labels + half), GanttPicture.width - half), 15, .today, anchor: "middle")
  }

  private mutating func drawLegend(_ y: Double) {
    var x = 4.0
    func words(_ en: String, _ zh: String) -> String { isChinese ? zh : en }
    var entries: [(String, SVGStyle)] = [
      (words("done", "已完成"), .done), (words("to do", "待完成"), .work), (words("critical", "关键"), .critical),
    ]
    if let baseline = chart.baseline { entries.append((words("baseline \(baseline)", "基线 \(baseline)"), .plan)) }
    for (text, style) in entries {
      canvas.rect(x, y - 7, 16, style.name == "p-plan" ? 3 : 8, style, radius: 2)
      canvas.text(text, x + 22, y, .soft)
      x += 22 + PictureText.width(text) * 12 + 18
    }
    canvas.shape(SVGCanvas.diamond(x + 6, y - 4, 6), .plan)
    canvas.shape(SVGCanvas.diamond(x + 6, y - 4, 3.5), .paper)
    let promised = words("promised", "承诺")
    canvas.text(promised, x + 18, y, .soft)
    x += 18 + PictureText.width(promised) * 12 + 18
    canvas.shape(SVGCanvas.diamond(x + 6, y - 4, 6), .light(.green))
    canvas.text(words("forecast", "预计"), x + 18, y, .soft)
    guard chart.leftOut > 0 else { return }
    let more = words("\(chart.leftOut) more not shown", "另有\(chart.leftOut)项未显示")
    canvas.text(more, GanttPicture.width - 8, y, .soft, anchor: "end")
  }
}
