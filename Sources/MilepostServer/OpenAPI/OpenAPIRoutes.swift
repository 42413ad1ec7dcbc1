import Hummingbird
import MilepostAPI

extension API {
  func openAPIRoutes(_ routes: inout RouteTable) {
    routes.on(.get, OpenAPIDocument.path, .open, showDocument)
  }

  @Sendable private func showDocument(_ request: Request, _ context: APIContext) async throws -> Response {
    _ = try QueryReader(request)
    return try .json(OpenAPIDocument.make(Operations.all))
  }
}
