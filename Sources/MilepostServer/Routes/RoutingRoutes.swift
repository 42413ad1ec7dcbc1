import Hummingbird
import MilepostAPI
import MilepostCore
import MilepostEngine
import MilepostStore
import NIOCore

/// Which way alerts go. Routes are about all projects: only those who may see all may see or change them.
extension API {
  func routingRoutes(_ routes: inout RouteTable) {
    let one = "/v1/routes/{route}"
    routes.on(.get, "/v1/routes", .read, listRoutes)
    routes.on(.post, "/v1/routes", .manage, addRoute)
    routes.on(.put, "/v1/routes", .manage, applyRoutes)
    routes.on(.get, one, .read, showRoute)
    routes.on(.patch, one, .manage, editRoute)
    routes.on(.delete, one, .manage, removeRoute)
    routes.on(.post, "/v1/route-test", .read, testRoute)
  }

  /// In the order in which they are asked; with `format=yaml` as a file that can be put into force again.
  @Sendable private func listRoutes(_ request: Request, _ context: APIContext) async throws -> Response {
    let query = try QueryReader(request, known: ["limit", "after", "format"])
    let (limit, after) = (try query.limit(), query.text("after"))
    if query.text("format") == "yaml" {
      let text = RouteWriter.text(try await read { try $0.routes() })
      return Response(
        status: .ok, headers: [.contentType: "application/yaml"],
        body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
    }
    let page = try await read { reader in
      let endpoints = try reader.endpoints()
      let routes = try reader.routes()
      let start = after.flatMap { name in routes.firstIndex { $0.name == name } }.map { $0 + 1 } ?? 0
      return Page(routes[start...], limit: limit, cursor: \.name) { RouteView($0, endpoints: endpoints) }
    }
    return try .json(page)
  }

  @Sendable private func addRoute(_ request: Request, _ context: APIContext) async throws -> Response {
    _ = try QueryReader(request)
    let route = try await engine.addRoute(try await form(request, context), by: context.author())
    return try await answer(route, status: .created)
  }

  @Sendable private func editRoute(_ request: Request, _ context: APIContext) async throws -> Response {
    _ = try QueryReader(request)
    let name = try context.name("route")
    let route = try await engine.editRoute(name, try await form(request, context), by: context.author())
    return try await answer(route)
  }

  private func form(_ request: Request, _ context: APIContext) async throws -> RouteForm {
    let buffer = try await RequestBodyReader.bytes(request, context)
    guard buffer.readableBytes > 0 else { return RouteForm() }
    return try RouteFields.form(try JSONReader.read(Array(buffer.readableBytesView)))
  }

  @Sendable private func applyRoutes(_ request: Request, _ context: APIContext) async throws -> Response {
    let dryRun = try QueryReader(request, known: ["dry_run"]).bool("dry_run") ?? false
    let buffer = try await RequestBodyReader.bytes(request, context, limit: RouteFields.sizeMax)
    let forms = try await blocking { try RouteFields.forms(buffer.readableBytesView) }
    let changes = try await engine.applyRoutes(forms, dryRun: dryRun, by: context.author())
    return try .json(RoutesResult(applied: !dryRun, changes: changes))
  }

  @Sendable private func showRoute(_ request: Request, _ context: APIContext) async throws -> Response {
    _ = try QueryReader(request)
    let name = try context.name("route")
    return try await answer(try await read { try Lookup.route(name, in: $0) })
  }

  @Sendable private func removeRoute(_ request: Request, _ context: APIContext) async throws -> Response {
    _ = try QueryReader(request)
    _ = try await RequestBodyReader.table(request, context, known: [])
    try await engine.removeRoute(try context.name("route"), by: context.author())
    return Response(status: .noContent)
  }

  @Sendable private func testRoute(_ request: Request, _ context: APIContext) async throws -> Response {
    _ = try QueryReader(request)
    let table = try await RequestBodyReader.table(
      request, context, known: ["project", "milestone", "type", "labels"])
    let labels = try table.pairs("labels") ?? []
    let test = try await engine.testRoute(
      project: try table.text("project"), milestone: try table.text("milestone"), type: try table.text("type"),
      labels: Dictionary(labels.map { ($0.name, $0.value) }) { first, _ in first }, by: context.author())
    return try .json(RouteTestView(test))
  }

  private func answer(_ route: Route, status: HTTPResponse.Status = .ok) async throws -> Response {
    try .json(
      RouteView(route, endpoints: try await read { try $0.endpoints() }), status: status, revision: Stamp.of(route))
  }
}
