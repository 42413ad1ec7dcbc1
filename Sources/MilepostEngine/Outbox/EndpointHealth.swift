import Logging
import MilepostCore
import MilepostStore
import MilepostWebhooks

/// What results say of the endpoints that gave them: breakers, limits, and those that want nothing more.
enum EndpointHealth {
  /// Something that people and the courier are to know, once the transaction stands.
  struct News: Sendable {
    enum Event: Sendable {
      case opened, closed, disabled
      /// It asked to be left alone for a while.
      case held
      /// It has failed for a while and nobody was told yet, or it was told and is over.
      case toTell
    }

    var endpointID: Int64
    var name: String
    var event: Event

    /// The courier is to give back what it holds for it.
    var isHalt: Bool { event == .opened || event == .disabled || event == .held }

    func report(to log: Logger) {
      let metadata: Logger.Metadata = ["webhook": "\(name)"]
      switch event {
      case .opened: log.warning("webhook fails, only probes go out", metadata: metadata)
      case .closed: log.notice("webhook answers again", metadata: metadata)
      case .disabled: log.error("webhook switched off", metadata: metadata)
      case .held, .toTell: break
      }
    }
  }

  /// Applies results to their endpoints and writes down what changed of them.
  static func apply(
    _ results: [AttemptResult], to endpoints: inout [Endpoint], at now: Instant, in writer: StoreWriter
  ) throws -> [News] {
    var news: [News] = []
    for index in endpoints.indices {
      let id = endpoints[index].id
      // All is well with most: nothing to look at, nothing to write.
      guard endpoints[index].breaker != nil || results.contains(where: { $0.endpointID == id && !$0.isDelivered })
      else { continue }
      let mine = results.filter { $0.endpointID == id }
      guard !mine.isEmpty else { continue }
      let before = endpoints[index]
      let events = judge(mine, &endpoints[index], at: now)
      if endpoints[index].breaker != before.breaker {
        try writer.keep(breaker: endpoints[index].breaker, endpointID: id)
      }
      if endpoints[index].throttle != before.throttle {
        try writer.keep(throttle: endpoints[index].throttle, endpointID: id)
      }
      if events.contains(.closed) { try writer.hasten(endpointID: id, at: now) }
      if events.contains(.disabled) { endpoints[index] = try disable(endpoints[index], before, at: now, in: writer) }
      news += events.map { News(endpointID: id, name: before.name, event: $0) }
    }
    return news
  }

  /// The pure part: what an endpoint is after these results.
  private static func judge(_ results: [AttemptResult], _ endpoint: inout Endpoint, at now: Instant) -> [News.Event] {
    var events: [News.Event] = []
    for result in results where endpoint.state != .disabled {
      if let holdMs = result.holdMs {
        var throttle = endpoint.throttle ?? Throttle()
        throttle.heldUntil = max(throttle.heldUntil ?? now, now.adding(milliseconds: holdMs))
        endpoint.throttle = throttle
        if !events.contains(.held) { events.append(.held) }
      }
      if result.decision == .gone {
        (endpoint.state, endpoint.reason) = (.disabled, "410 Gone")
        endpoint.breaker = endpoint.breaker ?? Breaker(windowStart: now)
        events.append(.disabled)
      }
      guard let outcome = result.outcome else { continue }
      let next = Breaker.after(outcome, endpoint.breaker, now: now, isProbe: result.isProbe)
      endpoint.breaker = next.state
      switch next.event {
      case .opened: events.append(.opened)
      case .closed: events.append(.closed)
      case .disabled:
        let since = next.state?.failingSince?.rfc3339.prefix(16).replacing("T", with: " ") ?? ""
        (endpoint.state, endpoint.reason) = (.disabled, "nothing but failures since \(since) UTC")
        events.append(.disabled)
      case nil: break
      }
    }
    if endpoint.breaker?.isToTell(at: now) ?? false { events.append(.toTell) }
    return events
  }

  private static func disable(
    _ endpoint: Endpoint, _ before: Endpoint, at now: Instant, in writer: StoreWriter
  ) throws -> Endpoint {
    let after = try writer.update(endpoint)
    try writer.appendLedger(
      author: "service", at: now, action: "webhook.disable", subject: endpoint.name, before: LedgerText.of(before),
      after: LedgerText.of(after),
      reason: endpoint.reason == "410 Gone" ? "the receiver answered 410 Gone" : endpoint.reason)
    return after
  }
}

extension AttemptResult {
  var isDelivered: Bool { decision == .delivered }

  /// What it says of the endpoint's health; nil: nothing.
  var outcome: Breaker.Outcome? {
    switch decision {
    case .delivered: .success
    case .withdrawn, .gone: nil
    case .retry, .dead: isThrottled ? nil : .failure
    }
  }
}
