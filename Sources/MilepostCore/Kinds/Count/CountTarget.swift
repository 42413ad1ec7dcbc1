/// A number that must be reached: from what it runs, to what, and of what.
///
/// It runs up (0 to 2 toilets) or down (37 cesspits to 0).
package struct CountTarget: Hashable, Codable, Sendable {
  /// The count when nothing is done yet, in `unit`.
  package let from: Double
  /// The count at which the promise is kept, in `unit`; never equal to `from`.
  package let target: Double
  /// What is counted, for example 座 or 处.
  package let unit: String
  package let unitEn: String?

  /// Larger numbers are slips of the pen, and beyond 2^53 neighbours run together.
  package static let valueMax: Double = 1_000_000_000_000

  /// The least way that can be counted; three decimals are what is shown.
  package static let stepMin = 0.001

  /// Refused with `invalid_value` when a number is none or too large, when there is nothing to count (`from` equals
  /// `target`), and when a unit is no plain line.
  package init(from: Double = 0, target: Double, unit: String, unitEn: String? = nil) throws(Refusal) {
    self.from = try CountTarget.checked(from, place: "from")
    self.target = try CountTarget.checked(target, place: "target")
    self.unit = try DraftRules.line(unit, place: "unit", limit: CountTarget.unitLengthMax)
    self.unitEn = try DraftRules.optionalLine(
      unitEn, current: nil, place: "unit_en", limit: CountTarget.unitLengthMax)
    guard abs(from - target) >= CountTarget.stepMin else {
      throw Refusal(
        .invalidValue, en: "The count begins at its target, \(CountText.number(target)); write where it begins now.",
        zh: "起始值与目标值相同，均为 \(CountText.number(target))；请写明现在的起始值。", place: "target")
    }
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    try self.init(
      from: container.decode(Double.self, forKey: .from), target: container.decode(Double.self, forKey: .target),
      unit: container.decode(String.self, forKey: .unit),
      unitEn: container.decodeIfPresent(String.self, forKey: .unitEn))
  }

  package var runsDown: Bool { target < from }

  /// The part of the way that is done: 0 at `from`, 1 at `target`, 2.6 for 26 of 10, negative when the count has moved
  /// away from its target.
  package func fraction(at value: Double) -> Double { (value - from) / (target - from) }

  package func isReached(at value: Double) -> Bool { runsDown ? value <= target : value >= target }

  static func checked(_ value: Double, place: String) throws(Refusal) -> Double {
    guard value.isFinite, abs(value) <= valueMax else {
      throw Refusal(
        .invalidValue, en: "A count must lie between -10^12 and 10^12.", zh: "数值应在 -10^12 至 10^12 之间。", place: place)
    }
    return value
  }

  private static let unitLengthMax = 40
}

/// What the count was at the end of a day.
package struct CountReport: Hashable, Codable, Sendable {
  package let date: CivilDate
  package let value: Double

  /// Refused with `invalid_value` when the value is no number or too large.
  package init(date: CivilDate, value: Double) throws(Refusal) {
    self.date = date
    self.value = try CountTarget.checked(value, place: "value")
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    try self.init(
      date: container.decode(CivilDate.self, forKey: .date), value: container.decode(Double.self, forKey: .value))
  }
}
