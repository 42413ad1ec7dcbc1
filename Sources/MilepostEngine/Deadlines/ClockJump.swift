import Dispatch
import Logging
import MilepostCore
import MilepostStore
import Synchronization

/// What is done when the clock was set back: checks that rest on what is no longer true are set anew.
extension Engine {
  /// A step back of less than this is a clock being trimmed.
  static let jumpBackMs: Int64 = 60_000
  private static let batch = 1000

  /// A clock that ran ahead and was set right again has marked firings as dealt with that are still to come. The
  /// watermarks go back to now; the alerts' unique keys keep what has fired from firing twice. The first batch at once, each
  /// further one in a turn of its own, so that changes and ticks come in between.
  func recoverFromClockJump() {
    dispatchPrecondition(condition: .onQueue(queue))
    let now = clock.now()
    do {
      let latest = try latestEntry.withLock { known in try store.read { try $0.latestDeedTime(&known) } }
      guard let latest, latest.since(now) > Engine.jumpBackMs else { return }
      guard rewound.withLock({ $0?.isEnough(for: latest, at: now) ?? false }) == false else { return }
      rewound.withLock { $0 = Rewound(latest: latest, at: now) }
    } catch {
      return log.error("clock jump not handled, the sweep will try again", metadata: .reason(error))
    }
    rewind(behind: 0, changed: 0)
  }

  private func rewind(behind id: Int64, changed: Int) {
    guard !stopping.isOn else { return }
    let now = clock.now()
    do {
      let (count, last) = try store.write { writer in
        let work = unitOfWork(writer, at: now, configuration)
        if id == 0 { try work.rewindWaiting() }
        return try work.rewind(behind: id, limit: Engine.batch)
      }
      let changed = changed + count
      if let last { return turn { $0.rewind(behind: last, changed: changed) } }
      if changed > 0 {
        log.warning("the clock was set back", metadata: ["milestones": "\(changed)", "now": "\(now.rfc3339)"])
      }
      // Whoever called looks at the deadlines after the first batch.
      if id > 0 { tick() }
    } catch {
      rewound.withLock { $0 = nil }
      log.error("clock jump not handled, the sweep will try again", metadata: .reason(error))
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
