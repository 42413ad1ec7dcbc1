import Dispatch
import Logging
import MilepostCore
import MilepostStore
import MilepostWebhooks
import Synchronization

/// The tick: what is due is claimed in batches, judged, and written with its alerts, outbox rows and next check in one
/// transaction a batch.
extension Engine {
  /// Milestones in one transaction: enough to spread the cost of the disk's sync, few enough to let changes in between.
  static let batchMax = 1000
  static let retryAfterFailure = DispatchTimeInterval.seconds(1)
  /// What came due together is stored before it goes out, for as long as this: the courier's own records and the tick's
  /// would otherwise take turns at the disk, and both be slower.
  static let storingSpan = DispatchTimeInterval.milliseconds(250)

  /// Does what is due part by part, giving way to waiting changes after each; then arms the timer.
  func tick(whenDone done: @escaping @Sendable () -> Void = {}) {
    dispatchPrecondition(condition: .onQueue(queue))
    timer.forget()
    guard !stopping.isOn else { return done() }
    do {
      let wakes = try store.read { try $0.wakes() }
      if try takeUp(wakes) {
        tellCourier(afterStoringFor: Engine.storingSpan)
        turn { $0.tick(whenDone: done) }
        return
      }
      timer.arm(at: wakes.earliest)
      if trouble.clear() { log.notice("deadlines are checked again") }
    } catch {
      meters.countTickFailure()
      if trouble.set() { log.error("deadlines not checked, trying each second", metadata: .reason(error)) }
      tickLater()
    }
    tellCourier(afterStoringFor: .seconds(0))
    done()
  }

  /// Deals with a first part of what is due. False when nothing is.
  private func takeUp(_ wakes: Wakes) throws -> Bool {
    let now = clock.now()
    func isDue(_ moment: Instant?) -> Bool { moment.map { $0 <= now } ?? false }
    if isDue(wakes.check) {
      try runBatch(at: now)
    } else if isDue(wakes.forecast) {
      try forecastNext(at: now)
    } else if isDue(wakes.dispatch) {
      try dispatchNext(at: now)
    } else {
      return false
    }
    return true
  }

  /// Wakes the courier, if there is something new for it since at least so long.
  private func tellCourier(afterStoringFor span: DispatchTimeInterval) {
    let isTime = untold.withLock { since in
      guard let begun = since, DispatchTime.now() >= begun + span else { return false }
      since = nil
      return true
    }
    guard isTime else { return }
    courier.wake()
    bulletin.post()
  }

  /// By the machine's own clock: a rehearsed second may be over in no time. One retry waits at a time.
  private func tickLater() {
    guard retry.set() else { return }
    queue.asyncAfter(deadline: .now() + Engine.retryAfterFailure) { [weak self] in
      guard let self, retry.clear(), timer.isRunning else { return }
      tick()
    }
  }

  /// Arms the timer at the earliest check and tells the courier that there may be something to deliver.
  func armAndWake() {
    do {
      timer.arm(at: try store.read { try $0.wakes() }.earliest)
    } catch {
      log.error("next check not known, the sweep will look", metadata: .reason(error))
    }
    courier.wake()
  }

  private func runBatch(at now: Instant) throws {
    let configuration = configuration
    let started = DispatchTime.now().uptimeNanoseconds
    var due: [Int64] = []
    let fired: Int
    do {
      fired = try store.write { writer in
        let work = unitOfWork(writer, at: now, configuration)
        let milestones = try writer.dueMilestones(at: now, limit: Engine.batchMax)
        due = milestones.map(\.id)
        var fired = 0
        for milestone in milestones where try work.check(milestone) { fired += 1 }
        return fired
      }
    } catch let refusal as Refusal where !refusal.isOfStorage {
      fired = try checkOneByOne(due, at: now)
    }
    if fired > 0 { untold.withLock { $0 = $0 ?? .now() } }
    let micros = (DispatchTime.now().uptimeNanoseconds - started) / 1000
    meters.observeTick(milestones: due.count, microseconds: micros)
    log.info("checked deadlines", metadata: ["due": "\(due.count)", "alerts": "\(fired)", "us": "\(micros)"])
  }
}
