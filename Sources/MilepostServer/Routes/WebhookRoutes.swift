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
    routes.on(.patch, one, .manage, editWebhook)
    routes.on(.delete, one, .manage, removeWebhook)
    routes.on(.post, "\(one)/test", .manage, testWebhook)
    routes.on(.post, "\(one)/pause", .manage) { try await self.setWebhook(.paused, $0, $1) }
    routes.on(.post, "\(one)/resume", .manage) { try await self.setWebhook(.active, $0, $1) }
    routes.on(.post, "\(one)/rotate", .manage, rotateWebhook)
    routes.on(.post, "\(one)/replay", .manage, replayWebhook)
    routes.on(.get, "\(one)/deliveries", .read, listDeliveries)
    routes.on(.get, "\(one)/deliveries/{delivery}", .read, showDelivery)
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
      request, context, known: ["name", "format", "test", "force"] + WebhookFields.changeable)
    let draft = EndpointDraft(
      name: try table.requiredText("name"), url: try table.requiredText("url"), secret: try table.text("secret"),
      projects: try table.texts("projects") ?? [], format: try table.text("format"),
      language: try table.text("language"), options: try WebhookFields.options(table))
    let (isTested, isForced) = (try table.bool("test") ?? false, try table.bool("force") ?? false)
    let author = try await context.author()
    let endpoint =
      isTested
      ? try await engine.addTestedEndpoint(draft, isForced: isForced, by: author)
      : try await engine.addEndpoint(draft, by: author)
    // A secret that the caller chose need not come back to it.
    let secret = draft.secret == nil && !endpoint.secret.isEmpty ? endpoint.secret : nil
    return try await answer(endpoint, status: .created, secret: secret)
  }

  @Sendable private func showWebhook(_ request: Request, _ context: APIContext) async throws -> Response {
    _ = try QueryReader(request)
    let name = try context.name("webhook")
    return try await answer(try await read { try Lookup.endpoint(name, in: $0) })
  }

  @Sendable private func editWebhook(_ request: Request, _ context: APIContext) async throws -> Response {
    _ = try QueryReader(request)
    let revision = try ifMatch(request)
    let table = try await RequestBodyReader.table(request, context, known: WebhookFields.changeable)
    var edit = EndpointEdit()
    edit.url = try table.text("url")
    edit.secret = try table.text("secret")
    edit.projects = try table.texts("projects")
    edit.language = try table.text("language")
    edit.options = try WebhookFields.options(table)
    return try await answer(
      try await engine.editEndpoint(
        try context.name("webhook"), edit, ifRevision: revision, by: try await context.author()))
  }

  @Sendable private func rotateWebhook(_ request: Request, _ context: APIContext) async throws -> Response {
    _ = try QueryReader(request)
    let table = try await RequestBodyReader.table(request, context, known: ["secret", "overlap"])
    let overlap = try SpanText.milliseconds(
      try table.text("overlap") ?? "24h", in: 0...30 * 86_400_000, place: "overlap")
    let rotated = try await engine.rotateSecret(
      try context.name("webhook"), secret: try table.text("secret"), overlapMs: overlap, by: try await context.author())
    return try await answer(rotated.endpoint, secret: rotated.secret)
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
    return try .json(
      WebhookTestView(try await engine.testEndpoint(try context.name("webhook"), by: try await context.author())))
  }

  @Sendable private func setWebhook(
    _ state: Endpoint.State, _ request: Request, _ context: APIContext
  ) async throws -> Response {
    _ = try QueryReader(request)
    _ = try await RequestBodyReader.table(request, context, known: [])
    let name = try context.name("webhook")
    return try await answer(try await engine.setEndpoint(name, state: state, by: context.author()))
  }

  private func answer(
    _ endpoint: Endpoint, status: HTTPResponse.Status = .ok, secret: String? = nil
  ) async throws -> Response {
    let counts = try await read { try $0.deliveryCounts(endpointID: endpoint.id) }
    return try .json(
      WebhookView(endpoint, counts: counts, secret: secret), status: status, revision: endpoint.revision)
  }
}
