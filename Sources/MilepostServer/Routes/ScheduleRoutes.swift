import Hummingbird
import MilepostAPI
import MilepostCore
import MilepostEngine
import MilepostStore

extension API {
  func scheduleRoutes(_ routes: inout RouteTable) {
    let milestone = "/v1/projects/{project}/milestones/{milestone}"
    routes.on(.get, "\(milestone)/path", .read, showPath)
    routes.on(.get, "\(milestone)/forecasts", .read, listForecasts)
    routes.on(.get, "/v1/projects/{project}/schedule", .read, showSchedule)
    routes.on(.post, "/v1/projects/{project}/whatif", .read, whatIf)
  }

  @Sendable private func showSchedule(_ request: Request, _ context: APIContext) async throws -> Response {
    _ = try QueryReader(request)
    let key = try context.name("project")
    let view = try await read { reader in
      let project = try Lookup.project(key, in: reader)
      return ScheduleView(
        try engine.planPart(of: project, in: reader), of: try engine.planNetwork(of: project, in: reader))
    }
    return try .json(view)
  }

  /// `by` and `buffer`: work backwards from another day, or with working days left free before it.
  @Sendable private func showPath(_ request: Request, _ context: APIContext) async throws -> Response {
    let query = try QueryReader(request, known: ["by", "buffer"])
    let (written, buffer) = (
      query.text("by"), try query.text("buffer").map { try PlanBuffer.read($0, place: "buffer") }
    )
    let (key, name) = (try context.name("project"), try context.name("milestone"))
    let standpoint = standpoint
    let view = try await read { reader in
      let project = try Lookup.project(key, in: reader)
      let milestone = try Lookup.milestone(project, name, in: reader)
      let network = try engine.planNetwork(of: project, in: reader)
      let by = try written.map { try standpoint.day($0, in: project, place: "by") }
      let kept = buffer ?? milestone.buffer
      return PathView(
        milestone: MilestoneView(milestone, in: project, from: standpoint), by: by?.description, buffer: kept?.text,
        driving: network.drivingPath(to: milestone, by: by, keeping: kept).map(StepView.init),
        predecessors: network.predecessors(of: milestone, by: by, keeping: kept).map(StepView.init))
    }
    return try .json(view)
  }

  /// The newest `limit` of them, the oldest first; `next` leads to what was before.
  @Sendable private func listForecasts(_ request: Request, _ context: APIContext) async throws -> Response {
    let query = try QueryReader(request, known: ["after", "limit"])
    let (limit, before) = (try query.limit(), try query.after().map(Instant.init(milliseconds:)))
    let (key, name) = (try context.name("project"), try context.name("milestone"))
    let standpoint = standpoint
    let page = try await read { reader in
      let project = try Lookup.project(key, in: reader)
      let milestone = try Lookup.milestone(project, name, in: reader)
      let found = try reader.forecasts(milestoneID: milestone.id, before: before, limit: limit + 1)
      let points = found.suffix(limit)
      return Page(
        items: points.map { point in
          ForecastView(
            at: point.at.rfc3339, atLocal: standpoint.local(point.at, in: project),
            forecast: point.forecast.description, due: point.due.description, cause: point.cause,
            reason: point.reason, driver: point.driver)
        }, next: found.count > limit ? points.first.map { "\($0.at.milliseconds)" } : nil)
    }
    return try .json(page)
  }

  @Sendable private func whatIf(_ request: Request, _ context: APIContext) async throws -> Response {
    _ = try QueryReader(request)
    let key = try context.name("project")
    let table = try await RequestBodyReader.table(request, context, known: ["changes"])
    let suppositions = try SuppositionFields.suppositions(from: table)
    let visible = context.principal.projects
    let view = try await read { reader in
      let project = try Lookup.project(key, in: reader)
      let outcome = try engine.planNetwork(of: project, in: reader).supposing(suppositions, in: project.key)
      return WhatIfView(moves: outcome.moves.filter { visible.contains($0.node.project) }.map(MoveView.init))
    }
    return try .json(view)
  }
}
