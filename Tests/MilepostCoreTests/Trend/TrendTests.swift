import Foundation
import MilepostCore
import Testing

#if canImport(FoundationXML)
  import FoundationXML
#endif

@Suite struct TrendTests {
  private func day(_ text: String) throws -> CivilDate { try #require(CivilDate(text)) }

  private func series(_ points: [(String, String)], name: String = "竣工") throws -> TrendSeries {
    TrendSeries(
      key: "m", name: Bilingual(en: name, zh: name),
      points: try points.map {
        TrendSeries.Point(on: try day($0.0), forecast: try day($0.1), due: try day("2022-06-30"))
      })
  }

  @Test("A series holds the last forecast of each day, in order, and says whether it rises")
  func verdicts() throws {
    let rising = try series([("2022-05-20", "2022-06-30"), ("2022-06-01", "2022-06-20"), ("2022-06-01", "2022-07-15")])
    #expect(rising.points.map(\.forecast) == [try day("2022-06-30"), try day("2022-07-15")])
    #expect((rising.verdict, rising.movedDays) == (.rising, 15))
    #expect(try series([("2022-05-20", "2022-06-30")]).verdict == .level)
    #expect(try series([("2022-05-21", "2022-06-20"), ("2022-05-20", "2022-06-30")]).verdict == .falling)
    #expect(try series([]).movedDays == 0)
  }

  @Test("Slips are summed by name, the largest first; what was won back is none")
  func slips() {
    let tallies = SlipTally.tallies([("a", 5), ("b", 30), ("a", -3), ("a", 1), ("a", 9), ("c", 0)])
    #expect(tallies.map(\.name) == ["b", "a"])
    #expect(tallies.map(\.total) == [30, 15])
    #expect(tallies.map(\.worst) == [30, 9])
    #expect(tallies.map(\.median) == [30, 5])
    #expect(tallies.map(\.mean) == [30, 5])
    #expect(SlipTally.tallies([]).isEmpty)
  }

  @Test("The picture is well-formed whatever the names are, says in words what it shows, and stays in its frame")
  func picture() throws {
    let nasty = "<script>&\"'\u{1}“引号”"
    for all in [
      [], [try series([("2022-05-20", "2022-06-30")])],
      [
        try series([("2022-05-20", "2022-06-30"), ("2022-06-10", "2023-06-30")], name: nasty),
        try series([("2022-05-25", "2021-06-30")], name: String(repeating: "很长的名称", count: 30)),
      ],
    ] {
      let text = TrendPicture.svg(all, title: nasty, today: try day("2022-06-15"), isChinese: true)
      let parser = XMLParser(data: Data(text.utf8))
      #expect(parser.parse(), "\(text)")
      #expect(text.contains("<title") && text.contains("<desc") && text.hasSuffix("</svg>\n"))
      #expect(!text.contains("<script"))
      let numbers = text.matches(of: /(?:x|y|x1|y1|x2|y2|cx|cy)="(-?\d+)"/).compactMap { Int($0.output.1) }
      #expect(numbers.allSatisfy { (0...720).contains($0) }, "\(numbers)")
    }
  }
}
