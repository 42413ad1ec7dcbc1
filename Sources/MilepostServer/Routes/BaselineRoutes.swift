import Hummingbird
import MilepostAPI
import MilepostCore
import MilepostEngine
import MilepostStore

extension API {
  func baselineRoutes(_ routes: inout RouteTable) {
    let all = "/v1/projects/{project}/baselines"
    routes.on(.get, all, .read, listBaselines)
    routes.on(.post, all, .manage, setBaseline)
    routes.on(.get, "\(all)/{baseline}", .read, compareBaseline)
  }

  @Sendable private func listBaselines(_ request: Request, _ context: APIContext) async throws -> Response {
    let query = try QueryReader(request, known: ["after", "limit"])
    let (limit, after) = (try query.limit(), query.text("after"))
    let key = try context.name("project")
    let standpoint = standpoint
    let page = try await read { reader in
      let project = try Lookup.project(key, in: reader)
      var rest = try reader.baselines(projectID: project.id)[...]
      if let after {
        guard let position = rest.firstIndex(where: { $0.name == after }) else {
          throw QueryReader.invalid("after", after, en: "the “next” of the page before", zh: "上一页的“next”")
        }
        rest = rest[(position + 1)...]
      }
      return Page(rest, limit: limit, cursor: \.name) { BaselineView($0, in: project, from: standpoint) }
    }
    return try .json(page)
  }

  @Sendable private func setBaseline(_ request: Request, _ context: APIContext) async throws -> Response {
    _ = try QueryReader(request)
    let key = try context.name("project")
    let table = try await RequestBodyReader.table(request, context, known: ["name", "note"])
    let baseline = try await engine.setBaseline(
      key, name: try table.requiredText("name"), note: try table.text("note"), by: context.author())
    let standpoint = standpoint
    let view = try await read { reader in
      BaselineView(baseline, in: try Lookup.project(key, in: reader), from: standpoint)
    }
    return try .json(view, status: .created)
  }

  @Sendable private func compareBaseline(_ request: Request, _ context: APIContext) async throws -> Response {
    _ = try QueryReader(request)
    let (key, name) = (try context.name("project"), try context.name("baseline"))
    let standpoint = standpoint
    let view = try await read { reader in
      let project = try Lookup.project(key, in: reader)
      guard let baseline = try reader.baseline(projectID: project.id, name: name) else {
        throw Refusal.unknownBaseline(
          name, project: key, among: try reader.baselines(projectID: project.id).map(\.name))
      }
      let variances = BaselineVariance.compare(
        try reader.entries(baselineID: baseline.id), with: try engine.datesNow(of: project, in: reader),
        calendar: try engine.planPart(of: project, in: reader).calendar)
      return BaselineComparison(
        baseline: BaselineView(baseline, in: project, from: standpoint), items: variances.map(VarianceView.init))
    }
    return try .json(view)
  }
}
