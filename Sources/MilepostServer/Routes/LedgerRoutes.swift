import Hummingbird
import MilepostAPI
import MilepostCore
import MilepostStore

extension API {
  func ledgerRoutes(_ routes: inout RouteTable) {
    routes.on(.get, "/v1/ledger", .read, listLedger)
    routes.on(.get, "/v1/ledger/verify", .read, verifyLedger)
  }

  /// The oldest first, so that a page once full never changes.
  @Sendable private func listLedger(_ request: Request, _ context: APIContext) async throws -> Response {
    let query = try QueryReader(request, known: ["after", "limit"])
    let (limit, after) = (try query.limit(), try query.after() ?? 0)
    let entries = try await read { try $0.ledger(after: after, limit: limit + 1) }
    return try .json(Page(entries, limit: limit, cursor: { "\($0.sequence)" }, view: LedgerEntryView.init))
  }

  @Sendable private func verifyLedger(_ request: Request, _ context: APIContext) async throws -> Response {
    _ = try QueryReader(request)
    let (entries, brokenAt) = try await read { try $0.verifyLedger() }
    return try .json(LedgerVerification(entries: entries, intact: brokenAt == nil, brokenAt: brokenAt))
  }
}
