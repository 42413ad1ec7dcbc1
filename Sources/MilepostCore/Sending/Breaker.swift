/// A circuit breaker: an endpoint that fails again and again is left alone, but for one probe at a time, until it answers.
///
/// A pure function of state, outcome and now. It opens at 70 % failures of at least ten tries within five minutes, as
/// Convoy's does, and also after five failures in a row over five minutes, so that an endpoint with little to do is
/// noticed too. While it is open a probe goes out after five seconds, then at intervals that double up to a minute, so
/// that a receiver that comes back is heard soon. After 120 hours without one success the endpoint is switched off,
/// as Svix does.
package struct Breaker: Hashable, Codable, Sendable {
  package enum Outcome: Hashable, Sendable { case success, failure }

  package enum Event: Hashable, Sendable {
    case opened
    case closed
    /// Nothing but failures for five days.
    case disabled
  }

  package static let windowMs: Int64 = 300_000
  package static let triesMin = 10
  package static let failurePercent = 70
  package static let rowMin = 5
  package static let firstProbeMs: Int64 = 5000
  package static let mostProbeMs: Int64 = 60_000
  package static let disabledAfterMs: Int64 = 120 * 3_600_000

  /// When the tries that are counted began.
  package var windowStart: Instant
  package var successes = 0
  package var failures = 0
  /// Failures since the last success, and when the first of them was.
  package var row = 0
  package var failingSince: Instant?
  /// Nil while it is closed.
  package var openedAt: Instant?
  package var probes = 0
  package var nextProbe: Instant?
  /// Somebody was told that the endpoint fails, and is to be told when it no longer does.
  package var isTold = false
  /// Somebody was told that it was switched off.
  package var isEndTold = false

  package init(windowStart: Instant) { self.windowStart = windowStart }

  /// As after a person has switched an endpoint on again: one probe goes ahead of all else.
  package static func resuming(_ state: Breaker, at now: Instant) -> Breaker {
    var next = Breaker(windowStart: now)
    (next.openedAt, next.nextProbe, next.isTold) = (now, now, state.isTold)
    return next
  }

  package var isOpen: Bool { openedAt != nil }

  /// Nothing is left that need be kept.
  package var isIdle: Bool { !isOpen && failures == 0 && row == 0 && !isTold }

  /// One that opens and closes again within seconds is nobody's news.
  package static let tellAfterMs: Int64 = 30_000

  package func isToTell(at now: Instant) -> Bool {
    guard let openedAt else { return isTold }
    return !isTold && now.since(openedAt) >= Breaker.tellAfterMs
  }

  /// The state after an outcome; nil: nothing is amiss, and nothing need be kept.
  package static func after(
    _ outcome: Outcome, _ state: Breaker?, now: Instant, isProbe: Bool = false
  ) -> (state: Breaker?, event: Event?) {
    switch (outcome, state) {
    case (.success, nil): return (nil, nil)
    case (.success, let state?): return state.succeeded(now)
    case (.failure, let state): return (state ?? Breaker(windowStart: now)).failed(now, isProbe: isProbe)
    }
  }

  /// When the next probe may go out; nil: not open, everything may.
  package func probeDue() -> Instant? { isOpen ? nextProbe : nil }

  private func succeeded(_ now: Instant) -> (Breaker?, Event?) {
    if isOpen {
      var next = Breaker(windowStart: now)
      next.isTold = isTold
      return (next.isIdle ? nil : next, .closed)
    }
    var next = windowed(now)
    next.successes += 1
    next.row = 0
    next.failingSince = nil
    return (next.isIdle ? nil : next, nil)
  }

  private func failed(_ now: Instant, isProbe: Bool) -> (Breaker?, Event?) {
    var next = windowed(now)
    next.failures += 1
    next.row += 1
    let since = failingSince ?? now
    next.failingSince = since
    if now.since(since) >= Breaker.disabledAfterMs { return (next, .disabled) }
    if isOpen {
      // What was under way when it opened tells nothing new.
      if isProbe { next.awaitProbe(now) }
      return (next, nil)
    }
    let tries = next.successes + next.failures
    let isSustained = tries >= Breaker.triesMin && next.failures * 100 >= tries * Breaker.failurePercent
    let isLasting = next.row >= Breaker.rowMin && now.since(since) >= Breaker.windowMs
    guard isSustained || isLasting else { return (next, nil) }
    next.openedAt = now
    next.awaitProbe(now)
    return (next, .opened)
  }

  private mutating func awaitProbe(_ now: Instant) {
    nextProbe = now.adding(milliseconds: min(Breaker.mostProbeMs, Breaker.firstProbeMs << Int64(min(probes, 10))))
    probes += 1
  }

  /// Counts anew when the window is over.
  private func windowed(_ now: Instant) -> Breaker {
    guard now.since(windowStart) > Breaker.windowMs || now < windowStart else { return self }
    var next = self
    next.windowStart = now
    (next.successes, next.failures) = (0, 0)
    return next
  }
}
