import MilepostCore
import MilepostStore

extension Engine {
  /// Says that somebody has taken it in hand.
  package func acknowledge(alert id: Int64, by author: String) async throws -> Alert {
    try await change(by: author) { try $0.acknowledge(alert: id) }
  }
}

extension UnitOfWork {
  func acknowledge(alert id: Int64, reason: String? = nil) throws -> Alert {
    guard let before = try reader.alert(id: id) else {
      throw Refusal(.unknownAlert, en: "There is no alert \(id).", zh: "没有提醒 \(id)。", place: "alert")
    }
    switch before.state {
    case .acknowledged: return before
    case .resolved:
      throw Refusal(
        .wrongState, en: "Alert \(id) is resolved already; there is nothing to acknowledge.",
        zh: "提醒 \(id) 已解除，无需确认。", place: "alert")
    case .open, .snoozed: break
    }
    try writer.acknowledge(alertID: id, by: author, at: now)
    try record(
      "alert.acknowledge", "\(id)", before: "{\"state\":\"open\"}", after: "{\"state\":\"acknowledged\"}",
      reason: try DraftRules.optionalLine(reason, current: nil, place: "reason", limit: 1000))
    return try reader.alert(id: id) ?? before
  }
}
