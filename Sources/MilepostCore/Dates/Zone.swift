import Foundation

/// A time zone of the IANA database, as Foundation carries it, and the one place where civil time becomes a moment.
///
/// Cheap to make and to ask: Foundation keeps zones that were asked for, and a question costs tens of nanoseconds.
package struct Zone: Hashable, Sendable {
  /// A change of a zone's rules: from a moment on clocks stand so much further ahead than Foundation has it. It must
  /// be as far from any other change as those are from each other.
  package struct Amendment: Hashable, Sendable {
    package var from: Instant
    package var shiftMs: Int64

    package init(from: Instant, shiftMs: Int64) {
      self.from = from
      self.shiftMs = shiftMs
    }
  }

  package let name: String
  private let timeZone: TimeZone
  /// The oldest first.
  private let amendments: [Amendment]

  /// Refuses a name that the database does not hold, and abbreviations: CST is China's time for one, Chicago's for another.
  package init(named name: String, amended amendments: [Amendment] = []) throws(Refusal) {
    guard name.utf8.contains(0x2F) || name == "UTC" || name == "GMT", let timeZone = TimeZone(identifier: name) else {
      let shown = DraftRules.shown(name)
      throw Refusal(
        .unknownZone, en: "There is no time zone “\(shown)”; write an IANA name such as Asia/Shanghai.",
        zh: "没有时区“\(shown)”；请写 IANA 名称，例如 Asia/Shanghai。")
    }
    self.name = name
    self.timeZone = timeZone
    self.amendments = amendments
  }

  /// Another when rules have changed: that of the database which Foundation carries.
  package static var rulesVersion: String { TimeZone.timeZoneDataVersion }

  /// Coordinated Universal Time, which needs no tzdata.
  package static let utc = Zone()

  private init() {
    name = "UTC"
    timeZone = .gmt
    amendments = []
  }

  package func civilDate(at instant: Instant) -> CivilDate {
    CivilDate(dayNumber: Int32(floorDivide(instant.milliseconds + offset(at: instant), by: Zone.dayMs)))
  }

  /// What clocks show: minutes past midnight, 0 to 1439.
  package func minuteOfDay(at instant: Instant) -> Int {
    let local = instant.milliseconds + offset(at: instant)
    return Int((local - floorDivide(local, by: Zone.dayMs) * Zone.dayMs) / 60_000)
  }

  /// The moment at which clocks show `minute` past midnight on `date`.
  ///
  /// In a gap the time is read with the offset before it (RFC 5545, 3.3.5), so 02:30 becomes 03:30; in an overlap the
  /// first of the two is meant.
  package func instant(of date: CivilDate, minute: Int) -> Instant {
    let local = Int64(date.dayNumber) * Zone.dayMs + Int64(minute) * 60_000
    let (before, after) = offsets(around: local)
    let early = Instant(milliseconds: local - before)
    guard before != after, offset(at: early) != before else { return early }
    let late = Instant(milliseconds: local - after)
    return offset(at: late) == after ? late : early
  }

  /// The first moment after `date` has ended for good: nothing before it is late.
  ///
  /// Where midnight falls into a gap, or the day is skipped, that is the moment at which clocks are moved; where clocks
  /// go back over midnight and the date comes again, the midnight after that.
  package func endOfDay(_ date: CivilDate) -> Instant {
    let local = (Int64(date.dayNumber) + 1) * Zone.dayMs
    let (before, after) = offsets(around: local)
    guard before != after else { return Instant(milliseconds: local - before) }
    let change = change(around: local, from: before)
    // Clocks show an earlier date until local - after, if that comes behind the change; else until the change at most.
    return Instant(milliseconds: local - after > change ? local - after : min(change, local - before))
  }

  private static let dayMs: Int64 = 86_400_000

  private func offset(at instant: Instant) -> Int64 {
    let seconds = floorDivide(instant.milliseconds, by: 1000)
    let offset = Int64(timeZone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(seconds)))) * 1000
    guard !amendments.isEmpty else { return offset }
    return offset + (amendments.last { $0.from <= instant }?.shiftMs ?? 0)
  }

  /// The offsets on either side of any change that may touch `local`: no zone has ever moved by more than a day, and
  /// since 1970 no two changes of one zone have come within six.
  private func offsets(around local: Int64) -> (before: Int64, after: Int64) {
    (
      offset(at: Instant(milliseconds: local - Zone.dayMs * 3 / 2)),
      offset(at: Instant(milliseconds: local + Zone.dayMs * 3 / 2))
    )
  }

  /// The moment, on a whole second, at which the offset stops being `before`.
  private func change(around local: Int64, from before: Int64) -> Int64 {
    var low = floorDivide(local - Zone.dayMs * 3 / 2, by: 1000)
    var high = floorDivide(local + Zone.dayMs * 3 / 2, by: 1000)
    while high - low > 1 {
      let middle = low + (high - low) / 2
      if offset(at: Instant(milliseconds: middle * 1000)) == before { low = middle } else { high = middle }
    }
    return high * 1000
  }
}

func floorDivide(_ value: Int64, by divisor: Int64) -> Int64 {
  let quotient = value / divisor
  return value % divisor < 0 ? quotient - 1 : quotient
}
