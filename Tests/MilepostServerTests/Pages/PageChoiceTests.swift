import MilepostCore
import Testing

@testable import MilepostServer

@Suite struct PageChoiceTests {
  @Test(
    "A page speaks the language that was chosen on it, else the first that the browser asks for and that there is",
    arguments: [
      (nil, nil, ViewLanguage.en), (nil, "zh-CN,zh;q=0.9,en;q=0.8", .zh), (nil, "en-GB,zh;q=0.9", .en),
      (nil, "fr,de;q=0.9", .en), (nil, "fr, zh-Hant-TW ; q=0.4, en;q=0.3", .zh), (nil, "zh;q=0,en;q=0.1", .en),
      ("zh", "en", .zh), ("klingon", "zh", .zh), (nil, "zh;q=nonsense", .zh), (nil, ",,;;q=,", .en),
    ] as [(String?, String?, ViewLanguage)])
  func language(cookie: String?, accepted: String?, expected: ViewLanguage) {
    #expect(ViewLanguage.choose(cookie: cookie, accepted: accepted) == expected)
  }

  @Test(
    "Nobody is sent from a page of ours to another's",
    arguments: [
      "//evil.example", "https://evil.example", "/\\evil.example", "evil", "", "/a\r\nSet-Cookie: x=1", "/\u{7F}",
      "/" + String(repeating: "a", count: 3000),
    ])
  func foreign(path: String) {
    #expect(PagePath.local(path) == nil)
  }

  @Test("A page of ours stays what it is", arguments: ["/", "/calendar?month=2022-07", "/projects/a%2Fb"])
  func local(path: String) {
    #expect(PagePath.local(path) == path)
  }

  @Test("Models become what templates look names up in; what is missing says so, and is not looked for elsewhere")
  func fields() throws {
    struct Inner { var name: String? }
    struct Outer {
      var name: String
      var inner: [Inner]
      var flag: Bool
      var count: Int
    }
    let outer = Outer(name: "out", inner: [Inner(name: "in"), Inner(name: nil)], flag: true, count: 3)
    let fields = try #require(PageFields.of(outer, isChinese: false) as? [String: Any])
    let inner = try #require(fields["inner"] as? [Any])
    #expect(((inner.first as? [String: Any])?["name"] as? PageText)?.renderText == "in")
    #expect((inner.last as? [String: Any])?["name"] is PageFields.Absent)
    #expect(fields["flag"] as? Bool == true && fields["count"] as? Int == 3)
  }

  @Test("Every word of the pages is there in both languages, and they differ")
  func words() {
    let (english, chinese) = (PageWords.table(.en), PageWords.table(.zh))
    #expect(english.keys.sorted() == chinese.keys.sorted())
    for (key, word) in english {
      #expect(!word.isEmpty && word != chinese[key], "\(key)")
      #expect(chinese[key]?.unicodeScalars.contains { $0.value > 0x2E80 } == true, "\(key)")
    }
  }

  @Test("A table for spreadsheets begins with the mark of UTF-8, and no field of it becomes a formula")
  func table() throws {
    let month = try #require(CivilDate("2022-06-01"))
    let project = Project(
      key: "p", name: "=HYPERLINK(\"http://x\")", owner: "a,\"b\"", zone: "UTC", calendar: "weekdays")
    let milestone = Milestone(
      projectID: 1, key: "m", name: "@SUM(A1)", due: DueDate(written: "2022-06-30", date: month.adding(days: 29)),
      evaluatedThrough: Instant(milliseconds: 0))
    let review = MonthReview(project, [milestone], month: MonthReview.month(of: month))
    let page = ReviewPage(
      [ReviewFacts(project: project, review: review)], month: month, today: month, language: .zh)
    let text = page.table(.zh)
    #expect(text.utf8.starts(with: [0xEF, 0xBB, 0xBF]))
    let lines = text.dropFirst().split(separator: "\r\n")
    #expect(lines.first?.hasPrefix("项目,节点,计划,实际,单位,完成率,责任单位,责任领导") == true)
    #expect(lines.last == "\"'=HYPERLINK(\"\"http://x\"\")\",'@SUM(A1),1,0,项,0 %,\"a,\"\"b\"\"\",")
  }
}
