import CCurl
import Dispatch
import MilepostCore

/// The courier's state and the rules by which jobs become requests. Belongs to one queue.
final class CourierLoop {
  let transfers: TransferLoop
  let outbox: OutboxExchange
  private let clock: @Sendable () -> Instant
  private var settings: CourierSettings
  private var policy: NetworkPolicy
  private let handles: EasyHandles
  private var random = SystemRandomNumberGenerator()
  private var endpoints: [Int64: EndpointQueue] = [:]
  /// Endpoints that may start a request, taken in turn, one request each.
  private var line = FIFO<EndpointQueue>()
  private var underWay: [UnsafeMutableRawPointer: Transfer] = [:]
  /// Jobs that wait, of all endpoints.
  private var waitingCount = 0
  private var whenStopped: (@Sendable () -> Void)?

  init(
    transfers: TransferLoop, outbox: OutboxExchange, settings: CourierSettings, policy: NetworkPolicy,
    clock: @escaping @Sendable () -> Instant
  ) {
    self.transfers = transfers
    self.outbox = outbox
    self.settings = settings
    self.policy = policy
    self.clock = clock
    handles = EasyHandles(authorities: settings.authorities, sockets: transfers.sockets)
    outbox.limit = settings.batchMax
  }

  func start() {
    transfers.onDone = { [unowned self] in finish($0, $1) }
    transfers.onTurn = { [unowned self] in proceed() }
    outbox.onJobs = { [unowned self] in take($0) }
    outbox.onHalt = { [unowned self] in withdraw(endpointID: $0) }
    outbox.onIdle = { [unowned self] in endIfDone() }
    outbox.isBusy = { [unowned self] in waitingCount > 2 * settings.concurrencyMax }
    transfers.start()
    outbox.wake()
  }

  func apply(settings: CourierSettings, policy: NetworkPolicy) {
    self.settings = settings
    self.policy = policy
    handles.use(authorities: settings.authorities)
    outbox.limit = settings.batchMax
    transfers.keep(connections: settings.concurrencyMax)
    proceed()
  }

  /// One try at once, whatever else is under way.
  func attempt(_ job: DeliveryJob, answer: @escaping @Sendable (AttemptResult) -> Void) {
    guard whenStopped == nil else {
      return answer(.unbegun(job, .withdrawn, error: "service is stopping", at: clock()))
    }
    begin(job, answer: answer)
    transfers.advance()
    proceed()
  }

  /// Gives back what waits for an endpoint; requests under way run to their end.
  func withdraw(endpointID: Int64) {
    giveBack(endpointID)
    proceed()
  }

  private func giveBack(_ endpointID: Int64) {
    guard let endpoint = endpoints[endpointID] else { return }
    while let job = endpoint.waiting.popFirst() {
      waitingCount -= 1
      outbox.record(.unbegun(job, .withdrawn, error: nil, at: clock()))
    }
    endpoint.isWithdrawn = true
    forgetIfDone(endpoint)
  }

  private func forgetIfDone(_ endpoint: EndpointQueue) {
    if endpoint.isForgettable { endpoints[endpoint.endpointID] = nil }
  }

  private func take(_ jobs: [DeliveryJob]) {
    for job in jobs {
      let endpoint = endpoint(of: job)
      endpoint.limit(to: job.concurrency)
      endpoint.waiting.append(job)
      waitingCount += 1
      endpoint.isWithdrawn = false
      enterLine(endpoint)
    }
    proceed()
  }

  private func endpoint(of job: DeliveryJob) -> EndpointQueue {
    if let known = endpoints[job.endpointID] { return known }
    let made = EndpointQueue(
      endpointID: job.endpointID, concurrency: job.concurrency, firstWindow: settings.firstWindow)
    endpoints[job.endpointID] = made
    return made
  }

  private func enterLine(_ endpoint: EndpointQueue) {
    guard endpoint.mayStart, !endpoint.isInLine else { return }
    endpoint.isInLine = true
    line.append(endpoint)
  }

  /// Starts what may start, then records what has ended.
  private func proceed() {
    var started = 0
    repeat {
      started = startWaiting()
      transfers.advance()
      // What failed at once has made room already, and no event will tell of it.
    } while underWay.count < settings.concurrencyMax && !line.isEmpty && started > 0
    outbox.exchangeIfUseful()
    endIfDone()
  }

  /// Half of all connections go to whoever comes first. Of the rest none gets more than its part, so that endpoints
  /// that were well a moment ago and now hang leave room for the others.
  private var fairShare: Int {
    underWay.count * 2 < settings.concurrencyMax ? .max : max(2, settings.concurrencyMax / max(1, endpoints.count))
  }

