import Hummingbird
import MilepostAPI
import MilepostCore
import MilepostEngine
import MilepostStore

extension API {
  func planRoutes(_ routes: inout RouteTable) {
    routes.on(.get, "/v1/plan", .read.filtered, exportPlan)
    routes.on(.post, "/v1/plan", .manage.filtered, applyPlan)
  }

  @Sendable private func applyPlan(_ request: Request, _ context: APIContext) async throws -> Response {
    let dryRun = try QueryReader(request, known: ["dry_run"]).bool("dry_run") ?? false
    let buffer = try await RequestBodyReader.bytes(request, context, limit: PlanReader.sizeMax)
    let source = try await blocking { try PlanReader.source(buffer.readableBytesView) }
    let differences: [PlanDifference]
    do {
      for (index, plan) in source.document.projects.enumerated() {
        guard let key = plan.project.key else { continue }
        do { try context.principal.mustSee(key) } catch { throw error.at("projects[\(index)].key") }
      }
      differences = try await engine.apply(source.document, dryRun: dryRun, by: context.author())
    } catch let refusal as Refusal {
      throw source.located(refusal)
    }
    return try .json(
      PlanResult(
        applied: !dryRun,
        changes: differences.map(PlanChange.init)))
  }

  @Sendable private func exportPlan(_ request: Request, _ context: APIContext) async throws -> Response {
    let key = try QueryReader(request, known: ["project"]).text("project")
    let visible = context.principal.projects
    if let key { try context.principal.mustSee(key) }
    let text = try await read { reader in
      let projects =
        try key.map { [try Lookup.project($0, in: reader)] }
        ?? reader.projects(includingArchived: false).filter { visible.contains($0.key) }
      let plans = try projects.map { project in
        PlanDocument.ProjectPlan(
          project, calendars: try reader.calendars(projectID: project.id).values.sorted { $0.name < $1.name },
          activities: try reader.activities(projectID: project.id),
          milestones: try reader.milestones(projectID: project.id))
      }
      return PlanWriter.text(PlanDocument(projects: plans))
    }
    return Response(
      status: .ok, headers: [.contentType: "application/yaml"],
      body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
  }
}

extension PlanChange {
  init(_ difference: PlanDifference) {
    self.init(
      action: difference.action.rawValue, noun: difference.noun.rawValue, subject: difference.subject,
      fields: difference.fields)
  }
}
