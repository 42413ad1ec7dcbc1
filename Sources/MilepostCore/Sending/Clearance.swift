/// What may go to an endpoint at a moment: a pure function of the endpoint's state and now.
package enum Clearance: Hashable, Sendable {
  case all
  /// So many messages, and no more.
  case some(Int)
  /// One, to see whether it is there again.
  case probe
  /// Nothing before then; nil: until something else changes.
  case none(until: Instant?)
}

extension Endpoint {
  package func clearance(at now: Instant) -> Clearance {
    guard state == .active else { return .none(until: nil) }
    let buckets = format.buckets(options?.rate)
    let throttle = throttle ?? Throttle()
    var isProbe = false
    if let breaker, breaker.isOpen {
      if let next = breaker.nextProbe, next > now { return .none(until: next) }
      isProbe = true
    }
    if let until = format.calm(after: now, endpointID: id, rate: options?.rate) { return .none(until: until) }
    guard let allowed = throttle.allowance(buckets, now: now) else { return isProbe ? .probe : .all }
    guard allowed > 0 else { return .none(until: throttle.opens(buckets, now: now)) }
    return isProbe ? .probe : .some(allowed)
  }

  /// The endpoint after so many messages were sent.
  package func charged(_ count: Int, at now: Instant) -> Endpoint {
    let buckets = format.buckets(options?.rate)
    guard count > 0, !buckets.isEmpty else { return self }
    var next = self
    next.throttle = (throttle ?? Throttle()).taking(count, buckets, now: now)
    return next
  }
}

/// How what is due is sent when not all of it may go: some by themselves, the rest as one message.
package struct FoldPlan<Item> {
  package var single: [Item]
  package var folded: [Item]

  /// - Parameters:
  ///   - due: in the order in which they should go.
  ///   - allowed: messages that may be sent, at least one.
  ///   - canFold: false for what was tried already (its receiver may have it) and what is a group itself.
  package init(_ due: [Item], allowed: Int, foldMax: Int, canFold: (Item) -> Bool) {
    guard due.count > allowed else {
      (single, folded) = (due, [])
      return
    }
    let (head, rest) = (due.prefix(allowed - 1), due.dropFirst(allowed - 1))
    let foldable = rest.filter(canFold)
    if let first = rest.first, !canFold(first) || foldable.count < 2 {
      (single, folded) = (head + [first], [])
    } else {
      (single, folded) = (Array(head), Array(foldable.prefix(foldMax)))
    }
  }
}
