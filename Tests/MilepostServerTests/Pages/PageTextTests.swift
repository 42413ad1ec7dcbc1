import MilepostCore
import Testing

@testable import MilepostServer

/// WCAG 2.2, 3.1.2: what is in another language than what is around it says so.
@Suite struct PageTextTests {
  private static func said(_ text: String, isChinese: Bool = false) -> String {
    PageText(renderText: text, isAmongChinese: isChinese).transform("said") as? String ?? "nothing"
  }

  private static func lang(_ text: String, isChinese: Bool) -> String {
    PageText(renderText: text, isAmongChinese: isChinese).transform("lang") as? String ?? "nothing"
  }

  @Test("A quote or a bracket that carries an accent is escaped as one that does not")
  func accents() {
    let text = "\"\u{301} <\u{301}b>\u{301} &\u{301} '\u{301}"
    #expect(Markup.escaped(text) == "&quot;\u{301} &lt;\u{301}b&gt;\u{301} &amp;\u{301} &#39;\u{301}")
  }

  @Test("An element says what its whole text is in; dates and numbers are in no language")
  func wholes() {
    #expect(PageTextTests.lang("横港中心幼儿园", isChinese: false) == " lang=zh-Hans")
    #expect(PageTextTests.lang("横港中心幼儿园", isChinese: true) == "")
    #expect(PageTextTests.lang("Kindergarten", isChinese: true) == " lang=en")
    #expect(PageTextTests.lang("Kindergarten", isChinese: false) == "")
    for text in ["2022-07-08", "+5", "—", ""] {
      #expect(PageTextTests.lang(text, isChinese: true) == "" && PageTextTests.lang(text, isChinese: false) == "")
    }
    #expect(PageTextTests.lang("3号楼 A 座", isChinese: true) == "")
  }

  @Test("Stretches of Chinese in an English sentence say so, and all of it is safe to stand in a page")
  func stretches() {
    #expect(
      PageTextTests.said("Late because 室外附属施工 <slipped> & “横港”第3号")
        == "Late because <span lang=zh-Hans>室外附属施工</span> &lt;slipped&gt; &amp; “<span lang=zh-Hans>横港”第3号</span>")
    #expect(PageTextTests.said("室外<b>") == "<span lang=zh-Hans>室外</span>&lt;b&gt;")
    #expect(PageTextTests.said("<b>'\"&") == "&lt;b&gt;&#39;&quot;&amp;")
    #expect(PageTextTests.said("<室>", isChinese: false) == "<span lang=zh-Hans>&lt;室&gt;</span>")
    #expect(PageTextTests.said("Roof <tight>", isChinese: true) == "<span lang=en>Roof &lt;tight&gt;</span>")
    #expect(PageTextTests.said("屋面 Roof", isChinese: true) == "屋面 Roof")
    #expect(PageTextTests.said("") == "")
  }
}
