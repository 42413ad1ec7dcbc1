import Hummingbird
import MilepostAPI
import MilepostCore
import MilepostEngine
import MilepostStore

extension API {
  func activityRoutes(_ routes: inout RouteTable) {
    let all = "/v1/projects/{project}/activities"
    let one = "\(all)/{activity}"
    routes.on(.get, all, .read, listActivities)
    routes.on(.post, all, .manage, addActivity)
    routes.on(.get, one, .read, showActivity)
    routes.on(.patch, one, .manage, editActivity)
    routes.on(.delete, one, .manage, removeActivity)
    routes.on(.post, "\(one)/start", .report, startActivity)
    routes.on(.post, "\(one)/finish", .report, finishActivity)
    routes.on(.post, "\(one)/progress", .report, progressActivity)
    routes.on(.post, "\(one)/reopen", .report, reopenActivity)
  }

  /// In the order in which they were entered.
  @Sendable private func listActivities(_ request: Request, _ context: APIContext) async throws -> Response {
    let query = try QueryReader(request, known: ["after", "limit"])
    let (limit, after) = (try query.limit(), query.text("after"))
    let key = try context.name("project")
    let page = try await read { reader in
      let project = try Lookup.project(key, in: reader)
      let activities = try reader.activities(projectID: project.id)
      var rest = activities[...]
      if let after {
        guard let position = activities.firstIndex(where: { $0.key == after }) else {
          throw QueryReader.invalid("after", after, en: "the “next” of the page before", zh: "上一页的“next”")
        }
        rest = activities[(position + 1)...]
      }
      let network = try engine.planNetwork(of: project, in: reader)
      return Page(rest, limit: limit, cursor: \.key) { ActivityView($0, in: project, of: network) }
    }
    return try .json(page)
  }

  @Sendable private func addActivity(_ request: Request, _ context: APIContext) async throws -> Response {
    _ = try QueryReader(request)
    let project = try context.name("project")
    let table = try await RequestBodyReader.table(request, context, known: DraftFields.activity)
    let activity = try await engine.addActivity(project, try DraftFields.activity(from: table), by: context.author())
    return try await answer(activity, status: .created)
  }

  @Sendable private func showActivity(_ request: Request, _ context: APIContext) async throws -> Response {
    _ = try QueryReader(request)
    let (project, key) = (try context.name("project"), try context.name("activity"))
    return try await answer(try await read { try Lookup.activity(try Lookup.project(project, in: $0), key, in: $0) })
  }

  @Sendable private func editActivity(_ request: Request, _ context: APIContext) async throws -> Response {
    _ = try QueryReader(request)
    let revision = try ifMatch(request)
    let table = try await RequestBodyReader.table(request, context, known: DraftFields.activity + ["reason"])
    let activity = try await engine.editActivity(
      try context.name("project"), try context.name("activity"), try DraftFields.activity(from: table),
      reason: try table.text("reason"), ifRevision: revision, by: context.author())
    return try await answer(activity)
  }

  @Sendable private func removeActivity(_ request: Request, _ context: APIContext) async throws -> Response {
    _ = try QueryReader(request)
    let table = try await RequestBodyReader.table(request, context, known: ["reason"])
    try await engine.removeActivity(
      try context.name("project"), try context.name("activity"), reason: try table.text("reason"),
      by: context.author())
    return Response(status: .noContent)
  }

  @Sendable private func startActivity(_ request: Request, _ context: APIContext) async throws -> Response {
    _ = try QueryReader(request)
    let table = try await RequestBodyReader.table(request, context, known: ["date", "reason"])
    let activity = try await engine.startActivity(
      try context.name("project"), try context.name("activity"), date: try table.text("date"),
      reason: try table.text("reason"), by: context.author())
    return try await answer(activity)
  }

  @Sendable private func finishActivity(_ request: Request, _ context: APIContext) async throws -> Response {
    _ = try QueryReader(request)
    let table = try await RequestBodyReader.table(request, context, known: ["date", "reason"])
    let activity = try await engine.finishActivity(
      try context.name("project"), try context.name("activity"), date: try table.text("date"),
      reason: try table.text("reason"), by: context.author())
    return try await answer(activity)
  }

  @Sendable private func progressActivity(_ request: Request, _ context: APIContext) async throws -> Response {
    _ = try QueryReader(request)
    let table = try await RequestBodyReader.table(request, context, known: ["remaining", "reason"])
    let activity = try await engine.progressActivity(
      try context.name("project"), try context.name("activity"), remaining: try table.requiredText("remaining"),
      reason: try table.text("reason"), by: context.author())
    return try await answer(activity)
  }

  @Sendable private func reopenActivity(_ request: Request, _ context: APIContext) async throws -> Response {
    _ = try QueryReader(request)
    let table = try await RequestBodyReader.table(request, context, known: ["reason"])
    let activity = try await engine.reopenActivity(
      try context.name("project"), try context.name("activity"), reason: try table.text("reason"),
      by: context.author())
    return try await answer(activity)
  }

  /// As the store has it by now: another change may have come since.
  private func answer(_ activity: PlanActivity, status: HTTPResponse.Status = .ok) async throws -> Response {
    let (view, revision) = try await read { reader in
      guard let project = try reader.project(id: activity.projectID) else {
        throw Refusal(.unknownProject, en: "The project is gone.", zh: "项目已不存在。", place: "project")
      }
      let current = try Lookup.activity(project, activity.key, in: reader)
      return (ActivityView(current, in: project, of: try engine.planNetwork(of: project, in: reader)), current.revision)
    }
    return try .json(view, status: status, revision: revision)
  }
}
