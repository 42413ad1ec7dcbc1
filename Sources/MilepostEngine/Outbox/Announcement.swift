import MilepostCore
import MilepostStore

/// How an alert comes to be: its row, and its way to the endpoints that should have it.
extension UnitOfWork {
  /// False when this alert exists already; then nothing is written.
  func announce(
    _ message: AlertMessage, rule: String, occurrence: String, scheduledAt: Instant, state: Alert.State
  ) throws -> Bool {
    let alert = try announce(
      message, rule: rule, occurrence: occurrence, scheduledAt: scheduledAt, state: state, DispatchTerms(),
      toldBy: nil)
    return alert != nil
  }

  /// As above; nil when it exists already. With `toldBy`, the message of another alert tells this one as well, and it
  /// is not sent itself.
  func announce(
    _ message: AlertMessage, rule: String, occurrence: String, scheduledAt: Instant, state: Alert.State,
    _ terms: DispatchTerms, toldBy: Int64?
  ) throws -> Alert? {
    let stored = try writer.insert(
      Alert(
        milestoneID: message.milestone.id, rule: rule, occurrence: occurrence, type: message.type, state: state,
        scheduledAt: scheduledAt, firedAt: now, toldBy: toldBy, resolvedAt: state == .resolved ? now : nil,
        body: message.body))
    guard var alert = stored else { return nil }
    if state == .open { try supersede(by: &alert) }
    guard toldBy == nil, alert.state == state else { return alert }
    try dispatch(alert, terms, project: message.project) {
      about(
        message.milestone, message.outlook, type: message.type, rule: rule,
        in: try context(of: message.milestone.projectID))
    }
    return alert
  }

  /// Of these an alert stands beside what the calendar says, until its own cause goes.
  private static let standing = [RiskRule.rule, behindRule, vetoRule, StaleRule.rule]
  /// These say the same again and again: who has the first in hand has them all.
  static let repeating = [Firing.overdueRule, StaleRule.rule]

  /// The newest alert of a milestone says all that the older ones said. Once the date has passed, what was to happen to
  /// it is no news. A repetition of what somebody has in hand, or put off, is in the same hands.
  private func supersede(by alert: inout Alert) throws {
    let older: [SupersededAlert]
    if UnitOfWork.standing.contains(alert.rule) {
      older = try writer.supersedeOfRule(by: alert)
    } else if alert.rule == Firing.overdueRule {
      older = try writer.supersede(by: alert, except: [UnitOfWork.vetoRule, StaleRule.rule])
    } else {
      older = try writer.supersede(by: alert, except: UnitOfWork.standing)
    }
    if !older.isEmpty, try routing().tree.escalates {
      for old in older { try writer.moveEscalations(from: old.id, to: alert.id) }
    }
    // Another kind of alert that came in between is another matter.
    let repeated = older.filter { $0.rule == alert.rule }.max { $0.id < $1.id }
    guard UnitOfWork.repeating.contains(alert.rule), let last = repeated else { return }
    guard last.acknowledgedBy != nil || last.wakesAt != nil else { return }
    alert.state = last.acknowledgedBy == nil ? .snoozed : .acknowledged
    alert.acknowledgedBy = last.acknowledgedBy
    alert.acknowledgedAt = last.acknowledgedAt
    alert.acknowledgedReason = last.acknowledgedReason
    alert.wakesAt = last.wakesAt
    try writer.setState(alert)
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
