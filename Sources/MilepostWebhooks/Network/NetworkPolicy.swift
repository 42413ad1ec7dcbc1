import MilepostCore

/// Which addresses alerts may be sent to. It is asked about the address that a name resolved to, each time a connection
/// is opened or used again, so a name that changes its address in between gets around nothing.
package struct NetworkPolicy: Sendable {
  package enum Verdict: Equatable, Sendable {
    case allowed
    /// What kind of address it is, or `deny_networks`.
    case denied(String)
  }

  private let allow: [IPRange]
  private let deny: [IPRange]

  /// `deny` wins over `allow`, `allow` over what is denied by default. Both hold CIDR ranges or single addresses.
  package init(allow: [String], deny: [String]) throws(Refusal) {
    self.allow = try IPRange.list(allow)
    self.deny = try IPRange.list(deny)
  }

  package func verdict(for address: IPAddress) -> Verdict {
    if deny.contains(where: { $0.contains(address) }) { return .denied("deny_networks") }
    if allow.contains(where: { $0.contains(address) }) { return .allowed }
    for (kind, ranges) in NetworkPolicy.deniedByDefault where ranges.contains(where: { $0.contains(address) }) {
      return .denied(kind)
    }
    return .allowed
  }

  /// Private networks are not among them: most receivers live there. The others lead to this machine, to the cloud's
  /// own services, to no single host, or by way of a tunnel to an address that cannot be judged here.
  private static let deniedByDefault: [(kind: String, ranges: [IPRange])] = [
    ("loopback", ["127.0.0.0/8", "::1"]),
    ("unspecified", ["0.0.0.0/8", "::"]),
    ("link-local", ["169.254.0.0/16", "fe80::/10"]),
    ("cloud metadata", ["100.100.100.200", "192.0.0.192", "fd00:ec2::254", "fd20:ce::254"]),
    ("shared address space", ["100.64.0.0/10"]),
    ("special purpose", ["192.0.0.0/24", "198.18.0.0/15", "240.0.0.0/4", "100::/64", "2001:2::/48", "fec0::/10"]),
    ("multicast", ["224.0.0.0/4", "ff00::/8"]),
    ("IPv4 in IPv6", ["::/96", "::ffff:0:0:0/96", "64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32"]),
    ("segment routing", ["5f00::/16"]),
  ].map { kind, ranges in (kind, ranges.compactMap(IPRange.init)) }
}
