import MilepostCore
import Testing

/// Every form, read on Friday 20 May 2022 unless said otherwise.
@Suite struct DueExpressionTests {
  static let today = "2022-05-20"

  private func parse(
    _ text: String, on today: String = today, calendar: WorkCalendar = .weekdays,
    leaning lean: DueExpression.Lean = .ahead
  ) throws -> DueDate {
    try DueExpression.parse(
      text, today: try #require(CivilDate(today)), calendar: calendar, leaning: lean)
  }

  private func expect(_ text: String, _ date: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
    let due = try parse(text)
    #expect(due.date.description == date, sourceLocation: sourceLocation)
    #expect(due.written == text, sourceLocation: sourceLocation)
    #expect(!due.provisional, sourceLocation: sourceLocation)
  }

  @Test(
    "What an official says and writes means the day that the real input gives",
    arguments: [
      ("6月底", "2022-06-30"), ("9月份", "2022-09-30"), ("6月上旬", "2022-06-10"), ("6月中旬", "2022-06-20"),
      ("6月下旬", "2022-06-30"), ("年底", "2022-12-31"), ("今年", "2022-12-31"), ("第三季度", "2022-09-30"),
      ("2022-06", "2022-06-30"), ("2022-W26", "2022-07-03"), ("end of June", "2022-06-30"), ("2022年6月底", "2022-06-30"),
      ("2022年9月", "2022-09-30"), ("9月上旬", "2022-09-10"), ("Q3 2022", "2022-09-30"), ("+10wd", "2022-06-03"),
    ])
  func realInput(text: String, date: String) throws { try expect(text, date) }

  @Test(
    "A day is written in digits, the year first, or with the names of its parts",
    arguments: [
      "2022-06-30", "2022/6/30", "2022.6.30", "20220630", "2022年6月30日", "2022年06月30日", "6月30日", "6月30号", "6月30",
      "今年6月30日", "30 June 2022", "30 June", "June 30, 2022", "June 30th", "30th of June", "Jun. 30, 2022",
      "30-Jun-2022",
      "2022 June 30", "the 30th of June 2022", "Thu, 30 June 2022", "Thursday 30 June", "6月30日（周四）", "2022-06-30 (Thu)",
      "2022-W26-4", "2022年第26周周四",
    ])
  func days(text: String) throws { try expect(text, "2022-06-30") }

  @Test(
    "Full-width, traditional and Chinese digits, capitals and blanks change nothing",
    arguments: [
      "２０２２－０６－３０", "２０２２年６月３０日", "二〇二二年六月三十日", "二零二二年六月底", "六月底", "六月三十日", "六月三十號", "2022 年 6 月 30 日",
      "2022 年\u{3000}6 月底", "JUNE 30TH", "june  30th", "2022–06–30", "2022-06-30。", "\u{FEFF}2022-06-30", "Ｑ２ ２０２２",
    ])
  func spellings(text: String) throws { try expect(text, "2022-06-30") }

  @Test("Blanks around the text are not part of what was written")
  func trimming() throws {
    #expect(try parse(" \t6月底\n") == DueDate(written: "6月底", date: try #require(CivilDate("2022-06-30"))))
  }

  @Test(
    "A period means its last day, a third of a month the 10th, the 20th or the last",
    arguments: [
      ("6月", "2022-06-30"), ("2022年6月", "2022-06-30"), ("6月末", "2022-06-30"), ("6月初", "2022-06-10"),
      ("6月中", "2022-06-20"), ("6月上半月", "2022-06-15"), ("月底", "2022-05-31"), ("本月底", "2022-05-31"),
      ("下月底", "2022-06-30"), ("下个月中旬", "2022-06-20"), ("下旬", "2022-05-31"), ("上旬", "2022-06-10"),
      ("月内", "2022-05-31"), ("年末", "2022-12-31"), ("年内", "2022-12-31"), ("今年底", "2022-12-31"),
      ("今年年底", "2022-12-31"), ("明年底", "2023-12-31"), ("2022年", "2022-12-31"), ("2022年底", "2022-12-31"),
      ("2022年度", "2022-12-31"), ("2022", "2022-12-31"), ("上半年", "2022-06-30"), ("明年上半年", "2023-06-30"),
      ("下半年", "2022-12-31"), ("三季度", "2022-09-30"), ("2022年第三季度", "2022-09-30"), ("2022年三季度末", "2022-09-30"),
      ("2022年Q3", "2022-09-30"), ("本季度末", "2022-06-30"), ("下季度", "2022-09-30"), ("2022-Q3", "2022-09-30"),
      ("2022Q3", "2022-09-30"), ("third quarter of 2022", "2022-09-30"), ("end of Q3", "2022-09-30"),
      ("H1 2022", "2022-06-30"), ("first half of 2022", "2022-06-30"), ("June 2022", "2022-06-30"),
      ("mid June", "2022-06-20"), ("early June", "2022-06-10"), ("late June", "2022-06-30"),
      ("end of June 2022", "2022-06-30"), ("end of month", "2022-05-31"), ("end of next month", "2022-06-30"),
      ("end of year", "2022-12-31"), ("year end 2023", "2023-12-31"), ("end of 2022", "2022-12-31"),
      ("EOM", "2022-05-31"), ("this quarter", "2022-06-30"), ("next year", "2023-12-31"), ("week 26", "2022-07-03"),
      ("第26周", "2022-07-03"), ("end of week", "2022-05-22"), ("周末", "2022-05-22"), ("下周", "2022-05-29"),
      ("next week", "2022-05-29"), ("2020-W53", "2021-01-03"),
    ])
  func periods(text: String, date: String) throws { try expect(text, date) }

  @Test(
    "Spans count from today, months by the same day or the last there is",
    arguments: [
      ("today", "2022-05-20"), ("今天", "2022-05-20"), ("今日", "2022-05-20"), ("tomorrow", "2022-05-21"),
      ("明天", "2022-05-21"), ("后天", "2022-05-22"), ("大后天", "2022-05-23"), ("day after tomorrow", "2022-05-22"),
      ("昨天", "2022-05-19"), ("yesterday", "2022-05-19"), ("3 days ago", "2022-05-17"), ("-3d", "2022-05-17"),
      ("- 3 days", "2022-05-17"), ("+10d", "2022-05-30"), ("+2w", "2022-06-03"), ("+3m", "2022-08-20"),
      ("+1y", "2023-05-20"), ("+ 1 year", "2023-05-20"), ("10 working days", "2022-06-03"),
      ("within 10 business days", "2022-06-03"), ("10个工作日", "2022-06-03"), ("10个工作日内", "2022-06-03"),
      ("十个工作日后", "2022-06-03"), ("30天内", "2022-06-19"), ("三十天后", "2022-06-19"), ("10日内", "2022-05-30"),
      ("在10天以内", "2022-05-30"), ("in 10 days", "2022-05-30"), ("two weeks from now", "2022-06-03"),
      ("两周内", "2022-06-03"), ("3个月内", "2022-08-20"), ("半年内", "2022-11-20"), ("一年内", "2023-05-20"),
      ("+0wd", "2022-05-20"), ("-1wd", "2022-05-19"), ("一百二十天内", "2022-09-17"),
    ])
  func spans(text: String, date: String) throws { try expect(text, date) }

  @Test(
    "Weekdays are those of a week from Monday to Sunday; alone, the first that comes",
    arguments: [
      ("本周五", "2022-05-20"), ("下周五", "2022-05-27"), ("下下周三", "2022-06-01"), ("上周日", "2022-05-15"),
      ("星期天", "2022-05-22"), ("周四", "2022-05-26"), ("next Friday", "2022-05-27"), ("this Monday", "2022-05-16"),
      ("Friday", "2022-05-20"), ("Monday", "2022-05-23"), ("coming Monday", "2022-05-23"),
      ("Friday next week", "2022-05-27"), ("10日", "2022-06-10"), ("31号", "2022-05-31"), ("the 25th", "2022-05-25"),
      ("本月15日", "2022-05-15"), ("下个月5号", "2022-06-05"), ("15th of next month", "2022-06-15"),
    ])
  func weekdays(text: String, date: String) throws { try expect(text, date) }

  @Test(
    "By, 前 and their like take nothing from a day or the end of a period",
    arguments: [
      "6月底前", "6月底之前", "6月30日以前", "6月30日前", "2022-06-30前", "截至6月底", "最迟6月30日", "不晚于6月30日", "于6月底前", "到6月底为止",
      "by June", "by 30 June", "by the end of June", "before the end of June", "no later than 30 June", "until June 30",
      "on 30 June", "in June", "30 June at the latest", "due by 2022-06-30",
    ])
  func limits(text: String) throws { try expect(text, "2022-06-30") }

  @Test(
    "Without a year, the first such day from today on is meant; leaning back, the last up to today",
    arguments: [
      ("5月20日", "2022-05-20", "2022-05-20"), ("5月19日", "2023-05-19", "2022-05-19"),
      ("5月21日", "2022-05-21", "2021-05-21"), ("5月底", "2022-05-31", "2021-05-31"), ("4月", "2023-04-30", "2022-04-30"),
      ("Q1", "2023-03-31", "2022-03-31"), ("10日", "2022-06-10", "2022-05-10"), ("周四", "2022-05-26", "2022-05-19"),
      ("月底", "2022-05-31", "2022-04-30"), ("week 1", "2023-01-08", "2022-01-09"),
    ])
  func withoutYear(text: String, ahead: String, back: String) throws {
    #expect(try parse(text).date.description == ahead)
    #expect(try parse(text, leaning: .back).date.description == back)
  }

  @Test("A leap day without a year is the one of this year or the next, if there is one")
  func leapDay() throws {
    #expect(try parse("2月29日", on: "2023-05-20").date.description == "2024-02-29")
    #expect(try parse("Feb 29", on: "2024-02-29").date.description == "2024-02-29")
    #expect(try parse("+1m", on: "2022-01-31").date.description == "2022-02-28")
    #expect(try parse("+1y", on: "2024-02-29").date.description == "2025-02-28")
    #expect(throws: Refusal.self) { try parse("2月29日", on: "2024-03-01") }
  }

  @Test("Working days are those of the calendar, and provisional where a year's list is not published")
  func workingDays() throws {
    let china = try CalendarLibrary(files: ChinaCalendarTests.files()).calendar(named: "china")
    let atNewYear = try parse("+10wd", on: "2022-12-30", calendar: china)
    // Off: 31 December to 2 January.
    #expect(atNewYear == DueDate(written: "+10wd", date: try #require(CivilDate("2023-01-16"))))
    #expect(try parse("5个工作日内", on: "2022-09-30", calendar: china).date.description == "2022-10-12")
    #expect(try parse("+5wd", on: "2026-12-30", calendar: china).provisional)
    #expect(try !parse("+5d", on: "2026-12-30", calendar: china).provisional)
    #expect(try !parse("+5wd", on: "2026-12-30").provisional)
  }
}
