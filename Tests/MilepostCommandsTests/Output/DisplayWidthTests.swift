import MilepostCommands
import Testing

@Suite("Display width")
struct DisplayWidthTests {
  @Test(
    "A text takes the columns that a terminal gives it",
    arguments: [
      ("", 0), ("abc", 3), ("横港", 4), ("（“6月底”）", 11), ("ｆｕｌｌ", 8), ("ﾊﾝｶｸ", 4), ("한국어", 6),
      // The same syllable in one code point, and in three.
      ("한", 2), ("\u{1112}\u{1161}\u{11AB}", 2), ("é", 1), ("e\u{301}", 1), ("●", 1), ("…", 1), ("🏗", 1),
      ("🏗\u{FE0F}", 2), ("✅", 2), ("👩‍👩‍👧‍👦", 2), ("🇨🇳", 2), ("👍🏽", 2), ("\u{20BB7}野家", 6), ("a\u{200B}b", 2),
      ("\u{7}", 0), ("ﷺ", 1), ("⚠", 1), ("⚠\u{FE0F}", 2), ("1\u{FE0F}\u{20E3}", 2),
    ])
  func width(text: String, columns: Int) {
    #expect(DisplayWidth.of(text) == columns)
  }

  @Test("Cutting never exceeds the columns, and cuts between characters")
  func truncation() {
    let texts = ["横港中心幼儿园新建工程", "abcdef", "a横b港c", "👩‍👩‍👧‍👦👩‍👩‍👧‍👦x", "e\u{301}e\u{301}e\u{301}e\u{301}", ""]
    for text in texts {
      for columns in 0...12 {
        let cut = DisplayWidth.truncate(text, to: columns)
        #expect(DisplayWidth.of(cut) <= columns)
        if DisplayWidth.of(text) <= columns {
          #expect(cut == text)
        } else if columns > 0 {
          #expect(cut.hasSuffix("…"))
          #expect(Array(text).starts(with: Array(cut.dropLast())))
          // Only what did not fit was left out.
          let next = Array(text)[cut.count - 1]
          #expect(DisplayWidth.of(cut) + DisplayWidth.of(next) > columns)
        }
      }
    }
  }
}
