import Logging
import MilepostCore
import MilepostStore
import MilepostWebhooks

/// Tells, through another endpoint where there is one, that an endpoint fails, and that it is there again.
extension Engine {
  /// Called when the courier's results rang the bell, at the start, and on the sweep: told and written down in one
  /// transaction, so that a crash in between tells it once and not never.
  func tellEndpointNews() {
    do {
      let wallNow = wall.now()
      let isNews = try store.read { reader in
        try reader.endpoints().contains { $0.isNews(at: wallNow) }
      }
      guard isNews else { return }
      let configuration = configuration
      try store.write { writer in
        let work = unitOfWork(writer, at: clock.now(), configuration)
        for endpoint in try writer.reader.endpoints() where endpoint.isNews(at: wallNow) { try work.tell(of: endpoint) }
        try work.finish()
      }
      courier.wake()
    } catch {
      log.error("news of a webhook not told, the next sweep will", metadata: .reason(error))
    }
  }
}

extension Endpoint {
  func isNews(at now: Instant) -> Bool {
    guard let breaker else { return false }
    return breaker.isToTell(at: now) || state == .disabled && !breaker.isEndTold
  }
}

extension UnitOfWork {
  static let failingRule = "endpoint:failing"

  fileprivate func tell(of endpoint: Endpoint) throws {
    guard var breaker = endpoint.breaker else { return }
    let subject = ServiceMessage.endpoint(endpoint.name)
    let since = (breaker.failingSince ?? breaker.openedAt ?? sentAt).rfc3339
    let shown = since.prefix(16).replacing("T", with: " ")
    if endpoint.state == .disabled {
      breaker.isTold = true
      breaker.isEndTold = true
      let reason = endpoint.reason ?? ""
      try announceService(
        ServiceMessage(
          type: "endpoint.failing", subject: subject, rule: Self.failingRule, occurrence: "off:\(since)", light: .red,
          sentence: Bilingual(
            en: "Webhook “\(endpoint.name)” was switched off (\(reason)): no alert reaches it any more.",
            zh: "webhook“\(endpoint.name)”已停用（\(reason)），提醒不再发往该处。"),
          reason: Bilingual(
            en: "Put the receiver right, then: milepost webhook resume \(endpoint.name).",
            zh: "请修复接收方，然后执行：milepost webhook resume \(endpoint.name)。")),
        avoiding: endpoint.name)
    } else if breaker.isOpen {
      breaker.isTold = true
      try announceService(
        ServiceMessage(
          type: "endpoint.failing", subject: subject, rule: Self.failingRule, occurrence: since, light: .red,
          sentence: Bilingual(
            en: "Webhook “\(endpoint.name)” has failed since \(shown) UTC; what is due to it waits and is not lost.",
            zh: "webhook“\(endpoint.name)”自 \(shown)（UTC）起持续失败；其投递正在等待，不会丢失。"),
          reason: Bilingual(
            en: "See what it answers: milepost webhook deliveries \(endpoint.name) --attempts.",
            zh: "查看其应答：milepost webhook deliveries \(endpoint.name) --attempts。")),
        avoiding: endpoint.name)
    } else {
      breaker.isTold = false
      try announceService(
        ServiceMessage(
          type: "endpoint.recovered", subject: subject, rule: "endpoint:recovered", occurrence: sentAt.rfc3339,
          light: .green,
          sentence: Bilingual(
            en: "Webhook “\(endpoint.name)” answers again; what waited for it is going out.",
            zh: "webhook“\(endpoint.name)”已恢复，积压的提醒正在发出。")),
        state: .resolved, ending: Self.failingRule, avoiding: endpoint.name)
    }
    try writer.keep(breaker: breaker.isIdle ? nil : breaker, endpointID: endpoint.id)
  }
}
