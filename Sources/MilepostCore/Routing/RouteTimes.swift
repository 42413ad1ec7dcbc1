/// Hours in which nothing goes out, in minutes after midnight; the end may lie on the next day.
package struct QuietHours: Hashable, Codable, Sendable {
  package var from: Int
  package var to: Int

  /// `22:00-07:00`.
  package init(_ text: String, place: String) throws(Refusal) {
    let ends = DraftRules.trimmed(text).split(separator: "-", omittingEmptySubsequences: false).map {
      ClockMinute.read(DraftRules.trimmed(String($0)))
    }
    guard ends.count == 2, let from = ends[0], let to = ends[1], from != to else {
      throw Refusal(
        .invalidValue, en: "“\(DraftRules.shown(text))” are no quiet hours; write for example 22:00-07:00.",
        zh: "“\(DraftRules.shown(text))”不是有效的免打扰时段；例如 22:00-07:00。", place: place)
    }
    (self.from, self.to) = (from, to)
  }

  package var text: String { "\(ClockMinute.text(from))-\(ClockMinute.text(to))" }

  func contains(_ minute: Int) -> Bool {
    from < to ? (from..<to).contains(minute) : minute >= from || minute < to
  }
}

/// When a digest goes out, in local time.
package struct DigestTime: Hashable, Codable, Sendable {
  package enum Every: Hashable, Codable, Sendable {
    case day
    /// 1 is Monday.
    case week(Int)
    /// In a month that has no such day, on its last.
    case month(Int)
  }

  package var every: Every
  package var minute: Int

  private static let weekdays = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]

  /// `daily 09:00`, `weekly mon 09:00`, `monthly 1 09:00`.
  package init(_ text: String, place: String) throws(Refusal) {
    let words = DraftRules.trimmed(text).lowercased().split(separator: " ").map { String($0) }
    let every: Every? =
      switch (words.first, words.count) {
      case ("daily", 2): .day
      case ("weekly", 3): DigestTime.weekdays.firstIndex { words[1].hasPrefix($0) }.map { .week($0 + 1) }
      case ("monthly", 3): Int(words[1]).flatMap { (1...31).contains($0) ? .month($0) : nil }
      default: nil
      }
    guard let every, let minute = ClockMinute.read(words.last ?? "") else {
      throw Refusal(
        .invalidValue,
        en: "“\(DraftRules.shown(text))” is no digest; write “daily 09:00”, “weekly mon 09:00” or “monthly 1 09:00”.",
        zh: "“\(DraftRules.shown(text))”不是有效的汇总时间；请写作 daily 09:00、weekly mon 09:00 或 monthly 1 09:00。",
        place: place)
    }
    (self.every, self.minute) = (every, minute)
  }

  package var text: String {
    switch every {
    case .day: "daily \(ClockMinute.text(minute))"
    case .week(let day): "weekly \(DigestTime.weekdays[day - 1]) \(ClockMinute.text(minute))"
    case .month(let day): "monthly \(day) \(ClockMinute.text(minute))"
    }
  }

  func isDay(_ date: CivilDate) -> Bool {
    switch every {
    case .day: true
    case .week(let day): date.weekday == day
    case .month(let day): date.day == min(day, CivilDate.daysInMonth(year: date.year, month: date.month))
    }
  }
}

/// How long an alert may wait for somebody: working days, or a time by the clock.
package enum Delay: Hashable, Codable, Sendable {
  case workingDays(Int)
  case milliseconds(Int64)

  /// `2wd`, `4h`, `30m`.
  package init(_ text: String, place: String) throws(Refusal) {
    let text = DraftRules.trimmed(text)
    if text.hasSuffix("wd"), let days = Int(text.dropLast(2)), (1...365).contains(days) {
      self = .workingDays(days)
    } else if let ms = SpanText.milliseconds(text), ms >= 60_000, ms <= 365 * 86_400_000 {
      self = .milliseconds(ms)
    } else {
      throw Refusal(
        .invalidValue, en: "“\(DraftRules.shown(text))” is no time to wait; write for example 2wd, 4h or 30m.",
        zh: "“\(DraftRules.shown(text))”不是有效的等待时间；例如 2wd（工作日）、4h、30m。", place: place)
    }
  }

  package var text: String {
    switch self {
    case .workingDays(let days): "\(days)wd"
    case .milliseconds(let ms): SpanText.text(ms)
    }
  }
}

/// `09:00`, in minutes after midnight.
package enum ClockMinute {
  package static func read(_ text: String) -> Int? {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 2, parts[1].utf8.count == 2, let hour = Int(parts[0]), let minute = Int(parts[1]),
      (0..<24).contains(hour), (0..<60).contains(minute)
    else { return nil }
    return hour * 60 + minute
  }

  package static func text(_ minute: Int) -> String { "\(padded(minute / 60, 2)):\(padded(minute % 60, 2))" }
}
