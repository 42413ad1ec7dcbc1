/// The sentences with which recurrence rules are refused.
enum RecurrenceRefusal {
  static func tooLong() -> Refusal {
    let limit = RecurrenceRule.textLengthMax
    return Refusal(
      .malformedInput, en: "The rule is longer than \(limit) bytes; write a shorter one.",
      zh: "规则超过 \(limit) 字节；请写短一些。")
  }

  static func noPart(_ part: String, index: Int) -> Refusal {
    Refusal(
      .malformedInput, en: "“\(shown(part))” is no part of a rule; write for example FREQ=MONTHLY;BYDAY=-1FR.",
      zh: "“\(shown(part))”不是规则的一部分；请写成例如 FREQ=MONTHLY;BYDAY=-1FR。", place: "[\(index)]")
  }

  static func unknown(_ name: String, index: Int) -> Refusal {
    Refusal(
      .unknownKey,
      en: "“\(shown(name))” is not taken in a rule; use FREQ, INTERVAL, COUNT, UNTIL, BYMONTH, BYMONTHDAY, BYDAY, "
        + "BYSETPOS, WKST.",
      zh: "规则中不支持“\(shown(name))”；可用 FREQ、INTERVAL、COUNT、UNTIL、BYMONTH、BYMONTHDAY、BYDAY、BYSETPOS、WKST。",
      place: "[\(index)]")
  }

  static func twice(_ name: String) -> Refusal {
    Refusal(.invalidValue, en: "\(name) is given twice; keep one.", zh: "\(name) 重复出现，请只保留一个。", place: name)
  }

  static func noFrequency() -> Refusal {
    Refusal(
      .missingField, en: "The rule has no FREQ; write FREQ=DAILY, WEEKLY, MONTHLY or YEARLY.",
      zh: "规则缺少 FREQ；请写 FREQ=DAILY、WEEKLY、MONTHLY 或 YEARLY。", place: "FREQ")
  }

  static func frequency(_ text: String) -> Refusal {
    Refusal(
      .invalidValue, en: "“\(shown(text))” is no frequency; use DAILY, WEEKLY, MONTHLY or YEARLY.",
      zh: "“\(shown(text))”不是可用的频率；请用 DAILY、WEEKLY、MONTHLY 或 YEARLY。", place: "FREQ")
  }

  static func number(_ name: String, _ text: String, _ allowed: ClosedRange<Int>) -> Refusal {
    Refusal(
      .invalidValue,
      en: "“\(shown(text))” cannot be \(name); it must be \(allowed.lowerBound) to \(allowed.upperBound).",
      zh: "\(name) 不能是“\(shown(text))”；应为 \(allowed.lowerBound) 至 \(allowed.upperBound)。", place: name)
  }

  static func listed(_ name: String, _ text: Substring, _ limit: Int, signed: Bool) -> Refusal {
    let text = shown(String(text))
    return Refusal(
      .invalidValue,
      en: "“\(text)” cannot stand in \(name); use 1 to \(limit)\(signed ? ", or -1 to -\(limit) from the end" : "").",
      zh: "\(name) 中不能有“\(text)”；应为 1 至 \(limit)\(signed ? "，或从末尾倒数 -1 至 -\(limit)" : "")。", place: name)
  }

  static func weekday(_ name: String, _ text: String) -> Refusal {
    Refusal(
      .invalidValue,
      en: "“\(shown(text))” is no weekday; use MO TU WE TH FR SA SU\(name == "BYDAY" ? ", or 2MO, -1FR" : "").",
      zh: "“\(shown(text))”不是星期；请用 MO TU WE TH FR SA SU\(name == "BYDAY" ? "，或 2MO、-1FR" : "")。", place: name)
  }

  static func until(_ text: String) -> Refusal {
    Refusal(
      .invalidDate, en: "“\(shown(text))” is no last day; write a date without a time, for example 20221231.",
      zh: "“\(shown(text))”不是截止日期；请写不带时间的日期，例如 20221231。", place: "UNTIL")
  }

  static func twoEnds() -> Refusal {
    Refusal(
      .invalidValue, en: "COUNT and UNTIL both end the rule; keep one.", zh: "COUNT 与 UNTIL 不能同时使用，请只保留一个。",
      place: "UNTIL")
  }

  static func scale(_ text: String) -> Refusal {
    Refusal(
      .invalidValue, en: "The calendar “\(shown(text))” is not read; use RSCALE=GREGORIAN.",
      zh: "不支持历法“\(shown(text))”；请用 RSCALE=GREGORIAN。", place: "RSCALE")
  }

  static func skipAlone() -> Refusal {
    Refusal(
      .missingField, en: "SKIP needs RSCALE=GREGORIAN beside it (RFC 7529).",
      zh: "使用 SKIP 时须同时写 RSCALE=GREGORIAN（RFC 7529）。", place: "RSCALE")
  }

  static func skip(_ text: String) -> Refusal {
    Refusal(
      .invalidValue, en: "“\(shown(text))” cannot be SKIP; use OMIT or BACKWARD.",
      zh: "SKIP 不能是“\(shown(text))”；请用 OMIT 或 BACKWARD。", place: "SKIP")
  }

  static func combination(_ place: String, en: String, zh: String) -> Refusal {
    Refusal(.invalidValue, en: en, zh: zh, place: place)
  }

  private static func shown(_ text: String) -> String { DraftRules.shown(text) }
}
