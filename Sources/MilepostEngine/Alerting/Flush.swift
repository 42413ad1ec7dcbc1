import Dispatch
import MilepostCore
import MilepostStore
import MilepostWebhooks

/// What waited and is due: batches, levels, silences that begin or end, ends of acknowledgements and of snoozes.
extension Engine {
  static let dispatchBatch = 100

  /// Deals with a first part of what is due, in one transaction.
  func dispatchNext(at now: Instant) throws {
    let configuration = configuration
    try store.write { writer in
      try unitOfWork(writer, at: now, configuration).dispatchDue(limit: Engine.dispatchBatch)
    }
    courier.wake()
  }
}

extension UnitOfWork {
  /// Whatever is taken up here is done, or put off to a later moment.
  func dispatchDue(limit: Int) throws {
    for silence in try reader.endedSilences(at: now, limit: limit) { try end(silence) }
    let beginning = try reader.beginningSilences(at: now, limit: UnitOfWork.beginningAtOnce)
    for silence in beginning { try begin(silence) }
    // What else is due may be covered by what has not yet begun in full.
    guard beginning.isEmpty else { return }
    for alert in try reader.wakingAlerts(at: now, limit: limit) { try wake(alert) }
    for batch in try reader.dueBatches(at: now, limit: limit) { try flush(batch) }
    for escalation in try reader.dueEscalations(at: now, limit: limit) { try escalate(escalation) }
  }

  private func flush(_ batch: Batch) throws {
    let members = try reader.members(batchID: batch.id)
    guard let first = members.first else { return try writer.remove(batchID: batch.id) }
    let routing = try routing()
    let route = routing.tree.routes[batch.route] ?? routing.tree.root.route
    let outing = outing(route, try about(first))
    let open = outing.open(from: now)
    guard open <= now else { return try writer.setFlush(batchID: batch.id, open) }
    let due = try members.filter { try isNews($0, among: members, for: batch.endpointID, routing) }
    guard let endpoint = try endpointsInUse().first(where: { $0.id == batch.endpointID }) else {
      try writer.remove(batchID: batch.id)
      return try passElsewhere(due)
    }
    try tell(due, to: endpoint)
    let isHeld = batch.groupKey.hasPrefix("held ")
    guard route.interval > 0, !due.isEmpty, !isHeld else { return try writer.remove(batchID: batch.id) }
    try writer.clear(batchID: batch.id)
    try writer.setFlush(batchID: batch.id, now.adding(milliseconds: route.interval))
  }

  /// One has its own message, several share one.
  private func tell(_ alerts: [Alert], to endpoint: Endpoint) throws {
    var rest = alerts[...]
    while let first = rest.first {
      let part = rest.prefix(GroupMessage.alertsMax)
      rest = rest.dropFirst(part.count)
      guard part.count > 1 else {
        try send(first, to: endpoint, DispatchTerms(mayBeWithdrawn: true))
        continue
      }
      _ = try writer.enqueue(
        Delivery(
          messageID: newMessageID(), endpointID: endpoint.id, alertID: nil, body: message(of: Array(part)).body,
          nextAttempt: sentAt, createdAt: sentAt), telling: part.map(\.id))
    }
  }

  func message(of alerts: [Alert]) throws -> GroupMessage {
    GroupMessage(bodies: alerts.map(\.body), at: now, title: try title(of: alerts))
  }

  /// Names the project that all are of.
  private func title(of alerts: [Alert]) throws -> Bilingual? {
    let projects = try Set(alerts.map { try about($0).project?.id })
    guard projects.count == 1, let id = projects.first, let id else { return nil }
    let project = try context(of: id).project
    return Bilingual(
      en: "\(alerts.count) alerts: \(project.nameEn ?? project.name)", zh: "\(project.name)：\(alerts.count) 条提醒")
  }

  /// Whether it is still to be told. What is resolved and was never told needs no word, unless its message tells of
  /// others that stand, or it was only replaced by an alert that goes elsewhere.
  private func isNews(
    _ alert: Alert, among members: [Alert], for endpointID: Int64, _ routing: Routing
  ) throws -> Bool {
    guard alert.toldBy == nil, alert.state != .snoozed else { return false }
    if alert.ended == .gone, try reader.tellers(alertIDs: [alert.id]).isEmpty { return false }
    if alert.ended == .superseded, try isReplaced(alert, among: members, for: endpointID) { return false }
    guard let silence = routing.silence(of: try about(alert).facts) else { return true }
    if alert.state != .resolved { try writer.holdBack(alertID: alert.id, silenceID: silence.id) }
    return false
  }

  private func isReplaced(_ alert: Alert, among members: [Alert], for endpointID: Int64) throws -> Bool {
    guard let milestoneID = alert.milestoneID else {
      return members.contains { $0.subject == alert.subject && $0.rule == alert.rule && $0.id > alert.id }
    }
    if members.contains(where: { $0.milestoneID == milestoneID && $0.id > alert.id && $0.ended != .gone }) {
      return true
    }
    let newer = try reader.alerts(milestoneID: milestoneID, newerThan: alert.id)
    return try reader.endpointsHearing(alertIDs: newer).contains(endpointID)
  }

  /// Their endpoint is gone: they go to whoever gets such alerts now, and has not.
  private func passElsewhere(_ alerts: [Alert]) throws {
    for alert in alerts { try tellTheRest(of: alert) }
  }

  /// Sets every batch's moment anew: the clock, or the routes, are others than those it was set with.
  func rescheduleBatches() throws {
    let routing = try routing()
    for batch in try reader.batches() {
      guard let first = try reader.members(batchID: batch.id).first else {
        try writer.remove(batchID: batch.id)
        continue
      }
      let route = routing.tree.routes[batch.route] ?? routing.tree.root.route
      let outing = outing(route, try about(first))
      let moment = outing.moment(at: now.adding(milliseconds: route.wait))
      try writer.setFlush(batchID: batch.id, min(max(batch.flushAt, now), moment))
    }
  }
}
