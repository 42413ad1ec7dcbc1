import Foundation

/// A webhook address that alerts are posted to.
package struct Endpoint: Hashable, Sendable {
  package enum State: String, Codable, Sendable {
    case active, paused
    /// Switched off by the service: the receiver answered 410 Gone, or nothing but failures for days.
    case disabled
  }

  package var id: Int64
  package var name: String
  /// The whole address. It may hold a token: show `redactedURL` instead.
  package var url: String
  /// `whsec_` and the base64 of the signing key, or what the receiver signs with; empty where nothing is signed. Never
  /// shown again once created.
  package var secret: String
  package var state: State
  /// Why it is not active, if the service did it.
  package var reason: String?
  /// Matchers: keys of projects whose alerts go here; empty: all.
  package var projects: [String]
  /// Requests under way at once, at most.
  package var concurrency: Int
  package var format: MessageFormat
  package var language: MessageLanguage
  /// Nil: nothing beside the usual.
  package var options: EndpointOptions?
  /// Nil while nothing is amiss.
  package var breaker: Breaker?
  /// Nil until something was sent within a limit.
  package var throttle: Throttle?
  package var revision: Int64

  package init(
    id: Int64 = 0, name: String, url: String, secret: String, state: State = .active, reason: String? = nil,
    projects: [String] = [], concurrency: Int = 16, format: MessageFormat = .standard,
    language: MessageLanguage = .en, options: EndpointOptions? = nil, breaker: Breaker? = nil,
    throttle: Throttle? = nil, revision: Int64 = 1
  ) {
    self.id = id
    self.name = name
    self.url = url
    self.secret = secret
    self.state = state
    self.reason = reason
    self.projects = projects
    self.concurrency = concurrency
    self.format = format
    self.language = language
    self.options = options
    self.breaker = breaker
    self.throttle = throttle
    self.revision = revision
  }

  /// Scheme, host and port, with `/…` for the rest: paths and queries of chat robots are secrets.
  package var redactedURL: String {
    guard let scheme = url.range(of: "://") else { return "…" }
    let rest = url[scheme.upperBound...]
    let authority = rest.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
    let host = authority.split(separator: "@", omittingEmptySubsequences: false).last ?? ""
    return url[..<scheme.upperBound] + host + (rest.count > authority.count + 1 ? "/…" : "/")
  }
}
