import MilepostCore
import MilepostStore

/// How a silence begins and ends.
extension UnitOfWork {
  /// Deliveries that are looked through in one transaction.
  private static let beginningMax = 1000
  /// Silences that begin in one transaction.
  static let beginningAtOnce = 10

  /// Takes back a first part, or the next, of what waited when it began and was handed to nobody yet.
  func begin(_ silence: Silence) throws {
    let page = try reader.untriedAlerts(
      behind: reader.beginning(silenceID: silence.id), limit: Self.beginningMax)
    let active = try routing().silences.first { $0.silence.id == silence.id }
    let covered = try Set(page.ids).sorted().compactMap { try reader.alert(id: $0) }.filter { alert in
      try active?.matches(about(alert).facts) ?? false
    }
    let withdrawn = try withdraw(covered.map(\.id), .silenced)
    for alert in covered where alert.ended != .gone {
      guard let messages = withdrawn[alert.id] else { continue }
      try writer.holdBack(alertID: alert.id, silenceID: silence.id)
      try putOffLevels(of: alert, messages.filter(\.hasNote), to: silence.endsAt)
    }
    try writer.setBeginning(silenceID: silence.id, through: page.through, at: now)
  }

  /// Levels whose messages were taken back are told anew, to those who did not hear them, unless somebody says a word.
  private func putOffLevels(of alert: Alert, _ messages: [WithdrawnMessage], to end: Instant) throws {
    guard !messages.isEmpty else { return }
    // A newer alert goes on with the levels of an older one.
    let standing = try alert.milestoneID.map { try reader.standingAlerts(milestoneID: $0, of: nil) } ?? [alert.id]
    let steps = try standing.flatMap { try reader.escalations(alertID: $0) }
    // The newest message of an endpoint tells the highest level that it was told.
    var missed = Dictionary(grouping: messages.sorted { $0.id < $1.id }, by: \.endpointID)
    for told in steps.sorted(by: { $0.level > $1.level }) {
      var step = told
      for id in told.toldTo {
        guard let message = missed[id]?.popLast() else { continue }
        try writer.withdraw(deliveryID: message.id, .putOff, at: sentAt)
        step.toldTo.removeAll { $0 == id }
        (step.toldAt, step.dueAt) = (nil, end)
      }
      if step != told { try writer.update(step) }
    }
  }

  /// Levels that were put off to the end of a silence which ends earlier are due as they would be without it.
  func recountLevels(dueAt end: Instant) throws {
    let routing = try routing()
    for var step in try reader.escalations(dueAt: end) {
      guard let alert = try reader.alert(id: step.alertID), let route = routing.tree.routes[step.route],
        let level = routing.level(of: step)
      else { continue }
      step.dueAt = max(now, try outing(route, about(alert)).moment(of: level.after, from: step.since))
      try writer.update(step)
    }
  }

  /// What it held back goes out now: what stands and nobody has in hand, and what it took back of things that have
  /// happened, but for those who hear of something newer.
  func end(_ silence: Silence) throws {
    try writer.setEnd(silenceID: silence.id, endsAt: silence.endsAt, endedAt: now)
    forgetRouting()
    let held = try reader.silencedAlerts(silenceID: silence.id).compactMap { try reader.alert(id: $0) }
    try writer.forgetHeldBack(silenceID: silence.id)
    for alert in held where alert.state == .open {
      let told = try reader.endpointsTold(alertIDs: [alert.id])
      try tellTheRest(of: alert)
      // Who knows of it, and was to hear that somebody's rest is over.
      let again = try reader.endpointsMissingNotes(alertID: alert.id).intersection(told)
      if !again.isEmpty { try dispatch(again: alert, DispatchTerms(only: again, mayBeWithdrawn: true)) }
    }
    for alert in held where alert.firedAt < silence.startsAt && alert.state == .resolved {
      if alert.isNews {
        try tellTheRest(of: alert)
      } else if alert.ended == .superseded, let id = alert.milestoneID,
        try !reader.standingAlerts(milestoneID: id, of: nil).isEmpty
      {
        let newer = try reader.alerts(milestoneID: id, newerThan: alert.id)
        try tellTheRest(of: alert, except: reader.endpointsHearing(alertIDs: newer))
      }
    }
  }
}
