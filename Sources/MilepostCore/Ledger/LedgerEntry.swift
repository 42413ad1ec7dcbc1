/// One change: who, when, what was and is, why. Each entry's hash covers the one before it, so an edit shows.
package struct LedgerEntry: Hashable, Sendable {
  package var sequence: Int64
  package var at: Instant
  /// For example `uid:1000(li)`, or `service`.
  package var author: String
  /// For example `milestone.reach`.
  package var action: String
  /// For example `henggang-kindergarten/completion`.
  package var subject: String
  /// JSON of what was; empty for a new thing.
  package var before: String
  /// JSON of what is; empty for a removed thing.
  package var after: String
  package var reason: String?
  /// Lower-case hex SHA-256 of the entry before; 64 zeros for the first.
  package var previousHash: String
  package var hash: String

  package init(
    sequence: Int64, at: Instant, author: String, action: String, subject: String, before: String, after: String,
    reason: String?, previousHash: String, hash: String
  ) {
    self.sequence = sequence
    self.at = at
    self.author = author
    self.action = action
    self.subject = subject
    self.before = before
    self.after = after
    self.reason = reason
    self.previousHash = previousHash
    self.hash = hash
  }
}
