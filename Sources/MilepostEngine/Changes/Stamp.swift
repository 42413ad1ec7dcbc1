import MilepostCore

/// What stands in for a revision where nothing counts changes: a number made from what somebody would change.
///
/// The same on every start, and of at most fifteen digits, as revisions in ETags are. That somebody looked or that
/// something was sent is no change.
package enum Stamp {
  package static func of(_ alert: Alert) -> Int64 {
    number([
      "\(alert.id)", alert.state.rawValue, alert.acknowledgedBy, alert.acknowledgedReason,
      alert.acknowledgedAt.map { "\($0.milliseconds)" }, alert.wakesAt.map { "\($0.milliseconds)" },
    ])
  }

  /// A name that was given out anew after it was revoked is another token's.
  package static func of(_ token: AccessToken) -> Int64 {
    number(["\(token.id)", token.name, token.revokedAt.map { "\($0.milliseconds)" }])
  }

  package static func of(_ feed: FeedAccess) -> Int64 { number(["\(feed.id)", feed.name]) }

  package static func of(_ silence: Silence) -> Int64 {
    number(["\(silence.id)", "\(silence.startsAt.milliseconds)", "\(silence.endsAt.milliseconds)"])
  }

  package static func of(_ route: Route) throws -> Int64 { number([try LedgerText.of(route)]) }

  /// 48 bits of a hash over the parts. Absent parts differ from empty ones.
  private static func number(_ parts: [String?]) -> Int64 {
    var hash = StableHash()
    for part in parts { hash.add(part.map { "=" + $0 } ?? "") }
    return Int64(hash.value & 0xFFFF_FFFF_FFFF)
  }
}
