/// A private link by which one person's programs read dates and changes, and nothing else. The link's text itself is
/// kept nowhere.
package struct FeedAccess: Hashable, Sendable {
  package var id: Int64
  package var name: String
  /// Keys of the projects that it shows; empty: all.
  package var projects: [String]
  package var language: MessageLanguage
  package var createdAt: Instant
  package var createdBy: String
  /// To the hour.
  package var lastUsedAt: Instant?

  package init(
    id: Int64 = 0, name: String, projects: [String], language: MessageLanguage, createdAt: Instant, createdBy: String,
    lastUsedAt: Instant? = nil
  ) {
    self.id = id
    self.name = name
    self.projects = projects
    self.language = language
    self.createdAt = createdAt
    self.createdBy = createdBy
    self.lastUsedAt = lastUsedAt
  }

  package func shows(_ project: String) -> Bool { projects.isEmpty || projects.contains(project) }
}

/// How often something in a calendar has changed, and when last: calendars take over what has grown.
package struct FeedItemVersion: Hashable, Sendable {
  package var sequence: Int
  package var modifiedAt: Instant

  package init(sequence: Int, modifiedAt: Instant) {
    self.sequence = sequence
    self.modifiedAt = modifiedAt
  }
}
