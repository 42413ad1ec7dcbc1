import Logging
import MilepostCore
import MilepostStore
import MilepostWebhooks
import Synchronization

/// The courier's way into the store: results are recorded and the next jobs claimed in one transaction.
struct OutboxSource: DeliverySource {
  let store: Store
  let wall: any EngineClock
  let log: Logger
  /// Exchanges fail.
  let trouble: Standing
  let meters: Meters
  let answering: Answering
  let random: any RandomSource
  /// Rung when there is something to tell of an endpoint.
  let bell: Bell
  private let options = OptionsMemory()
  /// How many endpoints that are gone are worth no look.
  private static let goneMax = 100

  init(
    store: Store, wall: any EngineClock, log: Logger, trouble: Standing, meters: Meters, answering: Answering,
    random: any RandomSource, bell: Bell
  ) {
    self.store = store
    self.wall = wall
    self.log = log
    self.trouble = trouble
    self.meters = meters
    self.answering = answering
    self.random = random
    self.bell = bell
  }

  func exchange(results: [AttemptResult], claiming limit: Int) throws -> DeliveryBatch {
    let now = wall.now()
    let links = limit > 0 ? try answering.linkMaker() : nil
    var news: [EndpointHealth.News] = []
    var known: [Endpoint] = []
    let batch = try store.write { writer in
      var endpoints = limit > 0 || !results.isEmpty ? try writer.reader.endpoints() : []
      try writer.settle(results.map(settlement), at: now)
      news = try EndpointHealth.apply(results, to: &endpoints, at: now, in: writer)
      known = endpoints
      let claimed = try writer.claim(endpoints, at: now, limit: limit) { MessageID.make { random.next() } }
      return DeliveryBatch(
        jobs: try jobs(claimed.deliveries, to: endpoints, links, in: writer.reader), nextAttempt: claimed.nextAttempt,
        halted: Set(news.filter(\.isHalt).map(\.endpointID)))
    }
    if trouble.clear() { log.notice("outbox works again") }
    meters.observe(results, at: now)
    if limit > 0 || !results.isEmpty { forget(allBut: known) }
    for result in results { report(result) }
    for event in news { event.report(to: log) }
    if news.contains(where: { $0.event != .held }) { bell.ring() }
    return batch
  }

  /// Endpoints come and go for as long as the process lives; what is kept of each in memory goes with them.
  private func forget(allBut endpoints: [Endpoint]) {
    let kept = max(meters.attemptKinds / Meters.Outcome.allCases.count, options.count)
    guard kept > endpoints.count + Self.goneMax else { return }
    let ids = Set(endpoints.map(\.id))
    meters.forget(allBut: ids)
    options.forget(allBut: ids)
  }

  private func settlement(_ result: AttemptResult) -> Settlement {
    let outcome: Settlement.Outcome =
      switch result.decision {
      case .delivered: .delivered
      case .retry(let at): result.isProbe ? .probed : .retry(at: at)
      case .dead, .gone: .dead
      case .withdrawn: .released
      }
    return Settlement(
      deliveryID: result.jobID, endpointID: result.endpointID, attempts: result.attempt - (result.isCounted ? 0 : 1),
      uncounted: result.uncounted + (result.isCounted ? 0 : 1), outcome: outcome, status: result.status,
      error: result.error, startedAt: result.startedAt, durationMs: result.durationMs,
      responseHead: result.responseHead)
  }

  private func jobs(
    _ leased: [LeasedDelivery], to endpoints: [Endpoint], _ links: AnswerLinkMaker?, in reader: StoreReader
  ) throws -> [DeliveryJob] {
    guard !leased.isEmpty else { return [] }
    let targets = Dictionary(uniqueKeysWithValues: endpoints.map { ($0.id, target($0)) })
    return try leased.compactMap { leased in
      guard let target = targets[leased.delivery.endpointID] else { return nil }
      let body = try links?.body(of: leased) { try reader.alertBodies(deliveryID: leased.delivery.id) } ?? leased.body
      return DeliveryJob(
        id: leased.delivery.id, to: target, messageID: leased.delivery.messageID, body: body,
        attempt: leased.delivery.attempts + 1, uncounted: leased.delivery.uncounted, isProbe: leased.isProbe,
        dueAt: leased.dueAt)
    }
  }

  private func target(_ endpoint: Endpoint) -> JobTarget {
    JobTarget(
      endpointID: endpoint.id, url: endpoint.url, secret: endpoint.secret, concurrency: endpoint.concurrency,
      format: endpoint.format, language: endpoint.language,
      options: endpoint.options.map { options.made($0, for: endpoint.id) })
  }

  private func report(_ result: AttemptResult) {
    // Almost all were delivered, and almost nobody listens to that.
    guard !result.isDelivered || log.logLevel <= .debug else { return }
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

/// Endpoints' options as jobs carry them, made once while they stay as they are.
private final class OptionsMemory: Sendable {
  private let made = Mutex<[Int64: JobOptions]>([:])

  func made(_ options: EndpointOptions, for endpointID: Int64) -> JobOptions {
    made.withLock { made in
      if let known = made[endpointID], known.value == options { return known }
      let fresh = JobOptions(options)
      made[endpointID] = fresh
      return fresh
    }
  }

  var count: Int { made.withLock { $0.count } }

  func forget(allBut endpointIDs: Set<Int64>) {
    made.withLock { made in made = made.filter { endpointIDs.contains($0.key) } }
  }
}

/// Calls whoever has been named for it; until then rings unheard, and what it would have told is found on the sweep.
final class Bell: Sendable {
  private let listener = Mutex<(@Sendable () -> Void)?>(nil)

  func heard(by listener: @escaping @Sendable () -> Void) { self.listener.withLock { $0 = listener } }

  func ring() { listener.withLock { $0 }?() }
}
