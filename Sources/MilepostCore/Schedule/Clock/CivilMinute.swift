/// A minute on a project's wall clock: minutes since 1970-01-01T00:00 there.
///
/// Schedules are counted on the wall clock, where a working day has the same hours in winter and in summer; the zone
/// turns a result into a moment at the very end.
package struct CivilMinute: Hashable, Comparable, Sendable, CustomStringConvertible {
  package static let perDay = 1440

  package var value: Int

  package init(_ value: Int) {
    self.value = value
  }

  package init(_ date: CivilDate, minute: Int = 0) {
    value = Int(date.dayNumber) * CivilMinute.perDay + minute
  }

  /// Written as `yyyy-MM-ddTHH:mm`; nil for anything else.
  package init?(_ iso: some StringProtocol) {
    let parts = iso.split(separator: "T", omittingEmptySubsequences: false)
    guard parts.count == 2, let date = CivilDate(parts[0]), parts[1].utf8.count == 5 else { return nil }
    let clock = parts[1].split(separator: ":", omittingEmptySubsequences: false)
    guard clock.count == 2, let hour = Int(clock[0]), let minute = Int(clock[1]),
      (0...23).contains(hour), (0...59).contains(minute)
    else { return nil }
    self.init(date, minute: hour * 60 + minute)
  }

  /// The midnight at which `date` ends: nothing done before it is late.
  package static func end(of date: CivilDate) -> CivilMinute { CivilMinute(date.adding(days: 1)) }

  package var date: CivilDate { CivilDate(dayNumber: Int32(clamping: floorDivide(value, by: CivilMinute.perDay))) }

  /// The day on which work that ends at this minute was still done: midnight belongs to the day that it ends.
  package var dateOfFinish: CivilDate { CivilMinute(value - 1).date }

  package var minuteOfDay: Int { value - floorDivide(value, by: CivilMinute.perDay) * CivilMinute.perDay }

  package static func < (left: CivilMinute, right: CivilMinute) -> Bool { left.value < right.value }

  /// `yyyy-MM-ddTHH:mm`.
  package var description: String { "\(date)T\(padded(minuteOfDay / 60, 2)):\(padded(minuteOfDay % 60, 2))" }
}

/// The quotient rounded towards minus infinity; the divisor is positive.
@inline(__always)
func floorDivide(_ value: Int, by divisor: Int) -> Int {
  let quotient = value / divisor
  return value % divisor < 0 ? quotient - 1 : quotient
}
