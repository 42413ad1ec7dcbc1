import MilepostCore
import MilepostWebhooks

/// Proxies whose word about who calls through them is taken (`X-Forwarded-For`, `X-Forwarded-Proto`).
package struct TrustedProxies: Hashable, Sendable {
  private let ranges: [IPRange]

  /// Ranges such as `10.0.0.0/8`, or single addresses.
  package init(_ texts: [String] = []) throws(Refusal) { ranges = try IPRange.list(texts) }

  package static let none = TrustedProxies(ranges: [])

  private init(ranges: [IPRange]) { self.ranges = ranges }

  func contain(_ address: IPAddress) -> Bool { ranges.contains { $0.contains(address) } }

  /// Who calls: the peer, or, when that is a trusted proxy, the last in `forwarded` that is none. What stands before
  /// that one was written by who knows whom.
  func caller(peer: IPAddress, forwarded: String?) -> IPAddress {
    guard contain(peer), let forwarded else { return peer }
    var caller = peer
    for text in forwarded.split(separator: ",").reversed() {
      guard let address = IPAddress(DraftRules.trimmed(String(text))) else { break }
      caller = address
      if !contain(address) { break }
    }
    return caller
  }
}
