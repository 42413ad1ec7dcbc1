import MilepostCommands
import Testing

@Suite("Tables")
struct TableTests {
  private static let pool = ["横", "港", "a", "Z", " ", "👩‍👩‍👧‍👦", "🇨🇳", "e\u{301}", "한", "●", "（", "🏗\u{FE0F}", "ﾊ"]

  private static func word(_ random: inout SplitMix, upTo length: Int) -> String {
    (0..<Int.random(in: 0...length, using: &random)).map { _ in
      pool[Int.random(in: 0..<pool.count, using: &random)]
    }.joined()
  }

  @Test("What follows a column begins at the same place on every line, whatever stands in it")
  func alignment() {
    var random = SplitMix(seed: 20_220_630)
    for _ in 0..<200 {
      var table = Table([
        Table.Column(Phrase("NAME", "名称")), Table.Column(Phrase("COUNT", "数"), .right),
        Table.Column(Phrase("|", "|")),
      ])
      for _ in 0..<8 {
        table.add(
          Table.Cell(TableTests.word(&random, upTo: 12)), Table.Cell(TableTests.word(&random, upTo: 5)),
          Table.Cell("|"))
      }
      for language in Language.allCases {
        let lines = table.rendered(language: language, palette: Palette(isColoured: false), columnsMax: nil)
          .split(separator: "\n")
        #expect(lines.count == 9)
        #expect(Set(lines.map { DisplayWidth.of(String($0)) }).count == 1)
      }
    }
  }

  @Test("On a narrow terminal what may shrink shrinks, and no line is wider than the terminal")
  func narrow() {
    var table = Table([
      Table.Column(Phrase("KEY", "标识")), Table.Column(Phrase("NAME", "名称"), canShrink: true),
      Table.Column(Phrase("OWNER", "负责人"), canShrink: true), Table.Column(Phrase("DUE", "应完成")),
    ])
    table.add(
      Table.Cell("henggang"), Table.Cell("横港中心幼儿园新建工程横港中心幼儿园"), Table.Cell("百步镇人民政府"),
      Table.Cell("2022-06-30"))
    for columns in 42...90 {
      let text = table.rendered(language: .chinese, palette: Palette(isColoured: false), columnsMax: columns)
      for line in text.split(separator: "\n") { #expect(DisplayWidth.of(String(line)) <= columns) }
      #expect(text.contains("2022-06-30"))
    }
    let whole = table.rendered(language: .chinese, palette: Palette(isColoured: false), columnsMax: nil)
    #expect(!whole.contains("…"))
  }

  @Test("A terminal too narrow for anything gets the smallest table, not an endless loop")
  func tooNarrow() {
    var table = Table([Table.Column(Phrase("NAME", "名称"), canShrink: true)])
    table.add(Table.Cell("横港中心幼儿园新建工程"))
    #expect(
      table.rendered(language: .english, palette: Palette(isColoured: false), columnsMax: 1) == "NAME\n横港中…")
  }

  @Test("Text from elsewhere cannot steer the terminal, nor break a line")
  func controlCharacters() {
    var table = Table([Table.Column(Phrase("NAME", "名称")), Table.Column(Phrase("|", "|"))])
    table.add(Table.Cell("a\u{1B}[31mb\nc\u{202E}d\u{9B}e"), Table.Cell("|"))
    let text = table.rendered(language: .english, palette: Palette(isColoured: false), columnsMax: nil)
    #expect(text == "NAME           |\na·[31mb·c·d·e  |")
  }

  @Test("Colours leave the alignment as it is")
  func colours() {
    var table = Table([Table.Column(Phrase("LIGHT", "灯")), Table.Column(Phrase("|", "|"))])
    table.add(Table.Cell("● 红", .bad), Table.Cell("|"))
    let palette = Palette(isColoured: true)
    let text = table.rendered(language: .chinese, palette: palette, columnsMax: nil)
    #expect(text == "\u{1B}[1m灯\u{1B}[0m    \u{1B}[1m|\u{1B}[0m\n\u{1B}[31m● 红\u{1B}[0m  |")
  }
}

/// Steele, Lea and Flood's SplitMix64: the same numbers on every run.
struct SplitMix: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
