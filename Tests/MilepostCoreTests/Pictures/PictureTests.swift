import Foundation
import MilepostCore
import Testing

#if canImport(FoundationXML)
  import FoundationXML
#endif

@Suite struct PictureTests {
  private func day(_ text: String) throws -> CivilDate { try #require(CivilDate(text)) }

  private func name(_ text: String) -> Bilingual { Bilingual(en: text, zh: text) }

  private static let nasty = "<script>&\"'\u{1}“引号”" + String(repeating: "很长的名称", count: 30)

  private func chart(_ rows: Int, today: String = "2022-07-08") throws -> GanttChart {
    let start = try day("2022-06-01")
    let works = (0..<rows).map { index in
      GanttChart.Row(
        key: "w\(index)", noun: .activity, name: name(PictureTests.nasty), start: start.adding(days: index),
        finish: start.adding(days: index + 9), agreedStart: start, agreedFinish: start.adding(days: 5),
        isStarted: index % 2 == 0, isDone: index % 3 == 0, isCritical: index % 5 == 0, floatDays: index - 3,
        after: index > 0 ? ["w\(index - 1)", "nowhere"] : [])
    }
    let end = GanttChart.Row(
      key: "end", noun: .milestone, name: name("竣工"), start: try day("2023-01-15"), finish: try day("2023-01-15"),
      due: try day("2022-09-30"), light: .red, after: ["w0"])
    return GanttChart(works + [end], today: try day(today), baseline: "contract")
  }

  private func isWellFormed(_ text: String, width: Double) {
    let parser = XMLParser(data: Data(text.utf8))
    #expect(parser.parse(), "\(text.prefix(400))")
    #expect(text.contains("<title") && text.contains("<desc") && text.hasSuffix("</svg>\n"))
    #expect(!text.contains("<script") && !text.contains("style="))
    let numbers = text.matches(of: #/ (?:x|cx)="(-?[\d.]+)"/#).compactMap { Double($0.output.1) }
    #expect(numbers.allSatisfy { (0...width).contains($0) }, "\(numbers.filter { !(0...width).contains($0) })")
  }

  @Test("A bar chart is well-formed whatever the names are, and stays in its frame", arguments: [0, 1, 7, 59])
  func gantt(rows: Int) throws {
    for isChinese in [true, false] {
      isWellFormed(
        GanttPicture.svg(try chart(rows), title: PictureTests.nasty, isChinese: isChinese), width: 1080)
    }
  }

  @Test("Of a plan too large for one picture milestones stay, and what is left out is counted")
  func bounds() throws {
    let large = try chart(5000)
    #expect(large.rows.count == GanttChart.rowsMax && large.leftOut == 5001 - GanttChart.rowsMax)
    #expect(large.rows.contains { $0.key == "end" })
    let text = GanttPicture.svg(large, title: "t", isChinese: false)
    #expect(text.contains("4941 more not shown"))
    #expect(text.utf8.count < 60_000)
  }

  @Test("Today is on the chart even when everything lies before it, or after")
  func today() throws {
    for date in ["2019-01-01", "2030-12-31"] {
      let one = try chart(3, today: date)
      #expect(one.days.contains(try day(date)))
      isWellFormed(GanttPicture.svg(one, title: "t", isChinese: true), width: 1080)
    }
  }

  @Test("The curve tells what was planned by a day, what is reached, and what is forecast")
  func curve() throws {
    let items = [
      ProgressCurve.Item(
        planned: try day("2022-06-01"), forecast: try day("2022-06-03"), reached: try day("2022-06-03")),
      ProgressCurve.Item(planned: try day("2022-06-10"), forecast: try day("2022-07-01")),
      ProgressCurve.Item(planned: try day("2022-08-01"), forecast: try day("2022-08-01")),
      ProgressCurve.Item(planned: try day("2022-08-01"), forecast: try day("2022-08-20")),
    ]
    let curve = ProgressCurve(items, today: try day("2022-07-08"))
    #expect(curve.planned(by: try day("2022-05-31")) == 0)
    #expect(curve.planned(by: try day("2022-06-09")) == 0.25)
    #expect(curve.planned(by: try day("2022-06-10")) == 0.5)
    #expect(curve.planned(by: try day("2022-08-01")) == 1)
    #expect(curve.reachedNow == 0.25)
    // What is forecast for a day that has passed cannot come before today.
    #expect(curve.forecast.map(\.part) == [0.25, 0.5, 0.75, 1])
    #expect(curve.forecast.allSatisfy { $0.on >= curve.today })
    isWellFormed(ProgressPicture.svg(curve, title: PictureTests.nasty, isChinese: true), width: 720)
    isWellFormed(ProgressPicture.svg(ProgressCurve([], today: curve.today), title: "t", isChinese: false), width: 720)
  }
}
