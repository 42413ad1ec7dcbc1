/// When a message may go out: one pure function for grouping, quiet hours, working days and digests.
package struct Outing: Sendable {
  /// A digest whose hour has just come takes what fires at that hour, although a while passes until it is written.
  static let digestGraceMs: Int64 = 900_000

  package var quiet: [QuietHours]
  package var workingDays: Bool
  package var digest: DigestTime?
  package var zone: Zone
  package var calendar: WorkCalendar
  /// Minutes after midnight from which a working day's messages go out, if no quiet hours say so.
  package var morning: Int

  package init(
    quiet: [QuietHours] = [], workingDays: Bool = false, digest: DigestTime? = nil, zone: Zone, calendar: WorkCalendar,
    morning: Int = 540
  ) {
    self.quiet = quiet
    self.workingDays = workingDays
    self.digest = digest
    self.zone = zone
    self.calendar = calendar
    self.morning = morning
  }

  package init(_ route: Route, zone: Zone, calendar: WorkCalendar, morning: Int) {
    self.init(
      quiet: route.quiet ?? [], workingDays: route.workingDays ?? false, digest: route.digest, zone: zone,
      calendar: calendar, morning: morning)
  }

  /// The first moment at or after `instant` at which this may go out.
  ///
  /// - Parameter scheduled: when its rule said that it should fire, for a digest of that very hour.
  package func moment(at instant: Instant, scheduled: Instant? = nil) -> Instant {
    guard let digest else { return open(from: instant) }
    let late = scheduled.map { instant.since($0) } ?? .max
    let base = late >= 0 && late <= Outing.digestGraceMs ? scheduled ?? instant : instant
    return max(open(from: hour(of: digest, from: base)), base)
  }

  /// The first moment at or after `instant` that is neither quiet nor on a day off.
  package func open(from instant: Instant) -> Instant {
    var at = instant
    // Each round moves on; a zone in which quiet hours cover the whole day has none that is open.
    for _ in 0..<800 {
      let day = zone.civilDate(at: at)
      if workingDays, !calendar.isWorkingDay(day) {
        at = zone.instant(of: calendar.workingDay(onOrAfter: day.adding(days: 1)), minute: quiet.isEmpty ? morning : 0)
        continue
      }
      let minute = zone.minuteOfDay(at: at)
      guard let hours = quiet.first(where: { $0.contains(minute) }) else { return at }
      let endsToday = minute < hours.to
      let end = zone.instant(of: endsToday ? day : day.adding(days: 1), minute: hours.to)
      at = max(end, at.adding(milliseconds: 60_000))
    }
    return instant
  }

  /// The first moment at or after `instant` of a digest.
  private func hour(of digest: DigestTime, from instant: Instant) -> Instant {
    var day = zone.civilDate(at: instant)
    for _ in 0..<64 {
      if digest.isDay(day) {
        let at = zone.instant(of: day, minute: digest.minute)
        if at >= instant { return at }
      }
      day = day.adding(days: 1)
    }
    return instant
  }

  /// The moment at which a level is told, counted from `start`; quiet hours only put it off.
  package func moment(of delay: Delay, from start: Instant) -> Instant {
    switch delay {
    case .milliseconds(let ms): start.adding(milliseconds: ms)
    case .workingDays(let days):
      zone.instant(
        of: calendar.adding(workingDays: days, to: zone.civilDate(at: start)), minute: zone.minuteOfDay(at: start))
    }
  }
}
