/// A project's milestones on one line: diamonds in the colours of their lights, today as a stroke. Small enough for a
/// row of a table, which says the same in words.
package enum StripPicture {
  package struct Mark: Hashable, Sendable {
    package var date: CivilDate
    package var light: MilestoneOutlook.Light

    package init(date: CivilDate, light: MilestoneOutlook.Light) {
      self.date = date
      self.light = light
    }
  }

  private static let size = (width: 240.0, height: 24.0)
  private static let marksMax = 24

  package static func svg(_ marks: [Mark], days: ClosedRange<CivilDate>, today: CivilDate) -> String {
    let axis = DayAxis(days, left: 6, right: size.width - 6)
    func n(_ value: Double) -> String { SVGCanvas.number(value) }
    var text = #"<svg viewBox="0 0 240 24" class="strip" aria-hidden="true" focusable="false">"#
    text += #"<path class="p-grid" d="M6 12H234"/>"#
    let now = n(axis.x(today))
    text += #"<path class="p-today" d="M\#(now) 3V21"/>"#
    for mark in marks.sorted(by: { $0.light < $1.light }).suffix(marksMax) {
      text +=
        #"<path class="\#(SVGStyle.light(mark.light).name)" d="\#(SVGCanvas.diamond(axis.x(mark.date), 12, 5))"/>"#
    }
    return text + "</svg>"
  }
}