  /// Returns how many it started.
  private func startWaiting() -> Int {
    var started = 0
    var full: [EndpointQueue] = []
    defer {
      // They stand in line again once there is room.
      for endpoint in full { line.append(endpoint) }
    }
    while underWay.count < settings.concurrencyMax, let endpoint = line.popFirst() {
      endpoint.isInLine = false
      guard endpoint.mayStart else {
        forgetIfDone(endpoint)
        continue
      }
      guard endpoint.underWay < fairShare else {
        endpoint.isInLine = true
        full.append(endpoint)
        continue
      }
      guard let job = endpoint.waiting.popFirst() else { continue }
      waitingCount -= 1
      endpoint.underWay += 1
      started += 1
      begin(job, answer: nil)
      enterLine(endpoint)
    }
    return started
  }

  private func begin(_ job: DeliveryJob, answer: (@Sendable (AttemptResult) -> Void)?) {
    let now = clock()
    let signer = job.isSigned ? signer(for: job) : nil
    guard signer != nil || !job.isSigned else {
      return close(.unbegun(job, .dead, error: "signing secret not usable", at: now), answer)
    }
    guard let handle = handles.take(isMail: job.format == .email),
      let transfer = Transfer(
        job, on: handle, signer: signer, at: now, settings: settings, policy: policy, answer: answer)
    else { return postpone(job, answer, now) }
    underWay[transfer.easy] = transfer
    if !transfers.add(transfer) {
      end(transfer)
      postpone(job, answer, now)
    }
  }

  private func postpone(_ job: DeliveryJob, _ answer: (@Sendable (AttemptResult) -> Void)?, _ now: Instant) {
    let next = settings.retry.next(after: job.attempt, retryAfterMs: nil, now: now, using: &random)
    close(.unbegun(job, next.map(Decision.retry) ?? .dead, error: "out of memory", at: now), answer)
  }

  private func finish(_ transfer: Transfer, _ code: CURLcode) {
    let result = transfer.result(code, now: clock(), retry: settings.retry, using: &random)
    end(transfer)
    close(result, transfer.answer)
  }

  private func end(_ transfer: Transfer) {
    underWay[transfer.easy] = nil
    if transfer.isPlain { handles.give(back: transfer.handle) }
  }

  private func close(_ result: AttemptResult, _ answer: (@Sendable (AttemptResult) -> Void)?) {
    if let answer { return answer(result) }
    outbox.record(result)
    guard let endpoint = endpoints[result.endpointID] else { return }
    endpoint.underWay -= 1
    endpoint.learn(isHealthy: result.isHealthy)
    forgetIfDone(endpoint)
    // It wants nothing more, or nothing for a while: what waits for it here is not sent on top.
    if result.decision == .gone || result.isThrottled { giveBack(result.endpointID) }
    enterLine(endpoint)
  }

  /// Kept with what waits for the endpoint, so that a secret goes when its endpoint does.
  private func signer(for job: DeliveryJob) -> Signer? {
    let options = job.options?.value
    let key = SignerKey(secret: job.secret, signingKey: options?.signingKey, retiring: options?.retiring)
    let endpoint = endpoints[job.endpointID]
    if let known = endpoint?.signer, known.key == key { return known.made }
    guard let signer = Signer(secret: job.secret, options: options) else { return nil }
    endpoint?.signer = (key, signer)
    return signer
  }
}

extension CourierLoop {
  /// Starts nothing more; calls `done` when what is under way has ended and is recorded.
  func stop(_ done: @escaping @Sendable () -> Void) {
    whenStopped = done
    outbox.limit = 0
    for endpointID in endpoints.keys { withdraw(endpointID: endpointID) }
    endIfDone()
  }

  /// Ends what is still under way, as if it had not been tried: it will be, under the same id.
  func abort() {
    for transfer in Array(underWay.values) {
      transfers.remove(transfer)
      end(transfer)
      close(.unbegun(transfer.job, .withdrawn, error: "service is stopping", at: clock()), transfer.answer)
    }
    proceed()
  }

  /// Ends without the last results: the disk does not take them. What they tell of is sent again.
  func giveUp() { end() }

  private func endIfDone() {
    guard underWay.isEmpty, outbox.isIdle else { return }
    end()
  }

  private func end() {
    guard let done = whenStopped else { return }
    whenStopped = {}
    transfers.stop()
    outbox.stop()
    done()
  }
}
