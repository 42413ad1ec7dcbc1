import MilepostCore
import MilepostStore

/// The way of an alert to its endpoints: at once, or into a batch.
extension UnitOfWork {
  /// Who may have an alert, and in what manner.
  struct DispatchTerms {
    /// Ids of the endpoints that may have it; nil: all.
    var only: Set<Int64>?
    var except: Set<Int64> = []
    /// An endpoint that is not to have it, if another is there.
    var avoiding: String?
    /// Why it comes, if not because it is new.
    var note: Bilingual?
    /// What was to tell it may have been taken back.
    var mayBeWithdrawn = false
    /// It may still turn out to be nothing before this.
    var heldUntil: Instant?

    func admits(_ endpoint: Endpoint) -> Bool {
      only?.contains(endpoint.id) ?? true && !except.contains(endpoint.id)
    }
  }

  /// - Parameters:
  ///   - project: nil for the service's own.
  ///   - about: asked for only where there are routes or silences.
  func dispatch(
    _ alert: Alert, _ terms: DispatchTerms, project: Project?, about: () throws -> AlertAbout
  ) throws {
    let routing = try routing()
    guard !routing.isPlain || terms.heldUntil != nil else {
      for endpoint in avoiding(terms.avoiding, in: try accepting(project)) where terms.admits(endpoint) {
        try send(alert, to: endpoint, terms)
      }
      return
    }
    let about = try about()
    if let silence = routing.silence(of: about.facts) {
      // News of what happens meanwhile is no longer news when the silence ends.
      guard alert.state != .resolved || terms.mayBeWithdrawn else { return }
      return try writer.holdBack(alertID: alert.id, silenceID: silence.id)
    }
    let targets = try routing.targets(for: about) { try accepting(project) }
    let names = Set(avoiding(terms.avoiding, in: targets.map(\.endpoint)).map(\.id))
    for target in targets where names.contains(target.endpoint.id) && terms.admits(target.endpoint) {
      try pass(alert, to: target, about, terms)
    }
    guard routing.tree.escalates, alert.state == .open else { return }
    for route in routing.tree.routes(for: about.facts) { try startEscalation(of: alert, by: route, about) }
  }

  /// Of an alert that was stored before.
  func dispatch(again alert: Alert, _ terms: DispatchTerms) throws {
    let about = try about(alert)
    try dispatch(alert, terms, project: about.project) { about }
  }

  /// Tells an alert to those who should have it and have not: a silence, or that it was over for a while, kept it back.
  func tellTheRest(of alert: Alert, except others: Set<Int64> = [], held until: Instant? = nil) throws {
    let told = try reader.endpointsHearing(alertIDs: [alert.id])
    try dispatch(again: alert, DispatchTerms(except: told.union(others), mayBeWithdrawn: true, heldUntil: until))
  }

  private func avoiding(_ name: String?, in endpoints: [Endpoint]) -> [Endpoint] {
    guard let name else { return endpoints }
    let others = endpoints.filter { $0.name != name && $0.state == .active }
    return others.isEmpty ? endpoints : others
  }

  private func pass(_ alert: Alert, to target: Routing.Target, _ about: AlertAbout, _ terms: DispatchTerms) throws {
    let (route, outing) = (target.route, outing(target.route, about))
    let start = max(now, terms.heldUntil ?? now)
    let isHeld = start > now
    let first = outing.moment(at: start.adding(milliseconds: isHeld ? 0 : route.wait), scheduled: alert.scheduledAt)
    guard isHeld || route.digest != nil || route.wait > 0 || route.interval > 0 || first > now else {
      return try send(alert, to: target.endpoint, terms)
    }
    let key = isHeld ? "held \(alert.id)" : groupKey(route, about)
    guard let batch = try reader.batch(route: route.name, endpointID: target.endpoint.id, groupKey: key) else {
      let id = try writer.addBatch(
        route: route.name, endpointID: target.endpoint.id, groupKey: key, flushAt: first)
      return try writer.addMember(alertID: alert.id, batchID: id)
    }
    if try reader.isEmpty(batchID: batch.id) {
      try writer.setFlush(batchID: batch.id, outing.moment(at: max(batch.flushAt, now)))
    } else if route.digest != nil || route.interval == 0, first < batch.flushAt {
      // What came before days off may wait past the first hour after them.
      try writer.setFlush(batchID: batch.id, first)
    }
    try writer.addMember(alertID: alert.id, batchID: batch.id)
  }

  /// Alerts of one key make one message. Those of different hours and days off never do.
  private func groupKey(_ route: Route, _ about: AlertAbout) -> String {
    var parts = (route.groupBy ?? ["project"]).map { about.facts[$0] }
    if route.zone == nil { parts.append(about.zone.name) }
    if route.calendar == nil { parts.append(about.calendar.name) }
    return parts.joined(separator: "\u{1F}")
  }

  func send(_ alert: Alert, to endpoint: Endpoint, _ terms: DispatchTerms) throws {
    if terms.mayBeWithdrawn,
      try writer.reviveWithdrawn(alertID: alert.id, endpointID: endpoint.id, at: sentAt)
    {
      return
    }
    try send(alert, to: endpoint, note: terms.note)
  }

  /// Puts the alert's own message into the outbox.
  func send(_ alert: Alert, to endpoint: Endpoint, note: Bilingual? = nil) throws {
    _ = try writer.enqueue(
      Delivery(
        messageID: newMessageID(), endpointID: endpoint.id, alertID: alert.id, milestoneID: alert.milestoneID,
        body: note.map { AlertBody.adding(note: $0, to: alert.body) }, nextAttempt: sentAt, createdAt: sentAt))
  }

  private func startEscalation(of alert: Alert, by route: Route, _ about: AlertAbout) throws {
    guard let levels = route.escalate, !levels.isEmpty else { return }
    // An alert that took the place of an older one goes on with its levels.
    guard try !reader.escalations(alertID: alert.id).contains(where: { $0.route == route.name }) else { return }
    let outing = outing(route, about)
    for (index, level) in levels.enumerated() {
      try writer.add(
        Escalation(
          alertID: alert.id, route: route.name, level: index + 1, since: now,
          dueAt: outing.moment(of: level.after, from: now)))
    }
  }
}
