import MilepostAPI
import MilepostCore
import MilepostEngine
import MilepostWebhooks

extension AlertView {
  init(_ alert: Alert, names: inout Names) throws {
    let place = try alert.milestoneID.flatMap { try names.milestone(id: $0) }
    self.init(
      id: alert.id, project: place?.project.key ?? "", milestone: place?.milestone.key ?? "",
      milestoneName: place?.milestone.name ?? "", type: alert.type, rule: alert.rule, occurrence: alert.occurrence,
      state: alert.state.rawValue, scheduledAt: alert.scheduledAt.rfc3339, firedAt: alert.firedAt.rfc3339,
      acknowledgedBy: alert.acknowledgedBy, resolvedAt: alert.resolvedAt?.rfc3339,
      subject: alert.subject.isEmpty ? nil : alert.subject, wakesAt: alert.wakesAt?.rfc3339,
      reason: alert.acknowledgedReason)
  }
}

extension DeliveryView {
  /// `alert` is nil for a message that stands for several.
  init(_ delivery: Delivery, to endpoint: Endpoint, alert: Alert?, names: inout Names) throws {
    let place = try alert?.milestoneID.flatMap { try names.milestone(id: $0) }
    // Being handed to the courier is its own affair; to people it waits.
    let waits = delivery.state == .pending
    self.init(
      id: delivery.messageID, webhook: endpoint.name, type: alert?.type ?? GroupMessage.type,
      project: place?.project.key,
      milestone: place?.milestone.key, state: waits ? "pending" : delivery.state.rawValue,
      attempts: delivery.attempts, lastStatus: delivery.lastStatus, lastError: delivery.lastError,
      createdAt: delivery.createdAt.rfc3339, nextAttempt: waits ? delivery.nextAttempt.rfc3339 : nil,
      finishedAt: delivery.finishedAt?.rfc3339)
  }
}

extension UpcomingView {
  init(_ upcoming: Upcoming, from standpoint: Standpoint) {
    self.init(
      at: upcoming.at.rfc3339, atLocal: standpoint.local(upcoming.at, in: upcoming.project),
      project: upcoming.project.key, milestone: upcoming.milestone.key, milestoneName: upcoming.milestone.name,
      type: upcoming.type, rule: upcoming.rule, webhooks: upcoming.endpoints,
      outLocal: upcoming.outAt > upcoming.at ? standpoint.local(upcoming.outAt, in: upcoming.project) : nil,
      silencedBy: upcoming.silencedBy, repeats: upcoming.resting?.id, inHandOf: upcoming.resting?.acknowledgedBy,
      level: upcoming.escalation?.level)
  }
}
