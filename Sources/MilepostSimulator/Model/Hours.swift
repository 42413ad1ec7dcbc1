import MilepostCore

/// When messages of a way may go out: the model's own reading of quiet hours, working days, digests and groups.
struct Hours: Equatable {
  struct Quiet: Equatable {
    /// Minutes after midnight; the end may lie on the next day.
    var from: Int
    var to: Int
  }

  enum Digest: Equatable {
    case daily(Int)
    /// 1 for Monday.
    case weekly(Int, Int)
    case monthly(Int, Int)
  }

  /// Minutes that the first of a group waits for others, and that others wait behind it.
  struct Group: Equatable {
    var wait: Int
    var interval: Int
  }

  /// Where it is read: the project's zone and calendar, and the hour at which its people are told things.
  struct Place {
    var zone: CivilZone
    var calendar: WorkCalendar
    var morning: Int
  }

  var quiet: Quiet?
  var workingDays: Bool?
  var digest: Digest?
  var group: Group?

  /// With what it does not say from the way above.
  func inheriting(_ above: Hours) -> Hours {
    Hours(
      quiet: quiet ?? above.quiet, workingDays: workingDays ?? above.workingDays, digest: digest ?? above.digest,
      group: group ?? above.group)
  }

  /// Between which moments of the clock what has come at `now` is to be written: not before the first, and by the last.
  func span(from now: Int64, scheduled: Int64, at place: Place) -> (from: Int64, by: Int64) {
    if digest != nil {
      // What fires at the very hour, and is seen a little later, is still in it.
      let base = (0...900_000).contains(now - scheduled) ? scheduled : now
      let at = max(opening(from: hour(from: base, at: place), at: place), base)
      return (at, at)
    }
    // Where the wait ends on another day, that day's own hours count.
    let waits = group.map { [0, $0.wait, $0.interval] } ?? [0]
    let openings = waits.map { opening(from: now + Int64($0) * 60_000, at: place) }
    return (openings.min() ?? now, openings.max() ?? now)
  }

  /// The first moment from `moment` on at which it is neither quiet nor a day off.
  func opening(from moment: Int64, at place: Place) -> Int64 {
    if isOpen(at: moment, place) { return moment }
    var day = place.zone.day(at: moment)
    for _ in 0..<60 {
      // It opens at the end of quiet hours; a day's own hours where there are some, in the morning where there are none.
      let minutes = quiet.map { [0, $0.to] } ?? [place.morning]
      let moments = minutes.map { place.zone.moment(day, $0) }.sorted()
      if let first = moments.first(where: { $0 > moment && isOpen(at: $0, place) }) { return first }
      day = day.adding(days: 1)
    }
    return moment
  }

  private func isOpen(at moment: Int64, _ place: Place) -> Bool {
    if workingDays == true, !place.calendar.isWorkingDay(place.zone.day(at: moment)) { return false }
    guard let quiet else { return true }
    let minute = place.zone.minute(at: moment)
    return quiet.from < quiet.to
      ? !(quiet.from..<quiet.to).contains(minute) : minute < quiet.from && minute >= quiet.to
  }

  private func hour(from moment: Int64, at place: Place) -> Int64 {
    var day = place.zone.day(at: moment)
    while true {
      let parts = day.components
      let last = day.adding(days: 1 - parts.day).adding(days: 31)
      let length = 31 - (last.components.day - 1)
      let minute: Int? =
        switch digest {
        case .daily(let minute): minute
        // 1 January 1970 was a Thursday.
        case .weekly(let weekday, let minute): (Int(day.dayNumber) + 3) % 7 + 1 == weekday ? minute : nil
        case .monthly(let wanted, let minute): parts.day == min(wanted, length) ? minute : nil
        case nil: 0
        }
      if let minute, case let at = place.zone.moment(day, minute), at >= moment { return at }
      day = day.adding(days: 1)
    }
  }
}

extension Hours {
  var quietText: [String]? { quiet.map { ["\(Hours.clock($0.from))-\(Hours.clock($0.to))"] } }

  var digestText: String? {
    switch digest {
    case .daily(let minute): "daily \(Hours.clock(minute))"
    case .weekly(let day, let minute):
      "weekly \(["mon", "tue", "wed", "thu", "fri", "sat", "sun"][day - 1]) \(Hours.clock(minute))"
    case .monthly(let day, let minute): "monthly \(day) \(Hours.clock(minute))"
    case nil: nil
    }
  }

  private static func clock(_ minute: Int) -> String {
    let (hour, rest) = (minute / 60, minute % 60)
    return "\(hour < 10 ? "0" : "")\(hour):\(rest < 10 ? "0" : "")\(rest)"
  }

  /// Seldom all at once. Ends of quiet hours lie where no clock is ever set forward.
  static func random(using dice: inout Dice) -> Hours {
    var hours = Hours()
    if dice.once(in: 2) {
      hours.quiet = dice.pick([Quiet(from: 1200, to: 480), Quiet(from: 720, to: 840), Quiet(from: 1020, to: 570)])
    }
    if dice.once(in: 3) { hours.workingDays = true }
    switch dice.roll(1...6) {
    case 1: hours.digest = .daily(dice.pick([540, 450, 1020]))
    case 2: hours.digest = .weekly(dice.roll(1...7), 540)
    case 3: hours.digest = .monthly(dice.pick([1, 15, 31]), 600)
    case 4: hours.group = Group(wait: dice.pick([1, 30]), interval: dice.pick([5, 240]))
    default: break
    }
    return hours
  }
}
