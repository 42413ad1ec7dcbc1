import Hummingbird
import Logging
import MilepostAPI
import MilepostCore

/// Turns every error into problem details (RFC 9457), or a page for who asked for one, so that a caller never meets
/// another shape.
struct ProblemMiddleware: RouterMiddleware {
  let paths: RoutePaths

  func handle(
    _ request: Request, context: APIContext, next: (Request, APIContext) async throws -> Response
  ) async throws -> Response {
    do {
      return try await next(request, context)
    } catch let error as HTTPError where error.status == .notFound {
      if let allowed = paths.methods(of: request.uri.path) {
        return try ProblemMiddleware.notAllowed(request.method, allowed: allowed)
      }
      return try ProblemMiddleware.answer(to: error, request, context)
    } catch {
      return try ProblemMiddleware.answer(to: error, request, context)
    }
  }

  static func answer(to error: any Error, _ request: Request, _ context: APIContext) throws -> Response {
    switch error {
    case let refusal as Refusal:
      if refusal.code == .unauthenticated, SignInPage.isWanted(by: request) {
        return SignInPage.redirection(from: request)
      }
      return try answer(refusal, request, context)
    case let exceeded as RateLimit.Exceeded: return try answer(exceeded.refusal, request, context)
    case let error as HTTPError where error.status == .notFound:
      return try answer(notFound(request), request, context)
    default:
      context.logger.debug("unexpected error", metadata: ["error": "\(error)"])
      return try answer(unexpected(error), request, context)
    }
  }

  private static func notAllowed(_ method: HTTPRequest.Method, allowed: [String]) throws -> Response {
    let list = allowed.joined(separator: ", ")
    let shown = DraftRules.shown(method.rawValue)
    var response = try Response.problem(
      Refusal(
        .notAllowed, en: "\(shown) is not possible here; allowed are \(list).", zh: "此处不能使用 \(shown)；可用的有：\(list)。",
        place: shown))
    response.headers[.allow] = list
    return response
  }

  /// People get a page, programs problem details.
  private static func answer(_ refusal: Refusal, _ request: Request, _ context: APIContext) throws -> Response {
    PageFault.isForPerson(request) ? PageFault.response(refusal, to: request, context) : try .problem(refusal)
  }

  private static func notFound(_ request: Request) -> Refusal {
    let path = DraftRules.shown(request.uri.path)
    return Refusal(.notFound, en: "There is nothing at “\(path)”.", zh: "没有地址“\(path)”。", place: path)
  }

  private static func unexpected(_ error: any Error) -> Refusal {
    Refusal(
      .unavailable, en: "The service met a fault of its own (\(type(of: error))); the change was not made.",
      zh: "服务内部出错（\(type(of: error))），未作任何更改。")
  }
}
