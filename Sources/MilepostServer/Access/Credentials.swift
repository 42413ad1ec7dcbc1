import Hummingbird
import MilepostCore

/// What a request shows to say who asks.
enum Credentials: Equatable {
  case none
  case token(String)
  case session(String)

  /// A token goes before a session. Cookies count over the network only: a browser does not speak to Unix sockets.
  init(_ request: Request, _ door: Door) throws(Refusal) {
    if let header = request.headers[.authorization] {
      let parts = header.split(separator: " ", omittingEmptySubsequences: true)
      guard parts.count == 2, parts[0].lowercased() == "bearer" else {
        throw Refusal(
          .unauthenticated, en: "Authorization must be “Bearer” and a token.", zh: "Authorization 应为“Bearer”加令牌。",
          place: "Authorization")
      }
      self = .token(String(parts[1]))
    } else if case .network = door, let session = SessionCookie.value(in: request) {
      self = .session(session)
    } else {
      self = .none
    }
  }
}

/// The cookie that a browser keeps after somebody has signed in.
enum SessionCookie {
  /// Browsers take a name that begins so only over TLS and for this host alone.
  static let secureName = "__Host-milepost"
  static let plainName = "milepost"

  static func value(in request: Request) -> String? {
    for header in request.headers[values: .cookie] {
      for pair in header.split(separator: ";") {
        let parts = pair.split(separator: "=", maxSplits: 1)
        guard parts.count == 2 else { continue }
        let name = DraftRules.trimmed(String(parts[0]))
        if name == secureName || name == plainName { return DraftRules.trimmed(String(parts[1])) }
      }
    }
    return nil
  }

  /// `maxAge` seconds; 0 takes it away.
  static func header(_ value: String, maxAge: Int64, isSecure: Bool) -> String {
    "\(isSecure ? secureName : plainName)=\(value); Path=/; Max-Age=\(maxAge); HttpOnly; SameSite=Lax"
      + (isSecure ? "; Secure" : "")
  }
}
