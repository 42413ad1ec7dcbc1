import Hummingbird
import MilepostAPI
import MilepostCore
import MilepostEngine
import MilepostStore

extension API {
  func milestoneRoutes(_ routes: inout RouteTable) {
    let all = "/v1/projects/{project}/milestones"
    let one = "\(all)/{milestone}"
    routes.on(.get, all, .read, listMilestones)
    routes.on(.post, all, .manage, addMilestone)
    routes.on(.get, one, .read, showMilestone)
    routes.on(.patch, one, .manage, editMilestone)
    routes.on(.delete, one, .manage, removeMilestone)
    routes.on(.post, "\(one)/expect", .report, expectMilestone)
    routes.on(.post, "\(one)/reach", .report, reachMilestone)
    routes.on(.post, "\(one)/reopen", .report, reopenMilestone)
  }

  @Sendable private func listMilestones(_ request: Request, _ context: APIContext) async throws -> Response {
    let query = try QueryReader(request, known: ["after", "limit", "state"])
    let (limit, after) = (try query.limit(), try query.text("after").map(MilestoneCursor.init))
    let state = try query.one("state", of: MilestoneOutlook.State.self)
    let key = try context.name("project")
    let standpoint = standpoint
    let page = try await read { reader in
      let project = try Lookup.project(key, in: reader)
      var found: [Milestone] = []
      var cursor = after.map { ($0.due, $0.key) }
      while found.count <= limit {
        let batch = try reader.milestones(projectID: project.id, after: cursor, limit: limit + 1)
        found += batch.filter { milestone in
          state.map { standpoint.outlook(of: milestone, in: project).state == $0 } ?? true
        }
        guard batch.count == limit + 1, let last = batch.last else { break }
        cursor = (last.due.date, last.key)
      }
      return Page(found, limit: limit, cursor: { MilestoneCursor($0).text }) {
        MilestoneView($0, in: project, from: standpoint)
      }
    }
    return try .json(page)
  }

  @Sendable private func addMilestone(_ request: Request, _ context: APIContext) async throws -> Response {
    _ = try QueryReader(request)
    let project = try context.name("project")
    let table = try await RequestBodyReader.table(request, context, known: DraftFields.milestone)
    let milestone = try await engine.addMilestone(
      project, try DraftFields.milestone(from: table), by: context.author())
    return try await answer(milestone, status: .created)
  }

  @Sendable private func showMilestone(_ request: Request, _ context: APIContext) async throws -> Response {
    _ = try QueryReader(request)
    let (project, key) = (try context.name("project"), try context.name("milestone"))
    return try await answer(
      try await read { try Lookup.milestone(try Lookup.project(project, in: $0), key, in: $0) })
  }

  @Sendable private func editMilestone(_ request: Request, _ context: APIContext) async throws -> Response {
    _ = try QueryReader(request)
    let revision = try ifMatch(request)
    let table = try await RequestBodyReader.table(request, context, known: DraftFields.milestone)
    let milestone = try await engine.editMilestone(
      try context.name("project"), try context.name("milestone"), try DraftFields.milestone(from: table),
      ifRevision: revision, by: context.author())
    return try await answer(milestone)
  }

  @Sendable private func removeMilestone(_ request: Request, _ context: APIContext) async throws -> Response {
    _ = try QueryReader(request)
    let table = try await RequestBodyReader.table(request, context, known: ["reason"])
    try await engine.removeMilestone(
      try context.name("project"), try context.name("milestone"), reason: try table.text("reason"),
      by: context.author())
    return Response(status: .noContent)
  }

  @Sendable private func expectMilestone(_ request: Request, _ context: APIContext) async throws -> Response {
    _ = try QueryReader(request)
    let table = try await RequestBodyReader.table(request, context, known: ["date", "reason"])
    let milestone = try await engine.expect(
      try context.name("project"), try context.name("milestone"), date: try table.text("date"),
      reason: try table.text("reason"), by: context.author())
    return try await answer(milestone)
  }

  @Sendable private func reachMilestone(_ request: Request, _ context: APIContext) async throws -> Response {
    _ = try QueryReader(request)
    let table = try await RequestBodyReader.table(request, context, known: ["date", "evidence"])
    let milestone = try await engine.reach(
      try context.name("project"), try context.name("milestone"), date: try table.text("date"),
      evidence: try table.text("evidence"), by: context.author())
    return try await answer(milestone)
  }

  @Sendable private func reopenMilestone(_ request: Request, _ context: APIContext) async throws -> Response {
    _ = try QueryReader(request)
    let table = try await RequestBodyReader.table(request, context, known: ["reason"])
    let milestone = try await engine.reopen(
      try context.name("project"), try context.name("milestone"), reason: try table.text("reason"),
      by: context.author())
    return try await answer(milestone)
  }

  /// With the forecast that came of the change.
  func answer(_ milestone: Milestone, status: HTTPResponse.Status = .ok) async throws -> Response {
    let standpoint = standpoint
    let view = try await read { reader in
      guard let project = try reader.project(id: milestone.projectID) else {
        throw Refusal(.unknownProject, en: "The project is gone.", zh: "项目已不存在。", place: "project")
      }
      return MilestoneView(try reader.milestone(id: milestone.id) ?? milestone, in: project, from: standpoint)
    }
    return try .json(view, status: status, revision: view.revision)
  }
}

/// Where a page of milestones ended: `2022-06-30:completion`.
private struct MilestoneCursor {
  let due: CivilDate
  let key: String

  var text: String { "\(due):\(key)" }

  init(_ milestone: Milestone) {
    due = milestone.due.date
    key = milestone.key
  }

  init(_ text: String) throws(Refusal) {
    let parts = text.split(separator: ":", maxSplits: 1)
    guard parts.count == 2, let due = CivilDate(parts[0]) else {
      throw QueryReader.invalid("after", text, en: "the “next” of the page before", zh: "上一页的“next”")
    }
    self.due = due
    key = String(parts[1])
  }
}
