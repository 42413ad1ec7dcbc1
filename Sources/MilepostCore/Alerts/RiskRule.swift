/// Says when a milestone comes to be at risk, goes further that way, or is out of it: a pure function of where it
/// stands and of what its people were told last.
///
/// It is at risk while the float from forecast to due date is below the policy's. It is told once, and again only when
/// the forecast has moved on by the policy's days; a forecast that swings to and fro says nothing new. Once the due date
/// has passed, overdue alerts speak instead.
package enum RiskRule {
  package static let rule = "at_risk"
  package static let recoveredRule = "recovered"

  package enum Verdict: Hashable, Sendable {
    /// As it was.
    case unchanged
    case atRisk
    case recovered
    /// At risk no longer, but nobody asked to hear of it.
    case forgotten
  }

  /// - Parameters:
  ///   - told: the forecast that was told last; nil while not at risk.
  package static func verdict(
    outlook: MilestoneOutlook, due: CivilDate, today: CivilDate, told: CivilDate?, policy: AlertPolicy,
    calendar: WorkCalendar
  ) -> Verdict {
    guard outlook.state == .open else { return .unchanged }
    guard policy.atRisk else { return told == nil ? .unchanged : .forgotten }
    guard outlook.forecast > due || outlook.floatDays < policy.riskFloatDays else {
      return told == nil ? .unchanged : .recovered
    }
    guard let told else { return .atRisk }
    let moved = calendar.workingDays(from: told, to: outlook.forecast)
    return policy.riskMoveDays > 0 && moved >= policy.riskMoveDays ? .atRisk : .unchanged
  }
}
