/// Where the service listens.
package enum ServiceAddress: Hashable, Sendable {
  case unixSocket(path: String)
  case server(ServerAddress)

  package static let standard = ServiceAddress.unixSocket(path: "/run/milepost/milepost.sock")

  /// The socket that `option` names, else the environment, else the standard one.
  package init(option: String?, environment: [String: String]) {
    let given = [option, environment["MILEPOST_SOCKET"]].compactMap { $0 }.first { !$0.isEmpty }
    self = given.map { .unixSocket(path: $0) } ?? .standard
  }

  /// Connects, or says why that cannot be done.
  func open(timeoutSeconds: Int) throws(ClientFailure) -> any ByteChannel {
    switch self {
    case .unixSocket(let path): return try UnixSocketChannel(path: path, timeoutSeconds: timeoutSeconds)
    case .server(let server):
      let plain = try TCPChannel(server, timeoutSeconds: timeoutSeconds)
      return server.isSecure ? try TLSChannel(plain, host: server.host) : plain
    }
  }

  /// Headers that a request to it needs, beside its own.
  var headers: String {
    switch self {
    case .unixSocket: "Host: milepost\r\n"
    case .server(let server):
      "Host: \(server.authority)\r\n" + (server.token.map { "Authorization: Bearer \($0)\r\n" } ?? "")
    }
  }
}

/// A service over the network: `https://milepost.example.org:8470`, and who asks.
package struct ServerAddress: Hashable, Sendable {
  package let isSecure: Bool
  /// Without brackets.
  package let host: String
  package let port: Int
  package var token: String?

  /// Nil when `text` is no such address; a path behind it is not understood.
  package init?(_ text: String, token: String? = nil) {
    let parts = text.split(separator: "/", maxSplits: 2, omittingEmptySubsequences: false)
    guard parts.count == 3, parts[1].isEmpty, parts[0] == "https:" || parts[0] == "http:" else { return nil }
    isSecure = parts[0] == "https:"
    var rest = parts[2].hasSuffix("/") ? parts[2].dropLast() : parts[2]
    var port = isSecure ? 443 : 80
    if let colon = rest.lastIndex(of: ":"), !rest[colon...].contains("]") {
      guard let written = Int(rest[rest.index(after: colon)...]), (1...65_535).contains(written) else { return nil }
      port = written
      rest = rest[..<colon]
    }
    if rest.hasPrefix("["), rest.hasSuffix("]") { rest = rest.dropFirst().dropLast() }
    let isName = rest.utf8.allSatisfy { byte in
      Character(Unicode.Scalar(byte)).isLetter && byte < 0x80 || (48...58).contains(byte) || byte == 45 || byte == 46
        || byte == 95
    }
    guard !rest.isEmpty, isName else { return nil }
    host = String(rest)
    self.port = port
    self.token = token
  }

  var authority: String { "\(host.contains(":") ? "[\(host)]" : host):\(port)" }
  package var text: String { "\(isSecure ? "https" : "http")://\(authority)" }
}
