import Hummingbird
import MilepostCore

/// Routes as they are declared, each with who may use it.
struct RouteTable {
  typealias Handler = @Sendable (Request, APIContext) async throws -> Response

  let router: Router<APIContext>
  private let discipline: RequestDiscipline
  private let paths: RoutePaths
  private(set) var routes: [Route] = []

  struct Route: Sendable {
    let method: HTTPRequest.Method
    let path: String
    let scope: RouteScope

    var verb: String { method.rawValue }
  }

  init(_ router: Router<APIContext>, discipline: RequestDiscipline, paths: RoutePaths) {
    self.router = router
    self.discipline = discipline
    self.paths = paths
  }

  /// `handler` runs only for those whom `scope` admits, with `context.principal` set.
  mutating func on(
    _ method: HTTPRequest.Method, _ path: String, _ scope: RouteScope, _ handler: @escaping Handler
  ) {
    paths.add(method.rawValue, path)
    routes.append(Route(method: method, path: path, scope: scope))
    router.on(RouterPath(path), method: method) { [discipline] request, context in
      try await discipline.answer(request, context, scope, handler)
    }
  }
}
