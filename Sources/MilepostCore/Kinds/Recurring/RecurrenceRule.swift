/// When a duty comes again: the part of an RFC 5545 recurrence rule (3.3.10) that dates without a time of day need.
///
/// It is read from and written as the text of an RRULE, for example `FREQ=MONTHLY;BYDAY=-1FR`. FREQ is DAILY, WEEKLY,
/// MONTHLY or YEARLY; INTERVAL, COUNT, UNTIL (a date), BYMONTH, BYMONTHDAY, BYDAY, BYSETPOS and WKST are taken, and
/// RSCALE=GREGORIAN with SKIP=OMIT or SKIP=BACKWARD from RFC 7529.
package struct RecurrenceRule: Hashable, Sendable, CustomStringConvertible {
  package enum Frequency: String, Sendable, CaseIterable {
    case daily = "DAILY"
    case weekly = "WEEKLY"
    case monthly = "MONTHLY"
    case yearly = "YEARLY"
  }

  /// A weekday, or the nth one (from the end when negative) of its month or year.
  package struct Day: Hashable, Sendable {
    package let ordinal: Int?
    /// ISO 8601: 1 is Monday.
    package let weekday: Int
  }

  package enum End: Hashable, Sendable {
    case never
    /// After so many dates, at least 1.
    case count(Int)
    /// The last day on which a date may fall.
    case until(CivilDate)
  }

  /// What happens to a day that its month does not have, such as 29 February or 31 June (RFC 7529, 4.1).
  package enum Skip: String, Sendable, CaseIterable {
    /// There is no date that time; RFC 5545 knows nothing else.
    case omit = "OMIT"
    /// The last day of that month stands in: a birthday on 29 February is kept on the 28th.
    case backward = "BACKWARD"
  }

  package let frequency: Frequency
  /// Every so many days, weeks, months or years.
  package let interval: Int
  package let end: End
  /// Each list is sorted and holds nothing twice; an empty one says nothing.
  package let months: [Int]
  package let monthDays: [Int]
  package let days: [Day]
  package let positions: [Int]
  /// The ISO weekday on which a week begins; it matters to WEEKLY rules with an interval.
  package let weekStart: Int
  package let skip: Skip

  init(
    frequency: Frequency, interval: Int = 1, end: End = .never, months: [Int] = [], monthDays: [Int] = [],
    days: [Day] = [], positions: [Int] = [], weekStart: Int = 1, skip: Skip = .omit
  ) {
    self.frequency = frequency
    self.interval = interval
    self.end = end
    self.months = months
    self.monthDays = monthDays
    self.days = days
    self.positions = positions
    self.weekStart = weekStart
    self.skip = skip
  }

  /// Every year on the day of its start, as a birthday is. Somebody born on 29 February has none in most years, unless
  /// the last day of February stands in.
  package static func birthday(on29February skip: Skip = .omit) -> RecurrenceRule {
    RecurrenceRule(frequency: .yearly, skip: skip)
  }

  /// The rule as RFC 5545 text. Read again it gives an equal rule; what is the default is left out.
  package var description: String {
    var parts = skip == .omit ? [] : ["RSCALE=GREGORIAN"]
    parts.append("FREQ=\(frequency.rawValue)")
    if interval != 1 { parts.append("INTERVAL=\(interval)") }
    switch end {
    case .never: break
    case .count(let count): parts.append("COUNT=\(count)")
    case .until(let date): parts.append("UNTIL=" + date.description.filter { $0 != "-" })
    }
    let days = days.map { ($0.ordinal.map(String.init) ?? "") + RecurrenceWords.weekdays[$0.weekday - 1] }
    for (name, values) in [
      ("BYMONTH", months.map(String.init)), ("BYMONTHDAY", monthDays.map(String.init)), ("BYDAY", days),
      ("BYSETPOS", positions.map(String.init)),
    ] where !values.isEmpty {
      parts.append("\(name)=\(values.joined(separator: ","))")
    }
    if weekStart != 1 { parts.append("WKST=\(RecurrenceWords.weekdays[weekStart - 1])") }
    if skip != .omit { parts.append("SKIP=\(skip.rawValue)") }
    return parts.joined(separator: ";")
  }
}

/// Stored as its text.
extension RecurrenceRule: Codable {
  package init(from decoder: any Decoder) throws {
    try self.init(decoder.singleValueContainer().decode(String.self))
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}

enum RecurrenceWords {
  /// From Monday on.
  static let weekdays = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]
}
