/// The sentences with which dates are refused.
enum DueRefusal {
  // MARK: Not a date

  static func unreadable(_ written: String, year: Int) -> Refusal {
    Refusal(
      .invalidDate,
      en: "“\(shown(written))” is not a date; write for example \(year)-06-30, end of June, Q3 \(year) or +10wd.",
      zh: "“\(shown(written))”不是日期；请写成例如 \(year)-06-30、6月底、\(year)年第三季度或 +10wd。")
  }

  static func timeOfDay(_ written: String, year: Int) -> Refusal {
    Refusal(
      .invalidDate,
      en:
        "“\(shown(written))” holds a time of day; write the day alone, for example \(year)-06-30: a due date ends with it.",
      zh: "“\(shown(written))”含有钟点；请只写日期，例如 \(year)-06-30：期限到当天结束为止。")
  }

  static func noSuchDay(_ day: Int, month: Int, year: Int) -> Refusal {
    let days = CivilDate.daysInMonth(year: year, month: month)
    return Refusal(
      .invalidDate, en: "There is no day \(day): \(monthNames[month - 1]) \(year) has \(days) days.",
      zh: "没有 \(day) 日：\(year)年\(month)月有 \(days) 天。")
  }

  static func noSuchMonth(_ month: Int) -> Refusal {
    Refusal(.invalidDate, en: "There is no month \(month); months run from 1 to 12.", zh: "没有 \(month) 月；月份为 1 至 12。")
  }

  static func noSuchQuarter(_ quarter: Int) -> Refusal {
    Refusal(
      .invalidDate, en: "There is no quarter \(quarter); quarters run from 1 to 4.", zh: "没有第 \(quarter) 季度；季度为 1 至 4。")
  }

  static func noSuchHalf(_ half: Int) -> Refusal {
    Refusal(.invalidDate, en: "There is no half-year \(half); halves are 1 and 2.", zh: "没有第 \(half) 个半年；只有 1 和 2。")
  }

  static func noSuchWeek(_ week: Int, year: Int, weeks: Int) -> Refusal {
    Refusal(
      .invalidDate, en: "There is no week \(week): \(year) has \(weeks) weeks (ISO 8601).",
      zh: "没有第 \(week) 周：\(year)年有 \(weeks) 周（ISO 8601）。")
  }

  static func noSuchWeekday(_ weekday: Int) -> Refusal {
    Refusal(
      .invalidDate, en: "There is no weekday \(weekday); they run from 1 (Monday) to 7 (Sunday).",
      zh: "没有星期 \(weekday)；应为 1（周一）至 7（周日）。")
  }

  static func wrongWeekday(_ date: CivilDate, said: Int) -> Refusal {
    Refusal(
      .invalidDate,
      en:
        "\(date) is a \(weekdayNames[date.weekday - 1].en), not a \(weekdayNames[said - 1].en); write the one that is meant.",
      zh: "\(date) 是\(weekdayNames[date.weekday - 1].zh)，不是\(weekdayNames[said - 1].zh)；请改正其中之一。")
  }

  static func shortYear(_ year: Int) -> Refusal {
    Refusal(
      .invalidDate, en: "“\(year)” is not a year; write it with four digits, for example 2022.",
      zh: "“\(year)”不是年份；请写四位数字，例如 2022。")
  }

  static func noFullYear(_ written: String) -> Refusal {
    Refusal(
      .invalidDate, en: "“\(shown(written))” has no year of four digits; write it as 2022-06-30.",
      zh: "“\(shown(written))”没有四位数字的年份；请写成 2022-06-30 的形式。")
  }

  // MARK: Out of range

  static func outOfRange(year: Int? = nil) -> Refusal {
    let year = year == DueNumber.valueMax ? nil : year
    let (first, last) = (DueExpression.years.lowerBound, DueExpression.years.upperBound)
    return Refusal(
      .dateOutOfRange,
      en: "\(year.map { "The year \($0)" } ?? "The date") is out of range; years from \(first) to \(last) are taken.",
      zh: "\(year.map { "\($0)年" } ?? "日期")超出范围；年份应为 \(first) 至 \(last)。")
  }

  // MARK: More than one day

  static func vague(_ written: String, sure: String, date: CivilDate) -> Refusal {
    Refusal(
      .vagueDate, en: "“\(shown(written))” is vague; write “\(shown(sure))” if \(date) is meant.",
      zh: "“\(shown(written))”不明确；如果是指 \(date)，请写“\(shown(sure))”。")
  }

  static func vague(_ written: String, year: Int) -> Refusal {
    Refusal(
      .vagueDate,
      en: "“\(shown(written))” is vague; write a day or a period, for example \(year)-06-30 or end of June.",
      zh: "“\(shown(written))”不明确；请写明日期或时段，例如 \(year)-06-30 或 6月底。")
  }

  /// Only months have thirds: 年初 and “mid Q3” are refused with the month whose end is nearest.
  static func vaguePart(_ end: CivilDate) -> Refusal {
    Refusal(
      .vagueDate,
      en: "The early, middle or late part of a longer period is vague; "
        + "write “\(monthNames[end.month - 1]) \(end.year)” if \(end) is meant.",
      zh: "较长时段的“初”“中”不明确；如果是指 \(end)，请写“\(end.year)年\(end.month)月”。")
  }

  static func vagueWeek(_ monday: CivilDate) -> Refusal {
    Refusal(
      .vagueDate, en: "The early, middle or late part of a week is vague; write a day, for example \(monday).",
      zh: "“周初”“周中”不明确；请写明日期，例如 \(monday)。")
  }

  static func twoReadings(_ written: String, _ one: CivilDate, _ other: CivilDate) -> Refusal {
    let (first, second) = (min(one, other), max(one, other))
    return Refusal(
      .vagueDate, en: "“\(shown(written))” can mean \(first) or \(second); write the one that is meant.",
      zh: "“\(shown(written))”可以指 \(first) 或 \(second)；请写明是哪一天。")
  }

  static func monthUnclear(_ written: String, _ date: CivilDate) -> Refusal {
    Refusal(
      .vagueDate, en: "“\(shown(written))” leaves open which number is the month; write \(date) if that is meant.",
      zh: "“\(shown(written))”看不出哪个数字是月份；如果是指 \(date)，请这样写。")
  }

  // MARK: Words

  private static func shown(_ text: String) -> String { DraftRules.shown(text) }

  private static let monthNames = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
  ]
  private static let weekdayNames = [
    Bilingual(en: "Monday", zh: "周一"), Bilingual(en: "Tuesday", zh: "周二"), Bilingual(en: "Wednesday", zh: "周三"),
    Bilingual(en: "Thursday", zh: "周四"), Bilingual(en: "Friday", zh: "周五"), Bilingual(en: "Saturday", zh: "周六"),
    Bilingual(en: "Sunday", zh: "周日"),
  ]
}
