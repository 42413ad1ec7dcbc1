import Hummingbird
import MilepostAPI
import MilepostCore
import MilepostEngine
import MilepostStore

extension API {
  func projectRoutes(_ routes: inout RouteTable) {
    routes.on(.get, "/v1/projects", .read.filtered, listProjects)
    routes.on(.post, "/v1/projects", .manage, addProject)
    routes.on(.get, "/v1/projects/{project}", .read, showProject)
    routes.on(.patch, "/v1/projects/{project}", .manage, editProject)
    routes.on(.post, "/v1/projects/{project}/archive", .manage, archiveProject)
  }

  @Sendable private func listProjects(_ request: Request, _ context: APIContext) async throws -> Response {
    let query = try QueryReader(request, known: ["after", "limit", "archived"])
    let (limit, after) = (try query.limit(), query.text("after"))
    let archived = try query.bool("archived") ?? false
    let standpoint = standpoint
    let visible = context.principal.projects
    let page = try await read { reader in
      let projects = try reader.projects(includingArchived: archived).filter { visible.contains($0.key) }
      let rest = projects.drop { project in after.map { project.key <= $0 } ?? false }
      return try Page(rest, limit: limit, cursor: \.key) { try ProjectView($0, in: reader, from: standpoint) }
    }
    return try .json(page)
  }

  @Sendable private func addProject(_ request: Request, _ context: APIContext) async throws -> Response {
    _ = try QueryReader(request)
    let table = try await RequestBodyReader.table(request, context, known: DraftFields.project)
    let project = try await engine.addProject(try DraftFields.project(from: table), by: context.author())
    return try await answer(project, status: .created)
  }

  @Sendable private func showProject(_ request: Request, _ context: APIContext) async throws -> Response {
    _ = try QueryReader(request)
    let key = try context.name("project")
    return try await answer(try await read { try Lookup.project(key, in: $0) })
  }

  @Sendable private func editProject(_ request: Request, _ context: APIContext) async throws -> Response {
    _ = try QueryReader(request)
    let revision = try ifMatch(request)
    let table = try await RequestBodyReader.table(request, context, known: DraftFields.project)
    let project = try await engine.editProject(
      try context.name("project"), try DraftFields.project(from: table), ifRevision: revision, by: context.author())
    return try await answer(project)
  }

  @Sendable private func archiveProject(_ request: Request, _ context: APIContext) async throws -> Response {
    _ = try QueryReader(request)
    let table = try await RequestBodyReader.table(request, context, known: ["reason"])
    let project = try await engine.archiveProject(
      try context.name("project"), reason: try table.text("reason"), by: context.author())
    return try await answer(project)
  }

  private func answer(_ project: Project, status: HTTPResponse.Status = .ok) async throws -> Response {
    let standpoint = standpoint
    let view = try await read { try ProjectView(project, in: $0, from: standpoint) }
    return try .json(view, status: status, revision: project.revision)
  }
}
