/// So many messages within so long, as people write it: `20/1m`, `1/5s`; or `off`.
package struct RateLimit: Hashable, Codable, Sendable {
  /// 0: no limit.
  package var count: Int
  package var periodMs: Int64

  package static let off = RateLimit(count: 0, periodMs: 0)

  package init(count: Int, periodMs: Int64) {
    self.count = count
    self.periodMs = periodMs
  }

  package init(_ text: String, place: String) throws(Refusal) {
    let text = DraftRules.trimmed(text)
    if text == "off" {
      self = .off
      return
    }
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 2, let count = Int(parts[0]), (1...10_000).contains(count),
      let periodMs = SpanText.milliseconds(String(parts[1])), (1000...86_400_000).contains(periodMs)
    else {
      let shown = DraftRules.shown(text)
      throw Refusal(
        .invalidValue,
        en: "“\(shown)” is no rate; write so many messages in so long, such as 20/1m or 1/5s, or off.",
        zh: "“\(shown)”不是速率；请写成“条数/时长”，例如 20/1m、1/5s，或写 off。", place: place)
    }
    self.init(count: count, periodMs: periodMs)
  }

  package var text: String { count == 0 ? "off" : "\(count)/\(SpanText.text(periodMs))" }

  /// Buckets that keep it in every stretch of that length: what a full bucket lets through at once, and what drips in
  /// meanwhile, are never more than `count` together.
  package var buckets: [TokenBucket] {
    guard count > 0 else { return [] }
    let burst = max(1, count / 4)
    return [
      TokenBucket(capacity: burst, dripMs: (periodMs + Int64(max(1, count - burst)) - 1) / Int64(max(1, count - burst)))
    ]
  }
}

/// A bucket of tokens, of which each message takes one; one drips in every `dripMs`.
///
/// Its state is one moment, that at which it will be full again: written down with each message, it survives a restart.
package struct TokenBucket: Hashable, Sendable {
  package var capacity: Int
  package var dripMs: Int64

  package init(capacity: Int, dripMs: Int64) {
    self.capacity = capacity
    self.dripMs = dripMs
  }

  package func tokens(fullAt: Instant, now: Instant) -> Int {
    let missing = max(0, fullAt.since(now))
    return max(0, capacity - Int((missing + dripMs - 1) / dripMs))
  }

  /// When it will be full again after `count` tokens were taken.
  package func fullAt(after count: Int, fullAt: Instant, now: Instant) -> Instant {
    max(fullAt, now).adding(milliseconds: Int64(count) * dripMs)
  }

  /// When there will be a token: at once if there is one.
  package func nextToken(fullAt: Instant, now: Instant) -> Instant {
    max(now, fullAt.adding(milliseconds: -Int64(capacity - 1) * dripMs))
  }
}

/// The limits of one endpoint, and where they stand.
package struct Throttle: Hashable, Codable, Sendable {
  /// When each bucket is full again, in the order of the limits' buckets.
  package var fullAt: [Instant]
  /// The receiver asked to be left alone until then.
  package var heldUntil: Instant?

  package init(fullAt: [Instant] = [], heldUntil: Instant? = nil) {
    self.fullAt = fullAt
    self.heldUntil = heldUntil
  }

  /// Messages that may go out now: nil where nothing limits them.
  package func allowance(_ buckets: [TokenBucket], now: Instant) -> Int? {
    if let heldUntil, heldUntil > now { return 0 }
    return zip(buckets, filled(buckets)).map { $0.tokens(fullAt: $1, now: now) }.min()
  }

  package func taking(_ count: Int, _ buckets: [TokenBucket], now: Instant) -> Throttle {
    var next = self
    next.fullAt = zip(buckets, filled(buckets)).map { $0.fullAt(after: count, fullAt: $1, now: now) }
    if let heldUntil, heldUntil <= now { next.heldUntil = nil }
    return next
  }

  /// When the next message may go out.
  package func opens(_ buckets: [TokenBucket], now: Instant) -> Instant {
    let tokens = zip(buckets, filled(buckets)).map { $0.nextToken(fullAt: $1, now: now) }
    return ([now] + tokens + [heldUntil].compactMap(\.self)).max() ?? now
  }

  private func filled(_ buckets: [TokenBucket]) -> [Instant] {
    fullAt.count == buckets.count
      ? fullAt : Array(repeating: Instant(milliseconds: 0), count: buckets.count)
  }
}
