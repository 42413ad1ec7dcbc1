import MilepostCore
import Testing

/// What is no date, or more than one, on Friday 20 May 2022.
@Suite struct DueRefusalTests {
  private func refusal(_ text: String) throws -> Refusal {
    let today = try #require(CivilDate("2022-05-20"))
    return try #require(throws: Refusal.self, "\(text)") {
      try DueExpression.parse(text, today: today, calendar: .weekdays)
    }
  }

  private func expectSentences(_ refusal: Refusal) {
    #expect(refusal.text.en.hasSuffix(".") && refusal.text.zh.hasSuffix("。"))
    #expect(!refusal.text.en.contains("\n") && refusal.text.en.utf8.count < 400)
    #expect(refusal.place == nil)
  }

  @Test(
    "A vague word is refused with the reading that would be taken",
    arguments: [
      ("6月底左右", "6月底"), ("约6月底", "6月底"), ("大约 6月底", "6月底"), ("大概在6月底", "在6月底"), ("预计6月底", "6月底"), ("6月底（左右）", "6月底"),
      ("争取6月底前", "6月底前"), ("6月30日前后", "6月30日"), ("6月30日上下", "6月30日"), ("6月底？", "6月底"), ("可能6月底", "6月底"),
      ("around end of June", "end of June"), ("about 30 June", "30 June"), ("~2022-06-30", "2022-06-30"),
      ("approximately June 30th", "June 30th"), ("30 June or so", "30 June"), ("circa June 2022", "June 2022"),
      ("Roughly 30 June", "30 June"), ("ca. 30 June", "30 June"), ("maybe June", "June"), ("２０２２－０６左右", "２０２２－０６"),
    ])
  func vague(text: String, sure: String) throws {
    let refusal = try refusal(text)
    #expect(refusal.code == .vagueDate)
    #expect(refusal.text.en == "“\(text)” is vague; write “\(sure)” if 2022-06-30 is meant.")
    #expect(refusal.text.zh.contains("“\(sure)”") && refusal.text.zh.contains("2022-06-30"))
    expectSentences(refusal)
  }

  @Test(
    "A vague word alone is refused with an example",
    arguments: ["尽快", "ASAP", "soon", "左右", "~", "?", "TBD", "近期", "as soon as possible", "争取尽快完成", "maybe one day"])
  func vagueAlone(text: String) throws {
    let refusal = try refusal(text)
    #expect(refusal.code == .vagueDate)
    #expect(refusal.text.en.contains("2022-06-30"))
    expectSentences(refusal)
  }

  @Test(
    "What can mean two days is refused with both, or with the one that is possible",
    arguments: [
      ("before 1 July", ["2022-06-30", "2022-07-01"]), ("before June", ["2022-05-31", "2022-06-30"]),
      ("6月前", ["2022-05-31", "2022-06-30"]), ("明年以前", ["2022-12-31", "2023-12-31"]),
      ("6/7/2022", ["2022-06-07", "2022-07-06"]), ("6.7", ["2022-06-07", "2022-07-06"]), ("30/6/2022", ["2022-06-30"]),
      ("6/30", ["2022-06-30"]), ("年初", ["2022-03-31"]), ("明年年中", ["2023-06-30"]), ("mid 2023", ["2023-06-30"]),
      ("early Q3", ["2022-07-31"]), ("late H2", ["2022-12-31"]), ("early next week", ["2022-05-23"]),
    ])
  func twoReadings(text: String, dates: [String]) throws {
    let refusal = try refusal(text)
    #expect(refusal.code == .vagueDate)
    for date in dates { #expect(refusal.text.en.contains(date) && refusal.text.zh.contains(date)) }
    expectSentences(refusal)
  }

  @Test(
    "An impossible date is refused with the bound that it breaks",
    arguments: [
      ("2月30日", "February 2022 has 28 days"), ("30 February", "February 2022 has 28 days"),
      ("2024年2月30日", "February 2024 has 29 days"), ("31 June", "June 2022 has 30 days"),
      ("2022-06-31", "June 2022 has 30 days"), ("2022-06-00", "June 2022 has 30 days"), ("13月", "1 to 12"),
      ("2022-13", "1 to 12"), ("2022-00-10", "1 to 12"), ("0月底", "1 to 12"), ("20221301", "1 to 12"),
      ("Q5 2022", "1 to 4"), ("第五季度", "1 to 4"), ("H3", "1 and 2"), ("2022-W54", "52 weeks"), ("2020-W54", "53 weeks"),
      ("2022-W26-8", "1 (Monday) to 7"), ("2022-06-30 (Fri)", "Thursday, not a Friday"),
      ("6月30日周五", "Thursday, not a Friday"), ("22年6月", "four digits"), ("30 June 22", "four digits"),
      ("22-06-30", "four digits"), ("22年内", "four digits"), ("2月30日左右", "February 2022 has 28 days"),
      ("2022-06-30 17:00", "time of day"), ("6月30日下午5点", "time of day"), ("June 30 5pm", "time of day"),
    ])
  func impossible(text: String, bound: String) throws {
    let refusal = try refusal(text)
    #expect(refusal.code == .invalidDate)
    #expect(refusal.text.en.contains(bound))
    expectSentences(refusal)
  }

  @Test(
    "A day outside 1970 to 2200 is refused, however large the number",
    arguments: [
      "1969-12-31", "1500-01-01", "2201-01-01", "9999年底", "99999999999999999999-01-01", "+99999999999999999999d",
      "+99999999999999999999wd", "-99999999999999999999wd", "-99999999999999999999m", "999999999999年6月底", "+200000d",
      "+60000wd", "+2200y", "-53y", "9223372036854775807天内", "30 June 123456789012345678901234567890",
    ])
  func outOfRange(text: String) throws {
    let refusal = try refusal(text)
    #expect(refusal.code == .dateOutOfRange, "\(refusal)")
    #expect(refusal.text.en.contains("1970") && refusal.text.en.contains("2200"))
    expectSentences(refusal)
  }

  @Test(
    "Anything else is no date, and the sentence says what one looks like",
    arguments: [
      "hello", "国庆前", "年前", "十一前", "三五天内", "六七月", "10天前", "2022-6-", "--", "2022-006-30", "一百五天内", "3十天内", "June June",
      "30 30 June", "+d", "+", "1-2 June", "- 30 June", "+-3d", "10 to 20 days", "2022-06-30 2022-07-01",
      "month", "week", "年", "月", "周", "第季度", "30 June -", "JUNE’22", "6月31日和30日", "🎂", "2022-06-30\u{301}",
      "one day", "a week", "roundabout", "local",
    ])
  func unreadable(text: String) throws {
    let refusal = try refusal(text)
    #expect(refusal.code == .invalidDate)
    #expect(refusal.text.en.contains("2022-06-30") && refusal.text.zh.contains("6月底"), "\(refusal.text.en)")
    expectSentences(refusal)
  }

  @Test(
    "Empty, very long and unprintable texts are refused",
    arguments: [
      "", "   ", "6月\u{0}底", "6月底\n左右", "2022\t-06-30", "2022-06-30\u{202E}", String(repeating: "6", count: 101),
      "e" + String(repeating: "\u{301}", count: 100),
    ])
  func hostile(text: String) throws {
    let refusal = try refusal(text)
    #expect(refusal.code == .invalidDate)
    expectSentences(refusal)
  }

  @Test("A text of a million characters is refused, and not repeated in the sentence")
  func million() throws {
    expectSentences(try refusal(String(repeating: "二", count: 1_000_000)))
  }

  /// Pieces that forms are made of, so that many texts come close to one.
  private static let pieces = [
    "2022", "6", "30", "06", "-", "/", ".", "年", "月", "日", "号", "底", "末", "初", "中", "旬", "上", "下", "半", "第", "季", "度",
    "周",
    "今", "明", "天", "工作日", "个", "内", "后", "前", "W", "Q", "H", "+", "~", "(", ")", " ", "June", "of", "end", "th", "next",
    "week", "Friday", "二", "十", "百", "〇", "两", "廿", "Ｑ", "左右", "before", "in", "days", "99999999999999999999", "0",
    "\u{FEFF}", "🎂", "e\u{301}", ":", "点", "星期", "礼拜", "ago", "mid",
  ]

  @Test(
    "Whatever is put together from pieces of dates is read within range or refused", arguments: 0..<8 as Range<UInt64>)
  func anything(seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    var read = 0
    for _ in 0..<5000 {
      let count = Int.random(in: 1...6, using: &random)
      let text = (0..<count).map { _ in DueRefusalTests.pieces.randomElement(using: &random) ?? "" }.joined()
      let today = CivilDate(dayNumber: .random(in: 0...84_000, using: &random))
      do throws(Refusal) {
        let due = try DueExpression.parse(text, today: today, calendar: .weekdays)
        read += 1
        if !DueExpression.years.contains(due.date.year) { Issue.record("\(text) is \(due.date)") }
        // What was written is kept, and means the same when read again.
        let again = try? DueExpression.parse(due.written, today: today, calendar: .weekdays)
        if again != due { Issue.record("\(text) reads back as \(String(describing: again))") }
      } catch {
        let codes: [Refusal.Code] = [.invalidDate, .vagueDate, .dateOutOfRange]
        if !codes.contains(error.code) || error.text.en.isEmpty { Issue.record("\(text): \(error)") }
      }
    }
    #expect(read > 50)
  }
}
