import MilepostCore
import Synchronization

/// So many at once, and so many more a second, for each of whom it is asked about.
final class TokenBuckets<Key: Hashable & Sendable>: Sendable {
  struct State: Equatable {
    /// Whole ones that are left.
    var left: Int
    /// Seconds after which the next one is there; 0 while there are some.
    var waitSeconds: Int
  }

  let capacity: Double
  let perSecond: Double
  private let clock = ContinuousClock()
  private let start: ContinuousClock.Instant
  private let buckets = Mutex<[Key: (level: Double, at: Double)]>([:])
  /// Of all keys, those are forgotten first whose buckets are full again.
  private let keysMax = 10_000

  init(capacity: Double, perSecond: Double) {
    self.capacity = capacity
    self.perSecond = perSecond
    start = clock.now
  }

  /// Takes one; nil when it may not be taken yet.
  func take(_ key: Key) -> (isTaken: Bool, state: State) {
    let duration = clock.now - start
    let now = Double(duration.components.seconds) + Double(duration.components.attoseconds) * 1e-18
    return buckets.withLock { buckets in
      let (taken, level) = TokenBuckets.take(
        from: buckets[key] ?? (capacity, now), at: now, capacity: capacity, perSecond: perSecond)
      if buckets[key] == nil, buckets.count >= keysMax { forget(&buckets, at: now) }
      buckets[key] = (level, now)
      let wait = level >= 1 ? 0 : Int(((1 - level) / perSecond).rounded(.up))
      return (taken, State(left: Int(level), waitSeconds: wait))
    }
  }

  /// The bucket's level after one was taken, if it was.
  static func take(
    from bucket: (level: Double, at: Double), at now: Double, capacity: Double, perSecond: Double
  ) -> (isTaken: Bool, level: Double) {
    let level = min(capacity, bucket.level + max(0, now - bucket.at) * perSecond)
    return level >= 1 ? (true, level - 1) : (false, level)
  }

  private func forget(_ buckets: inout [Key: (level: Double, at: Double)], at now: Double) {
    buckets = buckets.filter { $0.value.level + (now - $0.value.at) * perSecond < capacity }
    // Many strangers at once: none of them is worth more memory.
    if buckets.count >= keysMax { buckets.removeAll(keepingCapacity: true) }
  }
}
