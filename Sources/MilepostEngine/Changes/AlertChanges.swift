import MilepostCore
import MilepostStore

extension Engine {
  /// For so long at most an alert is in somebody's hands, or put off, before it is told again.
  package static let restDaysMax = 366

  /// Says that somebody has it in hand: for good, or until a date, when it is told again if it still stands.
  ///
  /// - Parameters:
  ///   - until: a date as people write it, `2022-06-30 14:00`, or a span such as `3d`.
  ///   - author: whoever did it, as the ledger is to name them.
  package func acknowledge(
    alert id: Int64, until: String? = nil, reason: String? = nil, by author: String
  ) async throws -> Alert {
    try await change(by: author) { try $0.acknowledge(alert: id, until: until, reason: reason) }
  }

  /// Puts it off: nobody has it in hand, but nobody is to hear of it before then.
  package func snooze(alert id: Int64, until: String, reason: String? = nil, by author: String) async throws -> Alert {
    try await change(by: author) { try $0.snooze(alert: id, until: until, reason: reason) }
  }

  /// Takes an acknowledgement or a snooze back; it stands open again, and is told again.
  package func unacknowledge(alert id: Int64, reason: String? = nil, by author: String) async throws -> Alert {
    try await change(by: author) { try $0.unacknowledge(alert: id, reason: reason) }
  }
}

extension UnitOfWork {
  func acknowledge(alert id: Int64, until: String?, reason: String?) throws -> Alert {
    let before = try standingAlert(id, en: "there is nothing to acknowledge", zh: "无需确认")
    if before.state == .acknowledged, until == nil, reason == nil { return before }
    var alert = before
    alert.state = .acknowledged
    alert.acknowledgedBy = author
    alert.acknowledgedAt = now
    alert.acknowledgedReason = try DraftRules.optionalLine(reason, current: nil, place: "reason", limit: 1000)
    alert.wakesAt = try until.map { try rest(until: $0, of: before) }
    return try write(alert, "alert.acknowledge", "acknowledge", from: before)
  }

  func snooze(alert id: Int64, until: String, reason: String?) throws -> Alert {
    let before = try standingAlert(id, en: "there is nothing to put off", zh: "无需暂缓")
    var alert = before
    alert.state = .snoozed
    alert.acknowledgedBy = nil
    alert.acknowledgedAt = nil
    alert.acknowledgedReason = try DraftRules.optionalLine(reason, current: nil, place: "reason", limit: 1000)
    alert.wakesAt = try rest(until: until, of: before)
    return try write(alert, "alert.snooze", "snooze", from: before)
  }

  func unacknowledge(alert id: Int64, reason: String?) throws -> Alert {
    let before = try standingAlert(id, en: "there is nothing to take back", zh: "没有可撤销的操作")
    guard before.state != .open else {
      throw Refusal(
        .wrongState, en: "Alert \(id) is neither acknowledged nor snoozed.", zh: "提醒 \(id) 未被确认，也未暂缓。",
        place: "alert")
    }
    let reason = try DraftRules.optionalLine(reason, current: nil, place: "reason", limit: 1000)
    try reopen(
      before, note: Bilingual(en: "\(author) has taken the acknowledgement back.", zh: "\(author) 已撤销确认。"))
    return try finish(id, "alert.unacknowledge", "unacknowledge", from: before, reason: reason)
  }

  private func write(_ alert: Alert, _ action: String, _ word: String, from before: Alert) throws -> Alert {
    try writer.setState(alert)
    return try finish(alert.id, action, word, from: before, reason: alert.acknowledgedReason)
  }

  private func finish(
    _ id: Int64, _ action: String, _ word: String, from before: Alert, reason: String?
  ) throws -> Alert {
    let after = try reader.alert(id: id) ?? before
    let until = after.wakesAt.map { "until \($0.rfc3339)" }
    let detail = [until, reason].compactMap(\.self).joined(separator: ": ")
    try act(word, on: after, detail.isEmpty ? nil : detail)
    try record(action, "\(id)", before: LedgerText.of(before), after: LedgerText.of(after), reason: reason)
    return after
  }

  private func standingAlert(_ id: Int64, en: String, zh: String) throws -> Alert {
    guard let alert = try reader.alert(id: id) else {
      throw Refusal(.unknownAlert, en: "There is no alert \(id).", zh: "没有提醒 \(id)。", place: "alert")
    }
    guard alert.state != .resolved else {
      throw Refusal(
        .wrongState, en: "Alert \(id) is resolved already; \(en).", zh: "提醒 \(id) 已解除，\(zh)。", place: "alert")
    }
    return alert
  }

  private func rest(until text: String, of alert: Alert) throws -> Instant {
    let end: Instant
    if let ms = SpanText.milliseconds(DraftRules.trimmed(text)) {
      end = now.adding(milliseconds: ms)
    } else {
      end = try moment(text, endOfDay: false, about: about(alert), place: "until")
    }
    guard end > now, end.since(now) <= Int64(Engine.restDaysMax) * 86_400_000 else {
      throw Refusal(
        .invalidValue, en: "“\(DraftRules.shown(text))” must lie ahead, within \(Engine.restDaysMax) days.",
        zh: "“\(DraftRules.shown(text))”须在今后 \(Engine.restDaysMax) 天之内。", place: "until")
    }
    return end
  }
}
