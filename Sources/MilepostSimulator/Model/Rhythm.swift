import MilepostCore

/// Days on which something comes again: the model's own reading of a few rules of RFC 5545.
enum Rhythm: Equatable {
  case weekly(Int)
  case everyDays(Int)
  /// The day of each month that has it; below zero from its end.
  case monthly(Int)
  case leapDay

  /// `weekday`: 1 for Monday.
  var rule: String {
    switch self {
    case .weekly(let weekday): "FREQ=WEEKLY;BYDAY=\(["MO", "TU", "WE", "TH", "FR", "SA", "SU"][weekday - 1])"
    case .everyDays(let days): "FREQ=DAILY;INTERVAL=\(days)"
    case .monthly(let day): "FREQ=MONTHLY;BYMONTHDAY=\(day)"
    case .leapDay: "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29"
    }
  }

  func holds(on day: CivilDate, from start: CivilDate) -> Bool {
    guard day >= start else { return false }
    let parts = day.components
    switch self {
    case .weekly(let weekday):
      // 1 January 1970 was a Thursday.
      return ((Int(day.dayNumber) + 3) % 7 + 7) % 7 + 1 == weekday
    case .everyDays(let days): return (Int(day.dayNumber) - Int(start.dayNumber)) % days == 0
    case .monthly(let wanted):
      guard wanted < 0 else { return parts.day == wanted }
      let tomorrow = day.adding(days: -wanted)
      return tomorrow.components.day == 1
    case .leapDay: return parts.month == 2 && parts.day == 29
    }
  }
}

extension Books {
  /// Each occurrence speaks for itself: of days that the rule has, and of none that was reported.
  func judge(_ entry: AlertBook.Entry, of point: Point, _ rhythm: Rhythm) {
    let text = String(entry.occurrence.prefix { $0 != "#" })
    guard let day = CivilDate(text) else { return violation("an occurrence that is no day: \(entry)") }
    require(rhythm.holds(on: day, from: point.due), "told of a day that \(rhythm.rule) does not have: \(entry)")
    require(!point.reached.contains(day), "told of what was reached: \(entry)")
    require(entry.firedAt >= entry.scheduledAt, "told before its time: \(entry)")
  }

  /// Of each occurrence whose hour came while the service was there, people have been told something. Those that pass
  /// while it is away, or while its clock is ahead, give way to the next.
  func judgeRhythms(now: Int64, in calendars: [String: WorkCalendar]) {
    for (id, point) in points.sorted(by: { $0.key < $1.key }) where isLive(point) {
      guard case .recurring(let rhythm) = point.kind, let work = works[point.project] else { continue }
      let start = max(furthest, point.since)
      guard start < now, (point.policy ?? work.policy).onDay else { continue }
      let first = work.zone.day(at: start), last = work.zone.day(at: now).adding(days: 9)
      guard Int(last.dayNumber) - Int(first.dayNumber) < 20 else { continue }
      for number in first.dayNumber...last.dayNumber {
        let day = CivilDate(dayNumber: number)
        guard rhythm.holds(on: day, from: point.due), !point.reached.contains(day) else { continue }
        let promise = Promise(
          due: day, policy: point.policy ?? work.policy, zone: work.zone,
          calendar: calendars[work.calendar] ?? .weekdays)
        guard let at = promise.moment(rule: "due", occurrence: "\(day)"), at > start, at <= now else { continue }
        require(
          alerts.hasAlert(of: id, due: day, firedFrom: at),
          "silence: \(day) of \(rhythm.rule), \(point.project)/\(point.key) (\(id)), due at \(at), now \(now)")
      }
    }
  }
}

extension AlertBook {
  /// Of that day itself, or, after its hour, of any: the newest speaks for those before it.
  func hasAlert(of milestone: Int64, due: CivilDate, firedFrom moment: Int64) -> Bool {
    isKnown(milestone, "due", "\(due)")
      || entries.reversed().prefix(400).contains { $0.milestone == milestone && $0.firedAt >= moment }
  }
}
