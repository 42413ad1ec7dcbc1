import Foundation

/// A time zone of the system's tzdata, and the one place where civil time becomes a moment.
package struct Zone: Hashable, Sendable {
  package let name: String
  private let timeZone: TimeZone

  /// Refuses a name that tzdata does not hold.
  package init(named name: String) throws(Refusal) {
    guard !name.isEmpty, let timeZone = TimeZone(identifier: name) else {
      throw Refusal(
        .unknownZone, en: "There is no time zone “\(name)”; write an IANA name such as Asia/Shanghai.",
        zh: "没有时区“\(name)”；请写 IANA 名称，例如 Asia/Shanghai。")
    }
    self.name = name
    self.timeZone = timeZone
  }

  /// Coordinated Universal Time, which needs no tzdata.
  package static let utc = Zone()

  private init() {
    name = "UTC"
    timeZone = .gmt
  }

  package func civilDate(at instant: Instant) -> CivilDate {
    CivilDate(dayNumber: Int32(floorDivide(instant.milliseconds + offset(at: instant), by: 86_400_000)))
  }

  /// The moment at which clocks show `minute` past midnight on `date`.
  ///
  /// In a gap the time is read with the offset before it (RFC 5545, 3.3.5), so 02:30 becomes 03:30; in an overlap the
  /// first of the two is meant.
  package func instant(of date: CivilDate, minute: Int) -> Instant {
    resolve(localMilliseconds: Int64(date.dayNumber) * 86_400_000 + Int64(minute) * 60_000, last: false)
  }

  /// The first moment after `date` has ended: nothing before it is late. Where midnight falls into a gap that is the
  /// transition; where it comes twice, the second.
  package func endOfDay(_ date: CivilDate) -> Instant {
    resolve(localMilliseconds: (Int64(date.dayNumber) + 1) * 86_400_000, last: true)
  }

  private func offset(at instant: Instant) -> Int64 {
    let seconds = (Double(instant.milliseconds) / 1000).rounded(.down)
    return Int64(timeZone.secondsFromGMT(for: Date(timeIntervalSince1970: seconds))) * 1000
  }

  private func resolve(localMilliseconds local: Int64, last: Bool) -> Instant {
    // No zone has ever moved by more than a day, so these two stand on either side of any change near `local`.
    let before = offset(at: Instant(milliseconds: local - 129_600_000))
    let after = offset(at: Instant(milliseconds: local + 129_600_000))
    let candidates = Set([before, after])
      .map { Instant(milliseconds: local - $0) }
      .filter { local - $0.milliseconds == offset(at: $0) }
      .sorted()
    if let found = last ? candidates.last : candidates.first { return found }
    guard last else { return Instant(milliseconds: local - before) }
    var low = local - max(before, after)
    var high = local - min(before, after)
    while high - low > 1000 {
      let middle = low + (high - low) / 2000 * 1000
      if offset(at: Instant(milliseconds: middle)) == before { low = middle } else { high = middle }
    }
    return Instant(milliseconds: high)
  }
}

func floorDivide(_ value: Int64, by divisor: Int64) -> Int64 {
  let quotient = value / divisor
  return value % divisor < 0 ? quotient - 1 : quotient
}
