import Logging
import MilepostCore
import MilepostStore
import MilepostWebhooks

/// The courier's way into the store: results are recorded and the next jobs claimed in one transaction.
struct OutboxSource: DeliverySource {
  let store: Store
  let wall: any EngineClock
  let log: Logger
  /// Exchanges fail.
  let trouble: Standing
  let meters: Meters
  let answering: Answering

  func exchange(results: [AttemptResult], claiming limit: Int) throws -> DeliveryBatch {
    let now = wall.now()
    let links = limit > 0 ? try answering.linkMaker() : nil
    let batch = try store.write { writer in
      try record(results, at: now, in: writer)
      guard limit > 0 else { return DeliveryBatch(jobs: [], nextAttempt: nil) }
      let jobs = try writer.leaseDue(at: now, limit: limit).map { try job($0, links, in: writer.reader) }
      let isMoreDue = jobs.count == limit
      return DeliveryBatch(jobs: jobs, nextAttempt: isMoreDue ? now : try writer.reader.earliestAttempt(after: now))
    }
    if trouble.clear() { log.notice("outbox works again") }
    meters.observe(results, at: now)
    for result in results { report(result) }
    return batch
  }

  private func record(_ results: [AttemptResult], at now: Instant, in writer: StoreWriter) throws {
    guard !results.isEmpty else { return }
    try writer.settle(results.map(settlement), at: now)
    for id in Set(results.filter { $0.decision == .gone }.map(\.endpointID)) {
      guard var endpoint = try writer.reader.endpoint(id: id), endpoint.state != .disabled else { continue }
      let before = endpoint
      endpoint.state = .disabled
      endpoint.reason = "410 Gone"
      let after = try writer.update(endpoint)
      try writer.appendLedger(
        author: "service", at: now, action: "webhook.disable", subject: endpoint.name,
        before: LedgerText.of(before), after: LedgerText.of(after), reason: "the receiver answered 410 Gone")
    }
  }

  private func settlement(_ result: AttemptResult) -> Settlement {
    let outcome: Settlement.Outcome =
      switch result.decision {
      case .delivered: .delivered
      case .retry(let at): .retry(at: at)
      case .dead, .gone: .dead
      case .withdrawn: .released
      }
    return Settlement(
      deliveryID: result.jobID, endpointID: result.endpointID, attempt: result.attempt, outcome: outcome,
      status: result.status, error: result.error, startedAt: result.startedAt, durationMs: result.durationMs,
      responseHead: result.responseHead)
  }

  private func job(
    _ leased: LeasedDelivery, _ links: AnswerLinkMaker?, in reader: StoreReader
  ) throws -> DeliveryJob {
    let body = try links?.body(of: leased) { try reader.alertBodies(deliveryID: leased.delivery.id) } ?? leased.body
    return DeliveryJob(
      id: leased.delivery.id, endpointID: leased.endpoint.id, url: leased.endpoint.url,
      secret: leased.endpoint.secret, messageID: leased.delivery.messageID, body: body,
      attempt: leased.delivery.attempts + 1, concurrency: leased.endpoint.concurrency,
      format: leased.endpoint.format, language: leased.endpoint.language, dueAt: leased.dueAt)
  }

  private func report(_ result: AttemptResult) {
    let metadata: Logger.Metadata = [
      "delivery": "\(result.jobID)", "message": "\(result.messageID)", "endpoint": "\(result.endpointID)",
      "attempt": "\(result.attempt)",
      "status": "\(result.status.map(String.init) ?? "-")", "ms": "\(result.durationMs)",
    ]
    switch result.decision {
    case .delivered: log.debug("delivered", metadata: metadata)
    case .retry(let at):
      log.notice(
        "not delivered, will be tried again",
        metadata: metadata.merging(["error": "\(result.error ?? "-")", "next": "\(at.rfc3339)"]) { $1 })
    case .withdrawn: break
    case .dead, .gone:
      log.error(
        "not delivered, given up", metadata: metadata.merging(["error": "\(result.error ?? "-")"]) { $1 })
    }
  }
}
