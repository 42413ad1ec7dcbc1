/// A time zone of the IANA database, and the one place where civil time becomes a moment.
///
/// Its rules are handed in: they come from the system's tzdata, which is not for this house to read.
package struct Zone: Hashable, Sendable {
  package let name: String
  /// Another when the rules are.
  package let version: String
  package let rules: ZoneRules

  package init(named name: String, rules: ZoneRules, version: String = "") {
    self.name = name
    self.rules = rules
    self.version = version
  }

  /// Coordinated Universal Time, which needs no tzdata.
  package static let utc = Zone(named: "UTC", rules: .utc)

  /// Whether a zone can be called that: abbreviations cannot (CST is China's time for one, Chicago's for another), nor
  /// what would lead out of the database's folder, or to its variants that count leap seconds.
  package static func isName(_ name: String) -> Bool {
    guard name != "UTC", name != "GMT" else { return true }
    let parts = name.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
    guard name.utf8.count <= 64, parts.count > 1, !["posix", "right"].contains(String(Substring(parts[0]))) else {
      return false
    }
    return parts.allSatisfy { part in
      guard let first = part.first, isLetterOrDigit(first) else { return false }
      return part.allSatisfy { isLetterOrDigit($0) || "_+-".utf8.contains($0) }
    }
  }

  private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
    (0x61...0x7A).contains(byte | 0x20) || (0x30...0x39).contains(byte)
  }

  package static func unknown(_ name: String) -> Refusal {
    let shown = DraftRules.shown(name)
    return Refusal(
      .unknownZone, en: "There is no time zone “\(shown)”; write an IANA name such as Asia/Shanghai.",
      zh: "没有时区“\(shown)”；请写 IANA 名称，例如 Asia/Shanghai。")
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
    rules.offset(atSecond: floorDivide(instant.milliseconds, by: 1000)) * 1000
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
