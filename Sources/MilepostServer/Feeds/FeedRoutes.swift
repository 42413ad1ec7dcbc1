import Hummingbird
import MilepostAPI
import MilepostCore
import MilepostEngine
import MilepostStore

extension SecretText {
  static let feedPrefix = "mf_"
}

/// Private links: who has one, and giving them out.
extension API {
  func feedRoutes(_ routes: inout RouteTable) {
    routes.on(.get, "/v1/feeds", .admin, listFeeds)
    routes.on(.post, "/v1/feeds", .admin, addFeed)
    routes.on(.get, "/v1/feeds/{feed}", .admin, showFeed)
    routes.on(.delete, "/v1/feeds/{feed}", .admin, revokeFeed)
    routes.on(.get, "/v1/feeds/calendar.ics", .read.filtered, calendarForAPI)
    routes.on(.get, "/v1/feeds/ledger.atom", .read, ledgerForAPI)
    routes.on(.get, "/feeds/{file}", .open, openFeed)
    routes.on(.get, "/badges/{token}/{name}", .open, openBadge)
    routes.on(.get, "/badges/{token}/{name}/{file}", .open, openBadge)
  }

  @Sendable private func listFeeds(_ request: Request, _ context: APIContext) async throws -> Response {
    let query = try QueryReader(request, known: ["after", "limit"])
    let (limit, after) = (try query.limit(), query.text("after") ?? "")
    let feeds = try await read { try $0.feeds(after: after, limit: limit + 1) }
    return try .json(Page(feeds, limit: limit, cursor: \.name) { FeedView($0) })
  }

  @Sendable private func addFeed(_ request: Request, _ context: APIContext) async throws -> Response {
    _ = try QueryReader(request)
    let table = try await RequestBodyReader.table(request, context, known: ["name", "projects", "language"])
    var random = SystemRandomNumberGenerator()
    let token = SecretText.make(SecretText.feedPrefix, using: &random)
    let feed = try await engine.addFeed(
      try table.requiredText("name"), projects: try table.texts("projects") ?? [], language: try table.text("language"),
      hash: SecretText.hash(token), by: context.author())
    var view = FeedView(feed)
    let base = publicURL ?? ""
    view.links = FeedLinks(
      calendar: "\(base)/feeds/\(token).ics", ledger: "\(base)/feeds/\(token).atom", badges: "\(base)/badges/\(token)/")
    return try .json(view, status: .created, revision: Stamp.of(feed))
  }

  @Sendable private func showFeed(_ request: Request, _ context: APIContext) async throws -> Response {
    _ = try QueryReader(request)
    let name = try context.name("feed")
    let feed = try await read { reader in
      guard let feed = try reader.feed(name: name) else {
        throw Refusal.unknownFeed(name, among: try reader.feeds(limit: 1000).map(\.name))
      }
      return feed
    }
    return try .json(FeedView(feed), revision: Stamp.of(feed))
  }

  @Sendable private func revokeFeed(_ request: Request, _ context: APIContext) async throws -> Response {
    _ = try QueryReader(request)
    _ = try await RequestBodyReader.table(request, context, known: [])
    try await engine.revokeFeed(try context.name("feed"), by: context.author())
    return Response(status: .noContent)
  }

  /// The link's holder; a wrong one and one that was revoked are told alike.
  func feed(_ token: String) async throws -> FeedAccess {
    if SecretText.isWellFormed(token, SecretText.feedPrefix) {
      let hash = SecretText.hash(token)
      if let feed = try await read({ try $0.feed(hash: hash) }) {
        engine.noteUse(of: feed)
        return feed
      }
    }
    throw Refusal(
      .notFound, en: "This private link is not known, or was revoked; ask for a new one.", zh: "该私有链接不存在或已撤销，请索取新的链接。")
  }
}

extension FeedView {
  init(_ feed: FeedAccess) {
    self.init(
      name: feed.name, projects: feed.projects, language: feed.language.rawValue, createdAt: feed.createdAt.rfc3339,
      createdBy: feed.createdBy, lastUsedAt: feed.lastUsedAt?.rfc3339)
  }
}
