import Logging
import MilepostCore
import MilepostStore
import Synchronization

/// What was sent long ago is forgotten in small batches, so that no change ever waits for it.
extension Engine {
  private static let batchesMax = 4

  /// Called on the sweep. Walks from the oldest delivery on, and rests for an hour when it has come to what is kept.
  func pruneHistory() {
    let now = wall.now()
    let kept = now.adding(milliseconds: -Int64(settings.historyDays) * 86_400_000)
    guard pruning.mayWalk(at: now) else { return }
    do {
      for _ in 0..<Engine.batchesMax {
        let step = try store.write { try $0.pruneDeliveries(finishedBefore: kept, afterID: pruning.position) }
        if step.pruned > 0 { log.info("forgot old deliveries", metadata: ["count": "\(step.pruned)"]) }
        pruning.walked(to: step.nextID, at: now)
        if step.nextID == nil { return }
      }
    } catch {
      log.error("old deliveries not forgotten, the next sweep will", metadata: .reason(error))
    }
  }
}

/// Where the walk over old deliveries stands.
final class PruningWalk: Sendable {
  private static let restMs: Int64 = 3_600_000
  private let state = Mutex<(position: Int64, notBefore: Instant?)>((0, nil))

  var position: Int64 { state.withLock { $0.position } }

  func mayWalk(at now: Instant) -> Bool { state.withLock { $0.notBefore.map { now >= $0 } ?? true } }

  /// Nil: there is nothing older.
  func walked(to position: Int64?, at now: Instant) {
    state.withLock {
      $0 = position.map { ($0, nil) } ?? (0, now.adding(milliseconds: PruningWalk.restMs))
    }
  }
}
