public struct LedgerEntryView: Codable, Equatable, Sendable {
  public var sequence: Int64
  public var at: String
  public var author: String
  public var action: String
  public var subject: String
  /// JSON text of what was, empty for a new thing.
  public var before: String
  /// JSON text of what is, empty for a removed thing.
  public var after: String
  public var reason: String?
  public var hash: String

  public init(
    sequence: Int64, at: String, author: String, action: String, subject: String, before: String, after: String,
    reason: String?, hash: String
  ) {
    self.sequence = sequence
    self.at = at
    self.author = author
    self.action = action
    self.subject = subject
    self.before = before
    self.after = after
    self.reason = reason
    self.hash = hash
  }
}

/// `GET /v1/ledger/verify`. `brokenAt` is the first entry whose hash does not fit.
public struct LedgerVerification: Codable, Equatable, Sendable {
  public var entries: Int64
  public var intact: Bool
  public var brokenAt: Int64?

  public init(entries: Int64, intact: Bool, brokenAt: Int64?) {
    self.entries = entries
    self.intact = intact
    self.brokenAt = brokenAt
  }
}
