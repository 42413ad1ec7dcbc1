import MilepostCore
import MilepostStore

/// Alerts that nobody takes in hand, and those whose rest is over.
extension UnitOfWork {
  /// Tells a level, once; quiet hours and silences put it off. Whoever has acted since has taken it back.
  func escalate(_ escalation: Escalation) throws {
    guard let alert = try reader.alert(id: escalation.alertID), alert.state == .open else {
      return try writer.removeEscalations(alertID: escalation.alertID)
    }
    let routing = try routing()
    guard let route = routing.tree.routes[escalation.route], let level = routing.level(of: escalation)
    else { return try writer.removeEscalations(alertID: alert.id) }
    let about = try about(alert)
    var step = escalation
    let open = outing(route, about).open(from: now)
    if open > now {
      step.dueAt = open
      return try writer.update(step)
    }
    if let silence = routing.silence(of: about.facts) {
      step.dueAt = silence.endsAt
      return try writer.update(step)
    }
    let since = about.zone.civilDate(at: step.since)
    let note = Bilingual(
      en: "Level \(step.level): nobody has taken this in hand since \(since).",
      zh: "第 \(step.level) 级上报：自\(since)起无人确认处理。")
    let told = try endpointsTold(step).union(step.toldTo)
    let endpoints = routing.endpoints(of: level.to, among: try accepting(about.project))
      .filter { !told.contains($0.id) }
    step.toldAt = now
    step.toldTo += endpoints.map(\.id)
    try writer.update(step)
    for endpoint in endpoints { try send(alert, to: endpoint, note: note) }
    guard !endpoints.isEmpty else { return }
    try act("escalate", on: alert, "level \(step.level): \(endpoints.map(\.name).joined(separator: ", "))")
  }

  /// Who has heard this level of the alert by way of another route: routes that continue inherit the same levels.
  private func endpointsTold(_ step: Escalation) throws -> Set<Int64> {
    let others = try reader.escalations(alertID: step.alertID)
      .filter { $0.route != step.route && $0.level == step.level }
    return Set(others.flatMap(\.toldTo))
  }

  /// Somebody has said a word of a milestone: nobody above is told for now. By the order of things and not by the
  /// clock, which may be set in between.
  func heard(milestoneID: Int64) throws { try writer.removeEscalations(milestoneID: milestoneID) }

  /// An acknowledgement or a snooze is over: the alert stands open again, and is told again.
  func wake(_ alert: Alert) throws {
    let wasSnoozed = alert.state == .snoozed
    let by = alert.acknowledgedBy ?? "?"
    let note =
      wasSnoozed
      ? Bilingual(en: "This was put off until now.", zh: "此前已暂缓，现已到期。")
      : Bilingual(en: "\(by) had this in hand until now; it is still open.", zh: "\(by) 的确认已到期，问题仍未解除。")
    try reopen(alert, note: note)
    try act("reopen", on: alert, wasSnoozed ? "the snooze ended" : "the acknowledgement ended")
  }

  /// Takes back what somebody made of it.
  func reopen(_ alert: Alert, note: Bilingual?) throws {
    var open = alert
    open.state = .open
    open.acknowledgedBy = nil
    open.acknowledgedAt = nil
    open.acknowledgedReason = nil
    open.wakesAt = nil
    try writer.setState(open)
    try writer.removeEscalations(alertID: alert.id)
    try dispatch(again: open, DispatchTerms(note: note))
  }

  func act(_ action: String, on alert: Alert, _ detail: String?) throws {
    try writer.addAct(AlertAct(at: now, author: author, action: action, detail: detail), alertID: alert.id)
  }
}
