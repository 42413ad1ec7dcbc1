import Logging
import MilepostCore
import MilepostStore

/// Where one milestone of many cannot be judged: it must not keep the others from being told.
extension Engine {
  private static let postponedMs: Int64 = 3_600_000

  /// Checks each in a transaction of its own; one that fails is left for an hour. Returns how many fired. Throws when
  /// the store fails.
  func checkOneByOne(_ ids: [Int64], at now: Instant) throws -> Int {
    let configuration = configuration
    var fired = 0
    for id in ids {
      do {
        let hasFired = try store.write { writer in
          guard let milestone = try writer.reader.milestone(id: id) else { return false }
          return try unitOfWork(writer, at: now, configuration).check(milestone)
        }
        if hasFired { fired += 1 }
      } catch let refusal as Refusal where !refusal.isOfStorage {
        meters.countTickFailure()
        log.error(
          "milestone not checked, trying again in an hour",
          metadata: ["milestone": "\(id)", "reason": "\(refusal.text.en)"])
        try store.write { writer in
          guard let milestone = try writer.reader.milestone(id: id) else { return }
          try writer.setSchedule(
            milestoneID: id, evaluatedThrough: milestone.evaluatedThrough,
            nextCheck: now.adding(milliseconds: Engine.postponedMs))
        }
      }
    }
    return fired
  }
}
