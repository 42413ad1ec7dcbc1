/// How long something lasts, or waits, as people write it: `10wd` (working days), `10d` (calendar days), `4h` (working
/// hours); in Chinese `10个工作日`, `10天`, `4小时`.
package struct WorkDuration: Hashable, Codable, Sendable {
  package enum Unit: String, Codable, Sendable, CaseIterable {
    case workingDays = "wd"
    /// Every day counts, worked or not.
    case days = "d"
    /// Hours in which the calendar is worked.
    case hours = "h"
    /// Minutes in which the calendar is worked: what other programs' plans hold and no day or hour divides.
    case minutes = "min"
    /// Hours and minutes of the clock, worked or not.
    case elapsedHours = "eh"
    case elapsedMinutes = "emin"
  }

  /// A century of days.
  package static let amountMax = 36_500

  /// Negative only where a lag may be.
  package var amount: Int
  package var unit: Unit

  package init(_ amount: Int, _ unit: Unit) {
    self.amount = amount
    self.unit = unit
  }

  /// Refuses with `invalid_value` what is no duration, or below zero.
  package init(_ text: String, place: String) throws(Refusal) {
    guard let read = WorkDuration(reading: text), read.amount >= 0 else {
      throw Refusal(
        .invalidValue,
        en: "“\(DraftRules.shown(text))” is no duration; write 10wd (working days), 10d (calendar days) or 4h (hours).",
        zh: "“\(DraftRules.shown(text))”不是工期；请写成 10个工作日、10天 或 4小时（10wd、10d、4h）。", place: place)
    }
    self = read
  }

  /// Nil for what is no whole number with a unit. A sign is taken.
  package init?(reading text: String) {
    let text = DraftRules.trimmed(text)
    let digits = text.prefix { $0 == "+" || $0 == "-" || ("0"..."9").contains($0) }
    guard let amount = Int(digits), amount.magnitude < 1_000_000_000 else { return nil }
    let word = DraftRules.trimmed(String(text.dropFirst(digits.count))).lowercased()
    guard let (factor, unit) = WorkDuration.words[word] else { return nil }
    let span = WorkDuration(amount * factor, unit)
    guard abs(span.minutes(perDay: CivilMinute.perDay)) <= WorkDuration.amountMax * CivilMinute.perDay else {
      return nil
    }
    self = span
  }

  private static let words: [String: (Int, Unit)] = [
    "wd": (1, .workingDays), "working day": (1, .workingDays), "working days": (1, .workingDays),
    "工作日": (1, .workingDays), "个工作日": (1, .workingDays),
    "d": (1, .days), "day": (1, .days), "days": (1, .days), "天": (1, .days), "日": (1, .days), "个日历日": (1, .days),
    "w": (7, .days), "week": (7, .days), "weeks": (7, .days), "周": (7, .days), "个星期": (7, .days),
    "min": (1, .minutes), "minute": (1, .minutes), "minutes": (1, .minutes), "分钟": (1, .minutes),
    "eh": (1, .elapsedHours), "elapsed hours": (1, .elapsedHours), "日历小时": (1, .elapsedHours),
    "emin": (1, .elapsedMinutes), "elapsed minutes": (1, .elapsedMinutes), "日历分钟": (1, .elapsedMinutes),
    "h": (1, .hours), "hour": (1, .hours), "hours": (1, .hours), "小时": (1, .hours), "个小时": (1, .hours),
  ]

  /// Whether it passes on every day and at every hour, worked or not.
  package var isElapsed: Bool { [.days, .elapsedHours, .elapsedMinutes].contains(unit) }

  /// `10wd`.
  package var text: String { "\(amount)\(unit.rawValue)" }

  /// Minutes of the calendar that `unit` is counted in; a working day has `perDay` of them.
  package func minutes(perDay: Int) -> Int {
    switch unit {
    case .workingDays: amount * perDay
    case .days: amount * CivilMinute.perDay
    case .hours, .elapsedHours: amount * 60
    case .minutes, .elapsedMinutes: amount
    }
  }

  /// The largest unit of working time that divides so many minutes: days of `perDay`, hours, minutes.
  package static func working(_ minutes: Int, perDay: Int) -> WorkDuration {
    if minutes % perDay == 0 { return WorkDuration(minutes / perDay, .workingDays) }
    return minutes % 60 == 0 ? WorkDuration(minutes / 60, .hours) : WorkDuration(minutes, .minutes)
  }

  /// The largest unit of elapsed time that divides so many minutes.
  package static func elapsed(_ minutes: Int) -> WorkDuration {
    if minutes % CivilMinute.perDay == 0 { return WorkDuration(minutes / CivilMinute.perDay, .days) }
    return minutes % 60 == 0 ? WorkDuration(minutes / 60, .elapsedHours) : WorkDuration(minutes, .elapsedMinutes)
  }

  /// Reads what `text` writes, and nothing else: a schedule of many thousand is read at once. Nil for other words.
  package init?(stored text: some StringProtocol) {
    var digits = 0
    var end = text.utf8.startIndex
    let isNegative = text.utf8.first == UInt8(ascii: "-")
    if isNegative { text.utf8.formIndex(after: &end) }
    while end < text.utf8.endIndex, (48...57).contains(text.utf8[end]), digits < 1_000_000_000 {
      digits = digits * 10 + Int(text.utf8[end] - 48)
      text.utf8.formIndex(after: &end)
    }
    guard let unit = Unit(rawValue: String(text[end...])) else { return nil }
    self.init(isNegative ? -digits : digits, unit)
  }
}
