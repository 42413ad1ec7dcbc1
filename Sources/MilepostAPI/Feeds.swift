/// What `POST /v1/feeds` takes.
public struct FeedInput: Codable, Equatable, Sendable {
  public var name: String
  /// Keys of the projects that it shows; missing or empty: all.
  public var projects: [String]?
  /// `en` or `zh`; missing: the service's.
  public var language: String?

  public init(name: String, projects: [String]? = nil, language: String? = nil) {
    self.name = name
    self.projects = projects
    self.language = language
  }
}

/// A private link to calendar, ledger and badges.
public struct FeedView: Codable, Equatable, Sendable {
  public var name: String
  public var projects: [String]
  public var language: String
  /// RFC 3339 UTC.
  public var createdAt: String
  public var createdBy: String
  /// To the hour, RFC 3339 UTC.
  public var lastUsedAt: String?
  /// Only in the answer to the request that created it: the addresses, each of which is the secret.
  public var links: FeedLinks?

  public init(
    name: String, projects: [String], language: String, createdAt: String, createdBy: String, lastUsedAt: String?,
    links: FeedLinks? = nil
  ) {
    self.name = name
    self.projects = projects
    self.language = language
    self.createdAt = createdAt
    self.createdBy = createdBy
    self.lastUsedAt = lastUsedAt
    self.links = links
  }
}

/// Whole addresses where the service knows its public one, else paths.
public struct FeedLinks: Codable, Equatable, Sendable {
  public var calendar: String
  public var ledger: String
  /// Ends with a slash; the project's key and `.svg`, or both keys, go behind it.
  public var badges: String

  public init(calendar: String, ledger: String, badges: String) {
    self.calendar = calendar
    self.ledger = ledger
    self.badges = badges
  }
}
