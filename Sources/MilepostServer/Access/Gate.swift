import Hummingbird
import MilepostCore
import NIOCore

/// Finds out who asks, and whether they may.
struct Gate: Sendable {
  /// Who asks. Throws `unauthenticated` for credentials that are wrong, expired or revoked.
  func principal(_ request: Request, _ context: APIContext) async throws -> Principal {
    let channel = context.channel
    let caller = try await channel.eventLoop.submit {
      try channel.pipeline.syncOperations.handler(type: PeerHandler.self).caller
    }.get()
    return .onSocket(caller)
  }

  /// Who asks, if they may use the route; throws what keeps them from it.
  func admit(_ request: Request, _ context: APIContext, _ scope: RouteScope) async throws -> Principal {
    guard scope != .open else { return .nobody }
    let principal = try await principal(request, context)
    let project = try context.parameters.get("project") == nil ? nil : context.name("project")
    if let refusal = scope.verdict(on: principal, project: project).refusal(for: principal) { throw refusal }
    return principal
  }
}
