/// A time in which alerts of some kind are told to nobody.
package struct Silence: Hashable, Sendable {
  package static let daysMax = 90

  package var id: Int64
  /// As they are written; all must hold.
  package var match: [String]
  package var startsAt: Instant
  package var endsAt: Instant
  package var author: String
  package var comment: String
  package var createdAt: Instant
  /// When its end was dealt with; nil while it is to come.
  package var endedAt: Instant?

  package init(
    id: Int64 = 0, match: [String], startsAt: Instant, endsAt: Instant, author: String, comment: String,
    createdAt: Instant, endedAt: Instant? = nil
  ) {
    self.id = id
    self.match = match
    self.startsAt = startsAt
    self.endsAt = endsAt
    self.author = author
    self.comment = comment
    self.createdAt = createdAt
    self.endedAt = endedAt
  }

  package func isActive(at now: Instant) -> Bool { endedAt == nil && startsAt <= now && now < endsAt }
}
