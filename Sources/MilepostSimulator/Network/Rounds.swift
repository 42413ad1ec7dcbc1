import Foundation
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
  /// Results were recorded that halt an endpoint, or that may have rung for something to be told of one.
  private(set) var hasHalted = false
  private(set) var hasSettled = false
  /// Results could not be written down since somebody last asked.
  var hasFailed = false

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

  /// Messages that are under way, or in hand to be.
  var heldMessages: [String] { waiting.map(\.messageID) + underWay.map(\.job.messageID) }

  /// Somebody has asked for a round since the last one: there is something new in the outbox.
  var isCalled: Bool { office.isWanted }

  /// The clock was set: what was to be asked at a moment may be due.
  mutating func clockWasSet() { isWanted = true }

  /// Results were written down in the last turn: what they have somebody else do comes before the next one.
  private(set) var isToGoOn = false

  /// Does what is to be done by now. True when a receiver said that it is gone.
  mutating func work(_ town: inout Town, names: [Int64: String]) -> Bool {
    if let ask = nextAsk, ask <= clock.time { (isWanted, isFailing, nextAsk) = (true, false, nil) }
    finish()
    (hasHalted, hasSettled, isToGoOn) = (false, false, false)
    var isGone = false
    for _ in 0..<Self.turnsMax {
      let (wanted, withdrawn) = office.takeRequests()
      isWanted = isWanted || wanted
      for id in withdrawn { withdraw(id) }
      guard !isFailing, isWanted || !results.isEmpty else { break }
      isGone = results.contains { $0.decision == .gone } || isGone
      exchange()
      start(&town, names)
      if hasSettled {
        isToGoOn = true
        break
      }
    }
    heldMost = max(heldMost, waiting.count + underWay.count)
    return isGone
  }

  private mutating func exchange() {
    do {
      let claimed = try office.source.exchange(results: results, claiming: Self.claimMax)
      hasSettled = hasSettled || !results.isEmpty
      hasHalted = hasHalted || !claimed.halted.isEmpty
      (isWanted, nextAsk, results) = (false, nil, [])
      for id in claimed.halted { withdraw(id) }
      waiting += claimed.jobs
      guard let next = claimed.nextAttempt else { return }
      if next <= clock.now() { isWanted = true } else { nextAsk = clock.time(of: next) }
    } catch {
      isFailing = true
      hasFailed = true
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
      if mutation == .cutGroups { sent = job.cut() }
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
      if result.decision == .gone || result.isThrottled { withdraw(result.endpointID) }
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
    let isThrottled = reply.status == 429
    let decision: Decision
    switch reply.status {
    case let status? where (200..<300).contains(status): decision = .delivered
    case 410 where mutation != .deafTo410: decision = .gone
    default:
      if mutation == .believeFailures, dice.once(in: 3) {
        decision = .delivered
      } else {
        // Being asked to wait is no try.
        decision =
          retry.next(
            after: isThrottled ? 0 : job.attempt, retryAfterMs: isThrottled ? reply.retryAfterMs : nil,
            now: clock.now(), using: &dice
          ).map(Decision.retry) ?? .dead
      }
    }
    let error: String? = decision == .delivered ? nil : reply.status.map { "HTTP \($0)" } ?? "no answer"
    var result = AttemptResult(
      jobID: job.id, endpointID: job.endpointID, attempt: job.attempt, decision: decision, status: reply.status,
      error: error, startedAt: request.startedAt, durationMs: reply.durationMs, responseHead: nil,
      uncounted: job.uncounted, isProbe: job.isProbe)
    result.isThrottled = isThrottled && decision != .delivered
    if result.isThrottled { result.holdMs = reply.retryAfterMs > 0 ? reply.retryAfterMs : 10_000 }
    return result
  }
}

extension DeliveryJob {
  /// Without the last alert of a group.
  fileprivate func cut() -> DeliveryJob {
    guard body.contains("\"alert.group\""), let last = body.range(of: ",{\"type\":", options: .backwards),
      let end = body.range(of: "],\"count\"")
    else { return self }
    return DeliveryJob(
      id: id, to: target, messageID: messageID, body: String(body[..<last.lowerBound] + body[end.lowerBound...]),
      attempt: attempt, uncounted: uncounted, isProbe: isProbe)
  }

  fileprivate func renamed(_ messageID: String) -> DeliveryJob {
    DeliveryJob(
      id: id, to: target, messageID: messageID, body: body, attempt: attempt, uncounted: uncounted, isProbe: isProbe)
  }
}
