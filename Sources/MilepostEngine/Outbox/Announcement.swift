import MilepostCore
import MilepostStore

/// How an alert comes to be: its row and one outbox row for each endpoint that should have it.
extension UnitOfWork {
  /// False when this alert exists already; then nothing is written.
  func announce(
    _ message: AlertMessage, rule: String, occurrence: String, scheduledAt: Instant, state: Alert.State
  ) throws -> Bool {
    let alert = try announce(
      message, rule: rule, occurrence: occurrence, scheduledAt: scheduledAt, state: state, only: nil, toldBy: nil)
    return alert != nil
  }

  /// As above; nil when it exists already.
  ///
  /// - Parameters:
  ///   - only: ids of the endpoints that may have it; nil: all.
  ///   - toldBy: the alert whose message tells this one as well; then it is not sent itself.
  func announce(
    _ message: AlertMessage, rule: String, occurrence: String, scheduledAt: Instant, state: Alert.State,
    only: Set<Int64>?, toldBy: Int64?
  ) throws -> Alert? {
    let milestoneID = message.milestone.id
    let alert = try writer.insert(
      Alert(
        milestoneID: milestoneID, rule: rule, occurrence: occurrence, type: message.type, state: state,
        scheduledAt: scheduledAt, firedAt: now, toldBy: toldBy, resolvedAt: state == .resolved ? now : nil,
        body: message.body))
    guard let alert else { return nil }
    if state == .open { try supersede(by: alert) }
    guard toldBy == nil else { return alert }
    for endpoint in try endpoints(for: message.project) where only?.contains(endpoint.id) ?? true {
      try send(alert, to: endpoint)
    }
    return alert
  }

  /// Puts the alert's own message into the outbox.
  func send(_ alert: Alert, to endpoint: Endpoint) throws {
    _ = try writer.enqueue(
      Delivery(
        messageID: newMessageID(), endpointID: endpoint.id, alertID: alert.id, milestoneID: alert.milestoneID,
        nextAttempt: sentAt, createdAt: sentAt))
  }

  /// Of these an alert stands beside what the calendar says, until its own cause goes.
  private static let standing = [RiskRule.rule, behindRule, vetoRule, StaleRule.rule]

  /// The newest alert of a milestone says all that the older ones said. Once the date has passed, what was to happen to
  /// it is no news.
  private func supersede(by alert: Alert) throws {
    if UnitOfWork.standing.contains(alert.rule) {
      try writer.supersede(by: alert, of: alert.rule)
    } else if alert.rule == Firing.overdueRule {
      try writer.supersede(by: alert, except: [UnitOfWork.vetoRule, StaleRule.rule])
    } else {
      try writer.supersede(by: alert, except: UnitOfWork.standing)
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
