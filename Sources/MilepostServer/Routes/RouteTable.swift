import Hummingbird
import MilepostCore

/// Routes as they are declared; every path also answers the methods it does not know, with 405.
struct RouteTable {
  typealias Handler = @Sendable (Request, APIContext) async throws -> Response

  private static let methods: [HTTPRequest.Method] = [.get, .head, .post, .put, .patch, .delete, .options]
  let router: Router<APIContext>
  private let discipline: RequestDiscipline
  private(set) var routes: [Route] = []
  private var known: [String: [HTTPRequest.Method]] = [:]

  struct Route: Sendable {
    let method: HTTPRequest.Method
    let path: String
    let scope: RouteScope

    var verb: String { method.rawValue }
  }

  init(_ router: Router<APIContext>, discipline: RequestDiscipline) {
    self.router = router
    self.discipline = discipline
  }

  /// `handler` runs only for those whom `scope` admits, with `context.principal` set.
  mutating func on(
    _ method: HTTPRequest.Method, _ path: String, _ scope: RouteScope, _ handler: @escaping Handler
  ) {
    known[path, default: []].append(method)
    routes.append(Route(method: method, path: path, scope: scope))
    router.on(RouterPath(path), method: method) { [discipline] request, context in
      try await discipline.answer(request, context, scope, handler)
    }
  }

  /// To be called once all routes are declared.
  func finish() {
    for (path, methods) in known {
      let allowed = methods.contains(.get) ? methods + [.head] : methods
      for method in RouteTable.methods where !allowed.contains(method) {
        router.on(RouterPath(path), method: method) { request, _ in
          try RouteTable.notAllowed(request.method, allowed: allowed.map(\.rawValue).sorted())
        }
      }
    }
  }

  private static func notAllowed(_ method: HTTPRequest.Method, allowed: [String]) throws -> Response {
    let list = allowed.joined(separator: ", ")
    var response = try Response.problem(
      Refusal(
        .notAllowed, en: "\(method.rawValue) is not possible here; allowed are \(list).",
        zh: "此处不能使用 \(method.rawValue)；可用的有：\(list)。", place: method.rawValue))
    response.headers[.allow] = list
    return response
  }
}
