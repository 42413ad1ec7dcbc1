/// What was to be done by when, against what was done: both as parts of the whole, over time.
package struct ProgressCurve: Hashable, Sendable {
  package struct Item: Hashable, Sendable {
    package var planned: CivilDate
    package var forecast: CivilDate
    package var reached: CivilDate?

    package init(planned: CivilDate, forecast: CivilDate, reached: CivilDate? = nil) {
      self.planned = planned
      self.forecast = forecast
      self.reached = reached
    }
  }

  package struct Point: Hashable, Sendable {
    package var on: CivilDate
    /// 0...1.
    package var part: Double
  }

  package let today: CivilDate
  package let count: Int
  package let planned: [Point]
  /// Up to today.
  package let reached: [Point]
  /// From today on, as things stand.
  package let forecast: [Point]

  package init(_ items: [Item], today: CivilDate) {
    self.today = today
    count = items.count
    let done = items.compactMap(\.reached)
    planned = ProgressCurve.steps(items.map(\.planned), of: items.count)
    var reached = ProgressCurve.steps(done.filter { $0 <= today }, of: items.count)
    if let first = planned.first?.on, first < min(reached.first?.on ?? today, today) {
      reached.insert(Point(on: first, part: 0), at: 0)
    }
    reached.append(Point(on: today, part: reached.last?.part ?? 0))
    self.reached = reached
    let open = items.filter { $0.reached == nil }.map { max($0.forecast, today) }
    let base = Double(done.count) / Double(max(1, items.count))
    forecast =
      [Point(on: today, part: base)]
      + ProgressCurve.steps(open, of: items.count).map { Point(on: $0.on, part: $0.part + base) }
  }

  /// What was planned to be done by the end of a day.
  package func planned(by day: CivilDate) -> Double { planned.last { $0.on <= day }?.part ?? 0 }

  package var reachedNow: Double { reached.last?.part ?? 0 }

  private static func steps(_ dates: [CivilDate], of count: Int) -> [Point] {
    var points: [Point] = []
    for (index, date) in dates.sorted().enumerated() {
      let part = Double(index + 1) / Double(max(1, count))
      if points.last?.on == date {
        points[points.count - 1].part = part
      } else {
        points.append(Point(on: date, part: part))
      }
    }
    return points
  }
}

/// The curve as a picture.
package enum ProgressPicture {
  private static let size = (width: 720.0, height: 280.0)
  private static let frame = (left: 44.0, right: 708.0, top: 14.0, bottom: 226.0)

  package static func svg(_ curve: ProgressCurve, title: String, isChinese: Bool) -> String {
    let (planned, reached) = (percent(curve.planned(by: curve.today)), percent(curve.reachedNow))
    var canvas = SVGCanvas(
      width: Int(size.width), height: Int(size.height),
      title: isChinese ? "\(title)：计划与实际" : "\(title): planned against reached",
      summary: isChinese
        ? "截至\(curve.today)，计划完成\(planned)%，实际完成\(reached)%。"
        : "By \(curve.today), \(planned) % was to be done and \(reached) % is.", id: "curve", isChinese: isChinese)
    let days = (curve.planned + curve.reached + curve.forecast).map(\.on)
    let first = days.min() ?? curve.today
    let last = max(days.max() ?? curve.today, first.adding(days: 14))
    let axis = DayAxis(first.adding(days: -7)...last.adding(days: 7), left: frame.left, right: frame.right)
    for step in 0...4 {
      let y = y(Double(step) / 4)
      canvas.line(frame.left, y, frame.right, y, .grid)
      canvas.text("\(step * 25)%", frame.left - 6, y + 4, .soft, anchor: "end")
    }
    for (index, month) in axis.months(atMost: 8).enumerated() {
      let x = axis.x(month)
      canvas.line(x, frame.top, x, frame.bottom, .grid)
      guard x < frame.right - 40 else { continue }
      canvas.text(PictureDate.month(month, isChinese: isChinese, withYear: index == 0), x + 4, frame.bottom + 16, .soft)
    }
    let today = axis.x(curve.today)
    canvas.line(today, frame.top, today, frame.bottom, .today)
    canvas.path(path(curve.planned, axis, from: 0, to: axis.right), SVGStyle.plan.width(2.5))
    canvas.path(
      path(curve.forecast, axis, from: curve.forecast.first?.part ?? 0, to: axis.right), SVGStyle.series(0).width(2.5),
      dash: "5 4")
    canvas.path(path(curve.reached, axis, from: 0, to: today), SVGStyle.series(0).width(3.5))
    legend(&canvas, isChinese: isChinese)
    return canvas.text
  }

  private static func legend(_ canvas: inout SVGCanvas, isChinese: Bool) {
    let y = frame.bottom + 42
    let entries: [(String, SVGStyle, String?)] = [
      (isChinese ? "计划" : "planned", .plan, nil), (isChinese ? "实际" : "reached", SVGStyle.series(0).width(3.5), nil),
      (isChinese ? "预计" : "forecast", .series(0), "5 4"),
    ]
    var x = frame.left
    for (text, style, dash) in entries {
      canvas.line(x, y - 4, x + 22, y - 4, style, dash: dash)
      canvas.text(text, x + 28, y, .soft)
      x += 28 + PictureText.width(text) * 12 + 20
    }
  }

  private static func y(_ part: Double) -> Double { frame.bottom - min(1, part) * (frame.bottom - frame.top) }

  private static func percent(_ part: Double) -> Int { Int((part * 100 + 1e-9).rounded(.down)) }

  /// Steps: what is done stays so until more is.
  private static func path(_ points: [ProgressCurve.Point], _ axis: DayAxis, from part: Double, to end: Double)
    -> String
  {
    var data = "M\(SVGCanvas.number(points.first.map { axis.x($0.on) } ?? axis.left)) \(SVGCanvas.number(y(part)))"
    for point in points { data += "H\(SVGCanvas.number(axis.x(point.on)))V\(SVGCanvas.number(y(point.part)))" }
    return data + "H\(SVGCanvas.number(end))"
  }
}
