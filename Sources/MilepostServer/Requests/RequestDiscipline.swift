import Hummingbird
import MilepostCore
import MilepostEngine

/// What holds for every route alike: who may ask, how often, whether it was asked before, and whether what the caller
/// has seen still stands.
struct RequestDiscipline: Sendable {
  let admission: Admission
  let limit: RateLimit
  let answers: KeptAnswers

  typealias Handler = RouteTable.Handler

  func answer(
    _ request: Request, _ context: APIContext, _ scope: RouteScope, _ handler: Handler
  ) async throws -> Response {
    var (request, context) = (request, context)
    var standing: RateLimit.Standing?
    var response: Response
    do {
      do {
        try await admission.admit(&request, &context, scope)
      } catch let refusal as Refusal where refusal.code == .unauthenticated {
        standing = try limit.take(nil, request, context)
        throw refusal
      }
      standing = try limit.take(context.principal, request, context)
      response = try await perform(request, context, scope, handler)
    } catch {
      response = try ProblemMiddleware.answer(to: error, request, context)
      if let limited = error as? RateLimit.Exceeded { standing = limited.standing }
    }
    standing?.show(in: &response)
    return response
  }

  private func perform(
    _ request: Request, _ context: APIContext, _ scope: RouteScope, _ handler: Handler
  ) async throws -> Response {
    let precondition = try Precondition.read(request, context, scope)
    let response = try await answers.answer(request, context, precondition, handler)
    return Precondition.hasIt(request, response) ? Precondition.notModified(response) : response
  }
}
