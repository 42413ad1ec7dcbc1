import MilepostCore
import MilepostWebhooks

/// Where the service listens for TCP: an address of this machine, and a port.
package struct ListenAddress: Hashable, Sendable {
  /// As it is bound; an IPv6 address without brackets.
  package let host: String
  /// 0: one that is free.
  package let port: Int
  package let isLoopback: Bool

  /// Reads `8470`, `127.0.0.1:8470`, `[::1]:8470` or `localhost:8470`; a port alone means 127.0.0.1. Names are refused:
  /// what they stand for may change.
  package init(_ text: String) throws(Refusal) {
    let colon = text.lastIndex(of: ":")
    var host = colon.map { String(text[..<$0]) } ?? ""
    let digits = colon.map { text[text.index(after: $0)...] } ?? text[...]
    guard !digits.isEmpty, digits.utf8.allSatisfy({ (48...57).contains($0) }), let port = Int(digits), port <= 65_535
    else { throw ListenAddress.refusal(text) }
    if host.isEmpty || host == "localhost" { host = "127.0.0.1" }
    let isBracketed = host.hasPrefix("[") && host.hasSuffix("]")
    if isBracketed { host = String(host.dropFirst().dropLast()) }
    guard isBracketed == host.contains(":"), let address = IPAddress(host) else { throw ListenAddress.refusal(text) }
    self.host = host
    self.port = port
    isLoopback = IPRange.loopback.contains { $0.contains(address) }
  }

  package var text: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }

  private static func refusal(_ text: String) -> Refusal {
    let shown = DraftRules.shown(text)
    return Refusal(
      .invalidValue, en: "“\(shown)” is no address to listen at; write it like 127.0.0.1:8470 or [::1]:8470.",
      zh: "“\(shown)”不是可监听的地址；请写成 127.0.0.1:8470 或 [::1]:8470 的形式。")
  }
}
