import ArgumentParser
import MilepostAPI

/// When people are told.
struct PolicyOptions: ParsableArguments {
  @Option(help: ArgumentHelp("Days before the due date, such as 30d,14d,7d; or none.", valueName: "days"))
  var lead: String?

  @Option(help: ArgumentHelp("Local time at which alerts go out.", valueName: "HH:MM"))
  var alertHour: String?

  @Option(help: ArgumentHelp("Days between overdue alerts; 0: none.", valueName: "days"))
  var overdueEvery: Int?

  @Flag(inversion: .prefixedNo, help: "Alert on the due date itself.")
  var onDay: Bool?

  @Flag(inversion: .prefixedNo, help: "Move alerts off days off: to the day before, overdue ones to the next.")
  var workingDaysOnly: Bool?

  @Flag(inversion: .prefixedNo, help: "Alert when the forecast says that the due date will be missed.")
  var atRisk: Bool?

  @Option(help: ArgumentHelp("At risk is a float of fewer working days than this.", valueName: "days"))
  var riskFloat: Int?

  @Option(
    help: ArgumentHelp("Once at risk, alert again when the forecast moves by so many; 0: never.", valueName: "days"))
  var riskMove: Int?

  @Option(help: ArgumentHelp("Alert when nobody has said a word for so many days; 0: never.", valueName: "days"))
  var staleAfter: Int?

  @Option(
    help: ArgumentHelp(
      "Tell how the project stands, whatever happens: off, daily, weekly or monthly.", valueName: "how-often"))
  var digest: String?

  /// Nil when nothing was said.
  func policy() throws -> PolicyView? {
    let policy = PolicyView(
      lead: try lead.map(LeadTimes.parse), onDay: onDay, overdueEvery: overdueEvery, alertHour: alertHour,
      workingDaysOnly: workingDaysOnly, atRisk: atRisk, riskFloat: riskFloat, riskMove: riskMove,
      staleAfter: staleAfter, digest: digest)
    return policy == PolicyView() ? nil : policy
  }
}
