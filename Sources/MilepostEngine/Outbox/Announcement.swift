import MilepostCore
import MilepostStore

/// How an alert comes to be: its row and one outbox row for each endpoint that should have it.
extension UnitOfWork {
  /// False when this alert exists already; then nothing is written. One that is not sent is told by another's message.
  func announce(
    _ message: AlertMessage, rule: String, occurrence: String, scheduledAt: Instant, state: Alert.State,
    isSent: Bool = true
  ) throws -> Bool {
    let milestoneID = message.milestone.id
    if state == .open { try supersede(milestoneID: milestoneID, by: rule) }
    let alert = try writer.insert(
      Alert(
        milestoneID: milestoneID, rule: rule, occurrence: occurrence, type: message.type, state: state,
        scheduledAt: scheduledAt, firedAt: now, resolvedAt: state == .resolved ? now : nil, body: message.body))
    guard let alert else { return false }
    guard isSent else { return true }
    for endpoint in try endpoints(for: message.project) {
      _ = try writer.enqueue(
        Delivery(
          messageID: newMessageID(), endpointID: endpoint.id, alertID: alert.id, nextAttempt: sentAt,
          createdAt: sentAt))
    }
    return true
  }

  /// Of these an alert stands beside what the calendar says, until its own cause goes.
  private static let standing = [RiskRule.rule, behindRule, vetoRule, StaleRule.rule]

  /// The newest alert of a milestone says all that the older ones said. Once the date has passed, what was to happen to
  /// it is no news.
  func supersede(milestoneID: Int64, by rule: String) throws {
    if UnitOfWork.standing.contains(rule) {
      try writer.resolveAlerts(milestoneID: milestoneID, of: rule, at: now)
    } else if rule == Firing.overdueRule {
      try writer.resolveAlerts(milestoneID: milestoneID, except: [UnitOfWork.vetoRule, StaleRule.rule], at: now)
    } else {
      try writer.resolveAlerts(milestoneID: milestoneID, except: UnitOfWork.standing, at: now)
    }
  }

  /// Tells what a person did to a milestone. Its key is the milestone's revision: each deed is told once.
  func announce(_ type: String, _ milestone: Milestone, in context: ProjectContext, _ sentence: Bilingual) throws {
    let message = AlertMessage(
      type: type, project: context.project, milestone: milestone, outlook: context.outlook(of: milestone),
      endsAt: context.zone.endOfDay(milestone.due.date), firedAt: now, sentence: sentence)
    _ = try announce(
      message, rule: "event:\(type)", occurrence: "r\(milestone.revision)", scheduledAt: now, state: .resolved)
  }
}
