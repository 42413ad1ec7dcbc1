import Dispatch
import MilepostCore
import MilepostStore

extension Engine {
  /// `hash`: SHA-256 of the link's text, which nobody else is told.
  package func addFeed(
    _ name: String, projects: [String], language: String?, hash: [UInt8], by author: String
  ) async throws -> FeedAccess {
    try await change(by: author) { try $0.addFeed(name, projects: projects, language: language, hash: hash) }
  }

  package func revokeFeed(_ name: String, by author: String) async throws {
    try await change(by: author) { try $0.revokeFeed(name) }
  }

  /// Writes down, in the background and once an hour, that a link is in use.
  package func noteUse(of feed: FeedAccess) {
    let now = wall.now()
    guard feed.lastUsedAt.map({ now.since($0) >= 3_600_000 }) ?? true else { return }
    queue.async { [self] in
      try? store.write { try $0.noteUse(feedID: feed.id, at: now) }
    }
  }

  /// What tells this database from all others: made when first asked for.
  package func instance() throws -> String {
    if let known = try store.read({ try $0.note(.instance) }) { return known }
    return try store.write { writer in
      if let known = try writer.reader.note(.instance) { return known }
      var random = SystemRandomNumberGenerator()
      let made = String(random.next() as UInt64, radix: 36)
      try writer.setNote(.instance, made)
      return made
    }
  }
}

extension UnitOfWork {
  func addFeed(_ name: String, projects: [String], language: String?, hash: [UInt8]) throws -> FeedAccess {
    let name = try DraftRules.key(name, place: "name")
    guard try reader.feed(name: name) == nil else {
      throw Refusal(
        .duplicateKey, en: "There is already a feed “\(name)”; choose another name.", zh: "订阅“\(name)”已存在，请换一个名称。",
        place: "name")
    }
    try Amounts.check(try reader.feeds(limit: Amounts.max).count, en: "feeds", zh: "订阅")
    for key in projects { _ = try project(key) }
    let language: MessageLanguage =
      try language.map { try DraftRules.choice($0, place: "language") } ?? configuration.settings.language
    let feed = try writer.insert(
      FeedAccess(
        name: name, projects: projects, language: language, createdAt: sentAt, createdBy: author), hash: hash)
    try record("feed.add", name, before: "", after: text(of: feed))
    return feed
  }

  func revokeFeed(_ name: String) throws {
    guard let feed = try reader.feed(name: name) else {
      throw Refusal.unknownFeed(name, among: try reader.feeds(limit: 1000).map(\.name))
    }
    try writer.revoke(feedID: feed.id, at: sentAt)
    try record("feed.revoke", name, before: text(of: feed), after: "")
  }

  private func text(of feed: FeedAccess) -> String {
    var json = JSONText()
    json.field("name", feed.name)
    json.field("projects", feed.projects)
    json.field("language", feed.language.rawValue)
    return json.closed
  }
}

extension Refusal {
  package static func unknownFeed(_ name: String, among names: [String]) -> Refusal {
    let (hint, shown) = (Nearest.hint(for: name, among: names), DraftRules.shown(name))
    return Refusal(
      .notFound, en: "There is no feed “\(shown)”\(hint.en).", zh: "没有订阅“\(shown)”\(hint.zh)。", place: "feed")
  }
}
