import Hummingbird
import MilepostCore
import MilepostEngine
import MilepostStore
import NIOCore

extension API {
  private func query(_ request: Request, _ known: [String] = []) throws -> QueryReader {
    try QueryReader(form: request.uri.query ?? "", known: known + PageFrame.asides)
  }

  @Sendable func showOverview(_ request: Request, _ context: APIContext) async throws -> Response {
    let choice = try OverviewChoice(try query(request, OverviewChoice.names))
    let reach = context.principal.projects
    return try await page(
      request, context, template: "overview",
      read: { [engine] in try ProgrammeFacts($0, engine, reach: reach) },
      title: { _, language in language == .en ? "Programme" : "项目总览" },
      model: { OverviewPage($0, choice: choice, language: $1) })
  }

  @Sendable func showProjectPage(_ request: Request, _ context: APIContext) async throws -> Response {
    _ = try query(request)
    let key = try context.name("project")
    return try await page(
      request, context, template: "project",
      read: { [engine] in try ProjectFacts(try Lookup.project(key, in: $0), $0, engine) },
      title: { facts, language in language.pick(facts.project.name, en: facts.project.nameEn) },
      model: { ProjectPage($0, language: $1) })
  }

  @Sendable func showMilestonePage(_ request: Request, _ context: APIContext) async throws -> Response {
    _ = try query(request)
    let (key, name) = (try context.name("project"), try context.name("milestone"))
    return try await page(
      request, context, template: "milestone",
      read: { [engine] in try MilestoneFacts(key, name, $0, engine) },
      title: { facts, language in
        language.pick(facts.judged.milestone.name, en: facts.judged.milestone.nameEn)
      },
      model: { MilestonePage($0, language: $1) })
  }

  @Sendable func showCalendar(_ request: Request, _ context: APIContext) async throws -> Response {
    let month = try PageRoutes.month(try query(request, ["month"]).text("month"))
    let reach = context.principal.projects
    return try await page(
      request, context, template: "calendar",
      read: { [engine] in try CalendarFacts(month, $0, engine) { reach.contains($0.key) } },
      title: { facts, language in PageDate(language: language).month(facts.month) },
      model: { CalendarPage($0, language: $1) })
  }

  /// `seconds` a slide stands; `slide` holds one still.
  @Sendable func showWall(_ request: Request, _ context: APIContext) async throws -> Response {
    let query = try query(request, ["seconds", "slide"])
    let seconds = try query.integer("seconds", in: 2...3600) ?? WallPage.secondsDefault
    let reach = context.principal.projects
    return try await page(
      request, context, template: "wall", isWall: true,
      read: { [engine] reader in
        let facts = try ProgrammeFacts(reader, engine, reach: reach)
        let shown = OverviewChoice().apply(to: facts.items).prefix(WallPage.slidesMax).map(\.project)
        return (facts, try WallPage.plans(of: Array(shown), reader, engine))
      },
      title: { _, language in language == .en ? "Wall" : "大屏" },
      model: { WallPage($0.0, plans: $0.1, seconds: seconds, language: $1) })
  }

  @Sendable func showReviewPage(_ request: Request, _ context: APIContext) async throws -> Response {
    let month = try PageRoutes.month(try query(request, ["month"]).text("month"))
    let reach = context.principal.projects
    return try await page(
      request, context, template: "review",
      read: { [engine] in try ReviewSheet(month, $0, engine) { reach.contains($0.key) } },
      title: { facts, language in
        (language == .en ? "Monthly review, " : "一月一晾晒 ") + PageDate(language: language).month(facts.month)
      },
      model: { ReviewPage($0.facts, month: $0.month, today: $0.today, language: $1) })
  }

  @Sendable func showReviewTable(_ request: Request, _ context: APIContext) async throws -> Response {
    let month = try PageRoutes.month(try query(request, ["month"]).text("month"))
    let (reach, language) = (context.principal.projects, PageFrame(request).language)
    let sheet = try await read { [engine] in try ReviewSheet(month, $0, engine) { reach.contains($0.key) } }
    let page = ReviewPage(sheet.facts, month: sheet.month, today: sheet.today, language: language)
    return Response(
      status: .ok,
      headers: [
        .contentType: "text/csv; charset=utf-8", .cacheControl: "private, no-cache",
        .contentDisposition: "attachment; filename=\"review-\(page.month).csv\"",
      ], body: ResponseBody(byteBuffer: ByteBuffer(string: page.table(language))))
  }

  @Sendable func showAlerts(_ request: Request, _ context: APIContext) async throws -> Response {
    let query = try query(request, ["state", "before"])
    let state = query.text("state").flatMap(Alert.State.init(rawValue:))
    let before = query.text("before").flatMap { Int64($0) }
    let reach = context.principal.projects
    return try await page(
      request, context, template: "alerts",
      read: { [engine] in try AlertFacts(state: state, before: before, $0, engine, reach: reach) },
      title: { _, language in language == .en ? "Alerts" : "提醒" },
      model: { AlertsPage($0.lines($1), state: state, isFirst: before == nil, language: $1) })
  }
}
