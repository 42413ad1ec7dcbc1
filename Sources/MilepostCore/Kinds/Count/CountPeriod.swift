/// The days in which a count runs, both ends included, and how far behind it may fall before that is said.
package struct CountPeriod: Hashable, Codable, Sendable {
  package let start: CivilDate
  /// The day at whose end the promise is broken.
  package let due: CivilDate
  /// Percentage points behind which the count may lie and still be called on pace; 0 to 100.
  package let tolerancePoints: Double

  package static let usualTolerancePoints: Double = 5

  /// Refused when it ends before it starts (`invalid_date`), and when the tolerance is not 0 to 100
  /// (`invalid_value`).
  package init(
    start: CivilDate, due: CivilDate, tolerancePoints: Double = usualTolerancePoints
  ) throws(Refusal) {
    guard start <= due else {
      throw Refusal(
        .invalidDate, en: "The period starts on \(start), after it is due on \(due); write an earlier start.",
        zh: "开始日期 \(start) 晚于期限 \(due)；请写更早的开始日期。", place: "start")
    }
    guard (0...100).contains(tolerancePoints) else {
      throw Refusal(
        .invalidValue, en: "The tolerance must be 0 to 100 percentage points.", zh: "允许偏差应为 0 至 100 个百分点。",
        place: "tolerance")
    }
    self.start = start
    self.due = due
    self.tolerancePoints = tolerancePoints
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    try self.init(
      start: container.decode(CivilDate.self, forKey: .start), due: container.decode(CivilDate.self, forKey: .due),
      tolerancePoints: container.decode(Double.self, forKey: .tolerancePoints))
  }

  /// Calendar days, both ends included.
  package var days: Int { due.days(since: start) + 1 }

  /// Days of the period that are over when `today` begins: a day that still runs is not held against anyone.
  package func daysPassed(by today: CivilDate) -> Int { min(days, max(0, today.days(since: start))) }
}
