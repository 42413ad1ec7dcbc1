import Dispatch
import MilepostCore
import MilepostStore

extension Engine {
  /// The machine's time, by which tokens and sessions end.
  package var wallNow: Instant { wall.now() }

  /// `hash`: SHA-256 of the token's text, which nobody else is told.
  package func addToken(_ draft: TokenDraft, hash: [UInt8], by author: String) async throws -> AccessToken {
    try await change(by: author) { try $0.addToken(draft, hash: hash) }
  }

  package func revokeToken(_ name: String, reason: String? = nil, by author: String) async throws -> AccessToken {
    try await change(by: author) { try $0.revokeToken(name, reason: reason) }
  }

  package func openSession(tokenID: Int64, hash: [UInt8], until end: Instant) async throws {
    try await change(by: "service") {
      try $0.writer.openSession(tokenID: tokenID, hash: hash, at: $0.sentAt, until: end)
    }
  }

  package func closeSession(hash: [UInt8]) async throws {
    try await change(by: "service") { try $0.writer.closeSession(hash: hash) }
  }

  /// Writes down, in the background, that a token is in use. Whoever counts on it can do without: a full disk must not
  /// keep anybody from looking.
  package func noteUse(tokenID: Int64, at now: Instant) {
    queue.async { [self] in
      try? store.write { try $0.noteUse(tokenID: tokenID, at: now) }
    }
  }
}

extension UnitOfWork {
  func addToken(_ draft: TokenDraft, hash: [UInt8]) throws -> AccessToken {
    let name = try DraftRules.key(draft.name, place: "name")
    guard try reader.token(name: name) == nil else {
      throw Refusal(
        .duplicateKey, en: "There is already a token “\(name)”; choose another name.", zh: "令牌“\(name)”已存在，请换一个名称。",
        place: "name")
    }
    try Amounts.check(try reader.tokens(limit: Amounts.max).count, en: "tokens", zh: "令牌")
    let scope: Scope = try DraftRules.choice(draft.scope, place: "scope")
    for key in draft.projects { _ = try project(key) }
    guard draft.projects.isEmpty || scope != .admin else {
      throw Refusal(
        .invalidValue, en: "The scope “admin” is about everything; leave the projects out.",
        zh: "“admin”权限涉及全部内容，请不要限定项目。", place: "projects")
    }
    let token = try writer.insert(
      AccessToken(
        name: name, scope: scope, projects: draft.projects.isEmpty ? .all : .only(Set(draft.projects)),
        createdAt: sentAt, createdBy: author, expiresAt: try draft.expires.map(end)), hash: hash)
    try record("token.add", name, before: "", after: LedgerText.of(token))
    return token
  }

  func revokeToken(_ name: String, reason: String?) throws -> AccessToken {
    guard let before = try reader.token(name: name) else {
      throw Refusal.unknownToken(name, among: try reader.tokens().map(\.name))
    }
    try writer.revoke(tokenID: before.id, at: sentAt)
    var after = before
    after.revokedAt = sentAt
    try record(
      "token.revoke", name, before: LedgerText.of(before), after: LedgerText.of(after),
      reason: try DraftRules.optionalLine(reason, current: nil, place: "reason", limit: 1000))
    return after
  }

  /// When the day that somebody wrote ends, in the zone of the service.
  private func end(of written: String) throws -> Instant {
    let zone = try configuration.zones.zone(named: configuration.settings.zone)
    let calendar = (try? configuration.calendars.calendar(named: configuration.settings.calendar)) ?? .weekdays
    let day: CivilDate
    do {
      day = try DueExpression.parse(written, today: zone.civilDate(at: sentAt), calendar: calendar).date
    } catch { throw error.at("expires") }
    let end = zone.endOfDay(day)
    guard end > sentAt else {
      throw Refusal(
        .invalidValue, en: "The token would have expired already on \(day); name a later day.",
        zh: "该令牌在 \(day) 就已过期，请写更晚的日期。", place: "expires")
    }
    return end
  }
}

extension LedgerText {
  private struct TokenEntry: Encodable {
    let name: String
    let scope: String
    let projects: [String]?
    let expiresAt: String?
    let revokedAt: String?
  }

  static func of(_ token: AccessToken) throws -> String {
    var projects: [String]?
    if case .only(let keys) = token.projects { projects = keys.sorted() }
    return try text(
      TokenEntry(
        name: token.name, scope: token.scope.rawValue, projects: projects, expiresAt: token.expiresAt?.rfc3339,
        revokedAt: token.revokedAt?.rfc3339))
  }
}
