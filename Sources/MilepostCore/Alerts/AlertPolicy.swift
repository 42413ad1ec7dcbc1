/// When a milestone's people are told: lead times before the due date, on the day, and how often once it is late.
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

  package init(
    leadDays: [Int], onDay: Bool = true, overdueEveryDays: Int = 1, alertMinute: Int = 540,
    workingDaysOnly: Bool = false
  ) {
    self.leadDays = leadDays
    self.onDay = onDay
    self.overdueEveryDays = overdueEveryDays
    self.alertMinute = alertMinute
    self.workingDaysOnly = workingDaysOnly
  }

  package static let standard = AlertPolicy(leadDays: [30, 14, 7, 3, 1], workingDaysOnly: true)
}
