import Hummingbird
import MilepostAPI
import MilepostCore
import MilepostEngine
import MilepostStore

extension API {
  func tokenRoutes(_ routes: inout RouteTable) {
    routes.on(.get, "/v1/tokens", .admin, listTokens)
    routes.on(.post, "/v1/tokens", .admin, addToken)
    routes.on(.get, "/v1/tokens/{token}", .admin, showToken)
    routes.on(.delete, "/v1/tokens/{token}", .admin, revokeToken)
  }

  /// The oldest first; with `revoked=true` those too that are no longer taken.
  @Sendable private func listTokens(_ request: Request, _ context: APIContext) async throws -> Response {
    let query = try QueryReader(request, known: ["after", "limit", "revoked"])
    let (limit, after) = (try query.limit(), try query.after() ?? 0)
    let revoked = try query.bool("revoked") ?? false
    let now = engine.wallNow
    let tokens = try await read { try $0.tokens(afterID: after, includingRevoked: revoked, limit: limit + 1) }
    return try .json(Page(tokens, limit: limit, cursor: { "\($0.id)" }) { TokenView($0, at: now) })
  }

  @Sendable private func addToken(_ request: Request, _ context: APIContext) async throws -> Response {
    _ = try QueryReader(request)
    let table = try await RequestBodyReader.table(request, context, known: ["name", "scope", "projects", "expires"])
    let draft = TokenDraft(
      name: try table.requiredText("name"), scope: try table.requiredText("scope"),
      projects: try table.texts("projects") ?? [], expires: try table.text("expires"))
    var random = SystemRandomNumberGenerator()
    let text = SecretText.make(SecretText.tokenPrefix, using: &random)
    let token = try await engine.addToken(draft, hash: SecretText.hash(text), by: context.author())
    return try .json(TokenView(token, at: engine.wallNow, text: text), status: .created, revision: Stamp.of(token))
  }

  @Sendable private func showToken(_ request: Request, _ context: APIContext) async throws -> Response {
    _ = try QueryReader(request)
    let name = try context.name("token")
    let token = try await read { reader in
      guard let token = try reader.token(name: name) else {
        throw Refusal.unknownToken(
          name, among: try reader.tokens().map(\.name))
      }
      return token
    }
    return try .json(TokenView(token, at: engine.wallNow), revision: Stamp.of(token))
  }

  @Sendable private func revokeToken(_ request: Request, _ context: APIContext) async throws -> Response {
    _ = try QueryReader(request)
    let table = try await RequestBodyReader.table(request, context, known: ["reason"])
    let token = try await engine.revokeToken(
      try context.name("token"), reason: try table.text("reason"), by: context.author())
    return try .json(TokenView(token, at: engine.wallNow), revision: Stamp.of(token))
  }
}

extension TokenView {
  init(_ token: AccessToken, at now: Instant, text: String? = nil) {
    var projects: [String]?
    if case .only(let keys) = token.projects { projects = keys.sorted() }
    self.init(
      name: token.name, scope: token.scope.rawValue, projects: projects, state: token.state(at: now).rawValue,
      createdAt: token.createdAt.rfc3339, createdBy: token.createdBy, expiresAt: token.expiresAt?.rfc3339,
      lastUsedAt: token.lastUsedAt?.rfc3339, token: text)
  }
}
