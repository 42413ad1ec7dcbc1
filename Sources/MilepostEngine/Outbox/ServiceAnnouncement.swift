import MilepostCore
import MilepostStore

extension Engine {
  /// Tells something of the service itself; see `UnitOfWork.announceService`.
  @discardableResult
  package func announceService(
    _ message: ServiceMessage, state: Alert.State = .open, ending endedRule: String? = nil, avoiding name: String? = nil
  ) async throws -> Bool {
    try await change(by: "service") {
      try $0.announceService(message, state: state, ending: endedRule, avoiding: name)
    }
  }
}

/// Alerts that are no milestone's: listed, acknowledged and sent like all others.
extension UnitOfWork {
  /// False when this alert exists already; then nothing is written.
  ///
  /// - Parameters:
  ///   - state: `.open` for what stands until its end is told; `.resolved` for news.
  ///   - endedRule: the rule whose open alert of the same subject this puts an end to. Then it goes only where that one
  ///     went.
  ///   - name: an endpoint that is not to be told, if another is there.
  @discardableResult
  func announceService(
    _ message: ServiceMessage, state: Alert.State = .open, ending endedRule: String? = nil, avoiding name: String? = nil
  ) throws -> Bool {
    var told: Set<Int64>?
    if let endedRule {
      told = try endTelling(reader.standingAlerts(subject: message.subject, of: endedRule))
    }
    let alert = try writer.insert(
      Alert(
        milestoneID: nil, subject: message.subject, rule: message.rule, occurrence: message.occurrence,
        type: message.type, state: state, scheduledAt: now, firedAt: now, resolvedAt: state == .resolved ? now : nil,
        body: message.body(at: now)))
    guard let alert else { return false }
    if state == .open { try writer.supersedeOwn(by: alert) }
    try dispatch(alert, DispatchTerms(only: told, avoiding: name), project: nil) {
      aboutService(
        AlertFacts(subject: message.subject, type: message.type, rule: message.rule, light: message.light))
    }
    return true
  }
}
