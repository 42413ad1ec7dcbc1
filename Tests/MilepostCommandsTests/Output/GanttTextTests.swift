import MilepostAPI
import Testing

@testable import MilepostCommands

@Suite struct GanttTextTests {
  private func view(rows: Int = 1, leftOut: Int = 0) -> GanttView {
    let works = (0..<rows).map { index in
      GanttView.Row(
        key: "w\(index)", noun: "activity", name: "室外附属施工及绿化\(index)", nameEn: "Outdoor works \(index)",
        start: "2022-06-0\(1 + index % 9)", finish: "2022-07-11", due: nil, agreedStart: nil, agreedFinish: nil,
        started: true, done: false, critical: index % 2 == 0, floatDays: -7, light: nil, after: [])
    }
    let end = GanttView.Row(
      key: "m", noun: "milestone", name: "竣工", nameEn: "Done", start: "2022-07-11", finish: "2022-07-11",
      due: "2022-06-30", agreedStart: nil, agreedFinish: nil, started: false, done: false, critical: true,
      floatDays: -7, light: "red", after: ["w0"])
    return GanttView(project: "p", today: "2022-07-08", baseline: nil, rows: works + [end], leftOut: leftOut)
  }

  private func lines(
    _ view: GanttView, columns: Int, _ language: Language = .chinese, marks: GanttText.Marks = .unicode
  ) -> [String] {
    let words = Words(language: language, palette: Palette(isColoured: false))
    return GanttText(view, columns: columns, words: words, marks: marks).lines()
  }

  @Test(
    "Every row fits the terminal, and bars stand below each other whatever the names are", arguments: [40, 80, 200])
  func widths(columns: Int) {
    for language in [Language.chinese, .english] {
      let all = lines(view(rows: 4), columns: columns, language)
      for line in all.prefix(6) { #expect(DisplayWidth.of(line) <= columns, "\(line)") }
      let ends = all.dropFirst().prefix(5).map { DisplayWidth.of($0) }
      #expect(Set(ends).count == 1, "\(ends)")
    }
  }

  @Test("What is promised, forecast and critical is told apart, in ASCII too")
  func marks() {
    let unicode = lines(view(), columns: 80)
    #expect(
      unicode[1].contains("█") && unicode[1].contains("▓") && unicode[2].contains("◇") && unicode[2].contains("◆"))
    let plain = lines(view(), columns: 80, .english, marks: .ascii)
    #expect(plain.joined().utf8.allSatisfy { $0 < 0x80 })
    #expect(plain[1].contains("#") && plain[2].contains("o") && plain[2].contains("*"))
    #expect(lines(view(leftOut: 3), columns: 80).last == "另有3行未显示（--limit）。")
  }

  @Test("A terminal that is not UTF-8 says so by its locale")
  func locale() {
    #expect(GanttCommand.isPlain(["LANG": "C"]) && GanttCommand.isPlain(["LC_ALL": "POSIX", "LANG": "zh_CN.UTF-8"]))
    #expect(!GanttCommand.isPlain(["LANG": "zh_CN.UTF-8"]) && !GanttCommand.isPlain([:]))
  }
}
