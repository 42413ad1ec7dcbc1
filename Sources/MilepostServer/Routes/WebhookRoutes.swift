import Hummingbird
import MilepostAPI
import MilepostCore
import MilepostEngine
import MilepostStore

extension API {
  func webhookRoutes(_ routes: inout RouteTable) {
    let one = "/v1/webhooks/{webhook}"
    routes.on(.get, "/v1/webhooks", .read, listWebhooks)
    routes.on(.post, "/v1/webhooks", .manage, addWebhook)
    routes.on(.get, one, .read, showWebhook)
    routes.on(.delete, one, .manage, removeWebhook)
    routes.on(.post, "\(one)/test", .manage, testWebhook)
    routes.on(.post, "\(one)/pause", .manage) { try await self.setWebhook(.paused, $0, $1) }
    routes.on(.post, "\(one)/resume", .manage) { try await self.setWebhook(.active, $0, $1) }
    routes.on(.post, "\(one)/replay", .manage, replayWebhook)
    routes.on(.get, "\(one)/deliveries", .read, listDeliveries)
  }

  @Sendable private func listWebhooks(_ request: Request, _ context: APIContext) async throws -> Response {
    let query = try QueryReader(request, known: ["after", "limit"])
    let (limit, after) = (try query.limit(), query.text("after"))
    let page = try await read { reader in
      let endpoints = try reader.endpoints().sorted { $0.name < $1.name }
      let rest = endpoints.drop { endpoint in after.map { endpoint.name <= $0 } ?? false }
      return try Page(rest, limit: limit, cursor: \.name) { endpoint in
        WebhookView(endpoint, counts: try reader.deliveryCounts(endpointID: endpoint.id))
      }
    }
    return try .json(page)
  }

  @Sendable private func addWebhook(_ request: Request, _ context: APIContext) async throws -> Response {
    _ = try QueryReader(request)
    let table = try await RequestBodyReader.table(
      request, context, known: ["name", "url", "secret", "projects", "format", "language"])
    let draft = EndpointDraft(
      name: try table.requiredText("name"), url: try table.requiredText("url"), secret: try table.text("secret"),
      projects: try table.texts("projects") ?? [], format: try table.text("format"),
      language: try table.text("language"))
    let endpoint = try await engine.addEndpoint(draft, by: context.author())
    // A secret that the caller chose need not come back to it.
    let secret = draft.secret == nil && !endpoint.secret.isEmpty ? endpoint.secret : nil
    return try await answer(endpoint, status: .created, secret: secret)
  }

  @Sendable private func showWebhook(_ request: Request, _ context: APIContext) async throws -> Response {
    _ = try QueryReader(request)
    let name = try context.name("webhook")
    return try await answer(try await read { try Lookup.endpoint(name, in: $0) })
  }

  @Sendable private func removeWebhook(_ request: Request, _ context: APIContext) async throws -> Response {
    _ = try QueryReader(request)
    _ = try await RequestBodyReader.table(request, context, known: [])
    try await engine.removeEndpoint(try context.name("webhook"), by: context.author())
    return Response(status: .noContent)
  }

  @Sendable private func testWebhook(_ request: Request, _ context: APIContext) async throws -> Response {
    _ = try QueryReader(request)
    _ = try await RequestBodyReader.table(request, context, known: [])
    return try .json(WebhookTestView(try await engine.testEndpoint(try context.name("webhook"))))
  }

  @Sendable private func setWebhook(
    _ state: Endpoint.State, _ request: Request, _ context: APIContext
  ) async throws -> Response {
    _ = try QueryReader(request)
    _ = try await RequestBodyReader.table(request, context, known: [])
    let name = try context.name("webhook")
    return try await answer(try await engine.setEndpoint(name, state: state, by: context.author()))
  }

  @Sendable private func replayWebhook(_ request: Request, _ context: APIContext) async throws -> Response {
    _ = try QueryReader(request)
    let table = try await RequestBodyReader.table(request, context, known: ["id"])
    let count = try await engine.replay(
      try context.name("webhook"), messageID: try table.text("id"), by: context.author())
    return try .json(CountView(count: count))
  }

  private func answer(
    _ endpoint: Endpoint, status: HTTPResponse.Status = .ok, secret: String? = nil
  ) async throws -> Response {
    let counts = try await read { try $0.deliveryCounts(endpointID: endpoint.id) }
    return try .json(
      WebhookView(endpoint, counts: counts, secret: secret), status: status, revision: endpoint.revision)
  }
}
