import MilepostWebhooks

/// Nobody tries many tokens in a row: ten at once from one address, then one every six seconds.
struct SignInLimit: Sendable {
  private let buckets = TokenBuckets<IPAddress>(capacity: 10, perSecond: 1.0 / 6)

  /// Seconds to wait before the next try from there; nil when this one may be made.
  func wait(_ address: IPAddress?) -> Int? {
    guard let address else { return nil }
    let (isTaken, state) = buckets.take(address)
    return isTaken ? nil : max(1, state.waitSeconds)
  }
}
