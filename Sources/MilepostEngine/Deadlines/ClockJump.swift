import Dispatch
import Logging
import MilepostCore
import MilepostStore
import Synchronization

/// What is done when the clock was set back: checks that rest on what is no longer true are set anew.
extension Engine {
  /// A step back of less than this is a clock being trimmed.
  static let jumpBackMs: Int64 = 60_000

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
}

/// That watches were set back for deeds of a time still to come, and when: until there are newer ones, or the clock goes
/// back once more, once is enough.
struct Rewound: Sendable {
  let latest: Instant
  let at: Instant

  func isEnough(for latest: Instant, at now: Instant) -> Bool { latest == self.latest && now >= at }
}
