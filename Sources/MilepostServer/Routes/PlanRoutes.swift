import Hummingbird
import MilepostAPI
import MilepostCore
import MilepostEngine

extension API {
  func planRoutes(_ routes: inout RouteTable) {
    routes.on(.get, "/v1/plan", exportPlan)
    routes.on(.post, "/v1/plan", applyPlan)
  }

  @Sendable private func applyPlan(_ request: Request, _ context: APIContext) async throws -> Response {
    let dryRun = try QueryReader(request, known: ["dry_run"]).bool("dry_run") ?? false
    let buffer = try await RequestBodyReader.bytes(request, context, limit: PlanReader.sizeMax)
    let plan = try await blocking { try PlanReader.read(buffer.readableBytesView) }
    let differences = try await engine.apply(plan, dryRun: dryRun, by: context.author())
    return try .json(
      PlanResult(
        applied: !dryRun,
        changes: differences.map { difference in
          PlanChange(
            action: difference.action.rawValue, noun: difference.noun.rawValue, subject: difference.subject,
            fields: difference.fields)
        }))
  }

  @Sendable private func exportPlan(_ request: Request, _ context: APIContext) async throws -> Response {
    _ = try QueryReader(request)
    let text = try await read { reader in
      let plans = try reader.projects(includingArchived: false).map { project in
        PlanDocument.ProjectPlan(project, milestones: try reader.milestones(projectID: project.id))
      }
      return PlanWriter.text(PlanDocument(projects: plans))
    }
    return Response(
      status: .ok, headers: [.contentType: "application/yaml"],
      body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
  }
}
