/// Working minutes as people say them.
package enum WorkSpan {
  /// For example “3 working days 2 hours” and “3个工作日2小时”; days of elapsed time are plain days.
  ///
  /// - Parameters:
  ///   - minutes: not negative.
  ///   - perDay: what a day means, in minutes; see `ShiftCalendar.minutesPerDay`.
  package static func text(_ minutes: Int, perDay: Int, isElapsed: Bool = false) -> Bilingual {
    let parts = [
      (minutes / perDay, isElapsed ? "day" : "working day", isElapsed ? "天" : "个工作日"),
      (minutes % perDay / 60, "hour", "小时"),
      (minutes % perDay % 60, "minute", "分钟"),
    ].filter { $0.0 > 0 }
    guard !parts.isEmpty else {
      return isElapsed ? Bilingual(en: "0 days", zh: "0天") : Bilingual(en: "0 working days", zh: "0个工作日")
    }
    return Bilingual(
      en: parts.map { "\($0.0) \($0.1)\($0.0 == 1 ? "" : "s")" }.joined(separator: " "),
      zh: parts.map { "\($0.0)\($0.2)" }.joined())
  }
}
