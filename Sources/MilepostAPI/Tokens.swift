/// `POST /v1/tokens`.
public struct TokenInput: Codable, Equatable, Sendable {
  public var name: String
  /// `read`, `report`, `manage` or `admin`; each may also do what those before it may.
  public var scope: String
  /// Keys of the projects that it is for; missing: all.
  public var projects: [String]?
  /// The last day on which it is taken, as people write dates; missing: until it is revoked.
  public var expires: String?

  public init(name: String, scope: String, projects: [String]? = nil, expires: String? = nil) {
    self.name = name
    self.scope = scope
    self.projects = projects
    self.expires = expires
  }
}

public struct TokenView: Codable, Equatable, Sendable {
  public var name: String
  public var scope: String
  /// Missing: all.
  public var projects: [String]?
  /// `active`, `expired` or `revoked`.
  public var state: String
  public var createdAt: String
  public var createdBy: String
  /// The first moment at which it is not taken any more.
  public var expiresAt: String?
  /// To the minute.
  public var lastUsedAt: String?
  /// The token itself, only in the answer to the request that made it.
  public var token: String?

  public init(
    name: String, scope: String, projects: [String]?, state: String, createdAt: String, createdBy: String,
    expiresAt: String?, lastUsedAt: String?, token: String? = nil
  ) {
    self.name = name
    self.scope = scope
    self.projects = projects
    self.state = state
    self.createdAt = createdAt
    self.createdBy = createdBy
    self.expiresAt = expiresAt
    self.lastUsedAt = lastUsedAt
    self.token = token
  }
}
