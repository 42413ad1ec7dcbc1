import Hummingbird
import MilepostAPI
import MilepostCore
import MilepostEngine
import MilepostStore

extension API {
  func upkeepRoutes(_ routes: inout RouteTable) {
    routes.on(.post, "/v1/backup", .admin, backUp)
    routes.on(.post, "/v1/repair", .admin, repair)
  }

  /// The file is written where the service runs: no network carries it, and its mode is 0600.
  @Sendable private func backUp(_ request: Request, _ context: APIContext) async throws -> Response {
    _ = try QueryReader(request)
    let table = try await RequestBodyReader.table(request, context, known: ["name", "with_secrets"])
    let (name, withSecrets) = (try table.text("name"), try table.bool("with_secrets") ?? false)
    let author = try await context.author()
    let summary = try await blocking { try engine.backUp(name: name, withSecrets: withSecrets) }
    try await engine.noteBackup(summary, by: author)
    return try .json(
      BackupView(
        path: summary.path, bytes: summary.bytes, ledgerEntries: summary.ledgerEntries,
        withSecrets: summary.holdsSecrets), status: .created)
  }

  @Sendable private func repair(_ request: Request, _ context: APIContext) async throws -> Response {
    _ = try QueryReader(request)
    _ = try await RequestBodyReader.table(request, context, known: [])
    let report = try await engine.repair(by: context.author())
    return try .json(
      RepairView(
        checksReset: report.checksReset, talliesWereWrong: report.talliesWereWrong, damage: report.damage))
  }
}
