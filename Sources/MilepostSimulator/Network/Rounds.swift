import MilepostCore
import MilepostWebhooks

/// The courier's rounds on simulated time: jobs are claimed, posted and their results recorded as the real one does it.
struct Rounds {
  private struct Request {
    let job: DeliveryJob
    let startedAt: Instant
    let ends: Int64
    let reply: Town.Reply
  }

  private let office: PostOffice
  private let clock: SimulatedClock
  private let mutation: Mutation?
  private let retry = RetryPolicy()
  private var dice: Dice
  private var waiting: [DeliveryJob] = []
  private var underWay: [Request] = []
  private var results: [AttemptResult] = []
  private var isWanted = true
  private var isFailing = false
  /// True time at which the outbox is to be asked again.
  private var nextAsk: Int64?
  private(set) var heldMost = 0
  /// A failure, or a success after one, was recorded: something may have been told of an endpoint.
  private(set) var hasNews = false

  private static let claimMax = 64
  private static let turnsMax = 100
  private static let retryAfterFailureMs: Int64 = 1000

  init(office: PostOffice, clock: SimulatedClock, dice: Dice, mutation: Mutation?) {
    self.office = office
    self.clock = clock
    self.dice = dice
    self.mutation = mutation
  }

  var isIdle: Bool { waiting.isEmpty && underWay.isEmpty && results.isEmpty }

  /// True time of the next thing to do; nil: when woken.
  var next: Int64? { [underWay.map(\.ends).min(), nextAsk].compactMap(\.self).min() }

  /// The clock was set: what was to be asked at a moment may be due.
  mutating func clockWasSet() { isWanted = true }

  /// Does what is to be done by now. True when a receiver said that it is gone.
  mutating func work(_ town: inout Town, names: [Int64: String]) -> Bool {
    if let ask = nextAsk, ask <= clock.time { (isWanted, isFailing, nextAsk) = (true, false, nil) }
    finish()
    hasNews = results.contains { $0.decision != .delivered || $0.isProbe }
    var isGone = false
    for _ in 0..<Self.turnsMax {
      let (wanted, withdrawn) = office.takeRequests()
      isWanted = isWanted || wanted
      for id in withdrawn { withdraw(id) }
      guard !isFailing, isWanted || !results.isEmpty else { break }
      isGone = results.contains { $0.decision == .gone } || isGone
      exchange()
      start(&town, names)
    }
    heldMost = max(heldMost, waiting.count + underWay.count)
    return isGone
  }

  private mutating func exchange() {
    do {
      let claimed = try office.source.exchange(results: results, claiming: Self.claimMax)
      (isWanted, nextAsk, results) = (false, nil, [])
      for id in claimed.halted { withdraw(id) }
      waiting += claimed.jobs
      guard let next = claimed.nextAttempt else { return }
      if next <= clock.now() { isWanted = true } else { nextAsk = clock.time(of: next) }
    } catch {
      isFailing = true
      nextAsk = clock.time + Self.retryAfterFailureMs
    }
  }

  private mutating func start(_ town: inout Town, _ names: [Int64: String]) {
    let jobs = waiting
    waiting = []
    for job in jobs {
      let busy = underWay.count { $0.job.endpointID == job.endpointID }
      guard busy < job.concurrency else {
        waiting.append(job)
        continue
      }
      var sent = job
      if mutation == .freshIDs, job.attempt > 1 { sent = job.renamed("\(job.messageID)-\(job.attempt)") }
      let reply = town.request(sent, to: names[job.endpointID] ?? "", at: clock.time)
      underWay.append(
        Request(job: job, startedAt: clock.now(), ends: clock.time + reply.durationMs, reply: reply))
    }
  }

  private mutating func finish() {
    let ended = underWay.filter { $0.ends <= clock.time }.sorted { ($0.ends, $0.job.id) < ($1.ends, $1.job.id) }
    guard !ended.isEmpty else { return }
    underWay.removeAll { $0.ends <= clock.time }
    for request in ended {
      if mutation == .dropSettlements, dice.once(in: 4) { continue }
      let result = result(of: request)
      results.append(result)
      if result.decision == .gone { withdraw(result.endpointID) }
    }
  }

  private mutating func withdraw(_ endpointID: Int64) {
    for job in waiting where job.endpointID == endpointID {
      results.append(
        AttemptResult(
          jobID: job.id, endpointID: job.endpointID, attempt: job.attempt, decision: .withdrawn, status: nil,
          error: nil, startedAt: clock.now(), durationMs: 0, responseHead: nil, uncounted: job.uncounted,
          isProbe: job.isProbe))
    }
    waiting.removeAll { $0.endpointID == endpointID }
  }

  private mutating func result(of request: Request) -> AttemptResult {
    let (job, reply) = (request.job, request.reply)
    let decision: Decision
    switch reply.status {
    case let status? where (200..<300).contains(status): decision = .delivered
    case 410 where mutation != .deafTo410: decision = .gone
    default:
      if mutation == .believeFailures, dice.once(in: 3) {
        decision = .delivered
      } else {
        let wish = reply.status == 429 ? reply.retryAfterMs : nil
        decision =
          retry.next(after: job.attempt, retryAfterMs: wish, now: clock.now(), using: &dice).map(Decision.retry)
          ?? .dead
      }
    }
    let error: String? = decision == .delivered ? nil : reply.status.map { "HTTP \($0)" } ?? "no answer"
    return AttemptResult(
      jobID: job.id, endpointID: job.endpointID, attempt: job.attempt, decision: decision, status: reply.status,
      error: error, startedAt: request.startedAt, durationMs: reply.durationMs, responseHead: nil,
      uncounted: job.uncounted, isProbe: job.isProbe)
  }
}

extension DeliveryJob {
  fileprivate func renamed(_ messageID: String) -> DeliveryJob {
    DeliveryJob(
      id: id, endpointID: endpointID, url: url, secret: secret, messageID: messageID, body: body, attempt: attempt,
      concurrency: concurrency, format: format, language: language)
  }
}
