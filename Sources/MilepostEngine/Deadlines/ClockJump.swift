import Dispatch
import Logging
import MilepostCore
import MilepostStore
import Synchronization

/// What is done when the clock was set back, or the calendars changed: checks that rest on what is no longer true are
/// set anew.
extension Engine {
  /// A step back of less than this is a clock being trimmed.
  static let jumpBackMs: Int64 = 60_000
  private static let sweepBatch = 1000

  /// A clock that ran ahead and was set right again has marked firings as dealt with that are still to come. The
  /// watermarks go back to now; the alerts' unique keys keep what has fired from firing twice.
  func recoverFromClockJump() {
    dispatchPrecondition(condition: .onQueue(queue))
    let now = clock.now()
    do {
      let latest = try latestEntry.withLock { known in try store.read { try $0.latestDeedTime(&known) } }
      guard let latest, latest.since(now) > Engine.jumpBackMs else { return }
      guard rewound.withLock({ $0?.isEnough(for: latest, at: now) ?? false }) == false else { return }
      let changed = try store.write { writer in
        let work = unitOfWork(writer, at: now, configuration)
        return try work.rewind()
      }
      rewound.withLock { $0 = Rewound(latest: latest, at: now) }
      guard changed > 0 else { return }
      log.warning("the clock was set back", metadata: ["milestones": "\(changed)", "now": "\(now.rfc3339)"])
    } catch {
      log.error("clock jump not handled, the sweep will try again", metadata: .reason(error))
    }
  }

  /// Sets every open milestone's next check anew when the calendars, or the rules of zones, are others than those it was
  /// computed with. One batch a turn of the queue, so that changes and ticks come in between.
  func recheckAfterCalendarChange() {
    let fingerprint = grounds
    do {
      guard try store.read({ try $0.note(.calendars) }) != fingerprint else { return }
    } catch {
      log.error("calendars not compared", metadata: .reason(error))
      return
    }
    recheck(after: 0, fingerprint: fingerprint)
  }

  /// What moments are computed with, beside what the store has.
  private var grounds: String { "\(calendars.fingerprint) \(zones.version)" }

  private func recheck(after id: Int64, fingerprint: String) {
    guard fingerprint == grounds else { return }
    let now = clock.now()
    do {
      let last = try store.write { writer -> Int64? in
        let work = unitOfWork(writer, at: now, configuration)
        let batch = try writer.reader.openMilestones(afterID: id, limit: Engine.sweepBatch)
        for milestone in batch { try work.recheck(milestone) }
        try work.finish()
        if batch.count < Engine.sweepBatch {
          try writer.forecastAll(at: now)
          try work.rescheduleBatches()
          try writer.setNote(.calendars, fingerprint)
        }
        return batch.count < Engine.sweepBatch ? nil : batch.last?.id
      }
      if let last {
        turn { $0.recheck(after: last, fingerprint: fingerprint) }
      } else {
        turn { $0.tick() }
      }
    } catch {
      log.error("checks not set anew after a calendar change", metadata: .reason(error))
    }
  }
}

/// That watches were set back for deeds of a time still to come, and when: until there are newer ones, or the clock goes
/// back once more, once is enough.
struct Rewound: Sendable {
  let latest: Instant
  let at: Instant

  func isEnough(for latest: Instant, at now: Instant) -> Bool { latest == self.latest && now >= at }
}
