import MilepostCore

/// When to try again: exponential backoff with full jitter (M. Brooker, “Exponential Backoff and Jitter”, 2015), so
/// that what failed together does not come back together.
package struct RetryPolicy: Sendable, Equatable {
  package var firstMs: Int64
  package var mostMs: Int64
  /// With 5 s and 24 h, twenty tries take three days in the mean.
  package var attempts: Int

  package init(firstMs: Int64 = 5000, mostMs: Int64 = 86_400_000, attempts: Int = 20) {
    self.firstMs = firstMs
    self.mostMs = mostMs
    self.attempts = attempts
  }

  /// Receivers are never called again sooner, whatever the jitter says.
  static let leastMs: Int64 = 1000

  /// The moment of the next try after try number `attempt` (from 1); nil when that was the last. A receiver's wish
  /// (`Retry-After`, milliseconds) is honoured up to `mostMs`.
  package func next(
    after attempt: Int, retryAfterMs: Int64?, now: Instant, using random: inout some RandomNumberGenerator
  ) -> Instant? {
    guard attempt < attempts else { return nil }
    let doublings = min(max(attempt, 1) - 1, 40)
    let ceiling = firstMs > mostMs >> doublings ? mostMs : firstMs << doublings
    let jittered = Int64.random(in: 0...max(0, ceiling), using: &random)
    let wished = min(max(retryAfterMs ?? 0, 0), mostMs)
    return now.adding(milliseconds: max(RetryPolicy.leastMs, jittered, wished))
  }
}
