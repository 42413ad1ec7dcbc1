/// What somebody was given so that a program, or a page, may ask in their name. The text itself is kept nowhere.
package struct AccessToken: Hashable, Sendable {
  package var id: Int64 = 0
  package var name: String
  package var scope: Scope
  package var projects: ProjectReach
  package var createdAt: Instant
  package var createdBy: String
  /// The first moment at which it is not taken any more.
  package var expiresAt: Instant?
  package var revokedAt: Instant?
  /// To the minute.
  package var lastUsedAt: Instant?

  package init(
    id: Int64 = 0, name: String, scope: Scope, projects: ProjectReach, createdAt: Instant, createdBy: String,
    expiresAt: Instant? = nil, revokedAt: Instant? = nil, lastUsedAt: Instant? = nil
  ) {
    self.id = id
    self.name = name
    self.scope = scope
    self.projects = projects
    self.createdAt = createdAt
    self.createdBy = createdBy
    self.expiresAt = expiresAt
    self.revokedAt = revokedAt
    self.lastUsedAt = lastUsedAt
  }

  package enum State: String, Sendable { case active, expired, revoked }

  package func state(at now: Instant) -> State {
    if revokedAt != nil { return .revoked }
    return expiresAt.map { $0 <= now } ?? false ? .expired : .active
  }
}

/// A token as somebody asks for it.
package struct TokenDraft: Sendable {
  package var name: String
  package var scope: String
  /// Empty: all.
  package var projects: [String]
  /// The last day on which it is taken, as people write dates.
  package var expires: String?

  package init(name: String, scope: String, projects: [String] = [], expires: String? = nil) {
    self.name = name
    self.scope = scope
    self.projects = projects
    self.expires = expires
  }
}
