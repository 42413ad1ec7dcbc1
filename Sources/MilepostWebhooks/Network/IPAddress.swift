import Glibc
import MilepostCore

/// An IPv4 or IPv6 address as 128 bits. IPv4 is kept in its mapped form (`::ffff:a.b.c.d`), so that both spellings of
/// one address are judged alike.
package struct IPAddress: Hashable, Sendable {
  let high: UInt64
  let low: UInt64

  init(high: UInt64, low: UInt64) {
    self.high = high
    self.low = low
  }

  /// Reads dotted decimal or IPv6 text, without a zone and without brackets.
  package init?(_ text: String) {
    self.init(cString: text)
  }

  init?(cString text: UnsafePointer<CChar>) {
    var four = in_addr()
    var six = in6_addr()
    if inet_pton(AF_INET, text, &four) == 1 {
      self.init(four)
    } else if inet_pton(AF_INET6, text, &six) == 1 {
      self.init(six)
    } else {
      return nil
    }
  }

  /// Reads the address that a socket is about to be opened to; nil if it is of another family.
  init?(_ address: UnsafeRawPointer, family: Int32) {
    switch family {
    case AF_INET: self.init(address.loadUnaligned(as: sockaddr_in.self).sin_addr)
    case AF_INET6: self.init(address.loadUnaligned(as: sockaddr_in6.self).sin6_addr)
    default: return nil
    }
  }

  private init(_ four: in_addr) {
    self.init(high: 0, low: 0xFFFF_0000_0000 | UInt64(UInt32(bigEndian: four.s_addr)))
  }

  private init(_ six: in6_addr) {
    let halves = withUnsafeBytes(of: six) {
      ($0.loadUnaligned(as: UInt64.self), $0.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
    }
    self.init(high: UInt64(bigEndian: halves.0), low: UInt64(bigEndian: halves.1))
  }
}

/// A block of addresses: `10.0.0.0/8`, `fd00::/8`, or one address.
package struct IPRange: Hashable, Sendable {
  private let first: IPAddress
  /// Ones where an address must agree with `first`.
  private let mask: IPAddress

  /// Nil if the text is no range, or names bits behind its prefix (`10.0.0.1/8`), which most likely is a mistake.
  package init?(_ text: String) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count <= 2, let address = IPAddress(String(parts[0])) else { return nil }
    let width = parts[0].contains(":") ? 128 : 32
    var length = width
    if parts.count == 2 {
      guard parts[1].utf8.allSatisfy({ (0x30...0x39).contains($0) }), let written = Int(parts[1]), written <= width
      else {
        return nil
      }
      length = written
    }
    let bits = length + 128 - width
    mask = IPAddress(high: IPRange.ones(bits), low: IPRange.ones(bits - 64))
    first = address
    guard contains(address), address.high & ~mask.high == 0, address.low & ~mask.low == 0 else { return nil }
  }

  package func contains(_ address: IPAddress) -> Bool {
    address.high & mask.high == first.high && address.low & mask.low == first.low
  }

  /// `count` leading ones of 64.
  private static func ones(_ count: Int) -> UInt64 { count <= 0 ? 0 : count >= 64 ? .max : ~(.max >> UInt64(count)) }
}

extension IPRange {
  package static let loopback = ["127.0.0.0/8", "::1"].compactMap(IPRange.init)

  /// Refuses what is no range.
  package static func list(_ texts: [String]) throws(Refusal) -> [IPRange] {
    var ranges: [IPRange] = []
    for text in texts {
      guard let range = IPRange(text) else {
        let shown = DraftRules.shown(text)
        throw Refusal(
          .invalidValue, en: "“\(shown)” is no network; write a range such as 10.0.0.0/8 or fd00::/8.",
          zh: "“\(shown)”不是网段；请写成 10.0.0.0/8 或 fd00::/8 的形式。")
      }
      ranges.append(range)
    }
    return ranges
  }
}
