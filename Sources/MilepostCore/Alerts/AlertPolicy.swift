/// When a milestone's people are told: lead times before the due date, on the day, how often once it is late, and when
/// the forecast says that it will be.
package struct AlertPolicy: Hashable, Codable, Sendable {
  /// Days before the due date, each at least 1.
  package var leadDays: [Int]
  package var onDay: Bool
  /// Days between overdue alerts, the first of which comes the day after the due date; 0: none.
  package var overdueEveryDays: Int
  /// Minutes after midnight, local time, at which alerts go out.
  package var alertMinute: Int
  /// An alert due on a day off moves to the working day before it, an overdue one to the next.
  package var workingDaysOnly: Bool
  /// Tell when the forecast says that the due date will be missed, and when it no longer does.
  package var atRisk: Bool
  /// At risk is a float of fewer working days than this.
  package var riskFloatDays: Int
  /// Once at risk, tell again when the forecast has moved on by so many working days; 0: never.
  package var riskMoveDays: Int
  /// Tell when nobody has said a word about a milestone for so many days, and again after as many; 0: never.
  package var staleDays: Int
  /// How often a project's people are told how it stands, whatever happens.
  package var digest: Digest

  package enum Digest: String, Codable, Sendable, CaseIterable {
    case off, daily, weekly, monthly
  }

  package init(
    leadDays: [Int], onDay: Bool = true, overdueEveryDays: Int = 1, alertMinute: Int = 540,
    workingDaysOnly: Bool = false, atRisk: Bool = true, riskFloatDays: Int = 0, riskMoveDays: Int = 5,
    staleDays: Int = 0,
    digest: Digest = .off
  ) {
    self.leadDays = leadDays
    self.onDay = onDay
    self.overdueEveryDays = overdueEveryDays
    self.alertMinute = alertMinute
    self.workingDaysOnly = workingDaysOnly
    self.atRisk = atRisk
    self.riskFloatDays = riskFloatDays
    self.riskMoveDays = riskMoveDays
    self.staleDays = staleDays
    self.digest = digest
  }

  /// Policies that were stored before a field existed have what it is without one.
  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      leadDays: try container.decode([Int].self, forKey: .leadDays),
      onDay: try container.decode(Bool.self, forKey: .onDay),
      overdueEveryDays: try container.decode(Int.self, forKey: .overdueEveryDays),
      alertMinute: try container.decode(Int.self, forKey: .alertMinute),
      workingDaysOnly: try container.decode(Bool.self, forKey: .workingDaysOnly),
      atRisk: try container.decodeIfPresent(Bool.self, forKey: .atRisk) ?? true,
      riskFloatDays: try container.decodeIfPresent(Int.self, forKey: .riskFloatDays) ?? 0,
      riskMoveDays: try container.decodeIfPresent(Int.self, forKey: .riskMoveDays) ?? 5,
      staleDays: try container.decodeIfPresent(Int.self, forKey: .staleDays) ?? 0,
      digest: try container.decodeIfPresent(Digest.self, forKey: .digest) ?? .off)
  }

  package static let standard = AlertPolicy(leadDays: [30, 14, 7, 3, 1], workingDaysOnly: true)
}
