import Hummingbird
import MilepostCore

/// Routes as they are declared; every path also answers the methods it does not know, with 405.
struct RouteTable {
  typealias Handler = @Sendable (Request, APIContext) async throws -> Response

  private static let methods: [HTTPRequest.Method] = [.get, .head, .post, .put, .patch, .delete, .options]
  private let router: Router<APIContext>
  private var known: [String: [HTTPRequest.Method]] = [:]

  init(_ router: Router<APIContext>) { self.router = router }

  mutating func on(_ method: HTTPRequest.Method, _ path: String, _ handler: @escaping Handler) {
    known[path, default: []].append(method)
    router.on(RouterPath(path), method: method, use: handler)
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
