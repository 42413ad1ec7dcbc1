import Hummingbird
import MilepostCore
import MilepostEngine
import NIOCore

extension API {
  func pageActions(_ routes: inout RouteTable) {
    let milestone = "/projects/{project}/milestones/{milestone}"
    routes.on(.post, "\(milestone)/reach", .report, reachFromPage)
    routes.on(.post, "\(milestone)/expect", .report, expectFromPage)
    routes.on(.post, "/alerts/{alert}/acknowledge", .report.filtered, acknowledgeFromPage)
  }

  private static let formSizeMax = 64 << 10

  /// The fields of a form; those left empty count as not given.
  private func form(_ request: Request, _ context: APIContext, _ known: [String]) async throws -> QueryReader {
    let type = request.headers[.contentType] ?? ""
    guard type.hasPrefix("application/x-www-form-urlencoded") else {
      throw Refusal(
        .malformedInput, en: "A form must be sent as application/x-www-form-urlencoded.",
        zh: "表单应以 application/x-www-form-urlencoded 提交。", place: "Content-Type")
    }
    let bytes = try await RequestBodyReader.bytes(request, context, limit: API.formSizeMax)
    return try QueryReader(form: String(buffer: bytes), known: known + ["csrf", "back"])
  }

  @Sendable private func reachFromPage(_ request: Request, _ context: APIContext) async throws -> Response {
    let form = try await form(request, context, ["date", "evidence"])
    let (project, milestone) = (try context.name("project"), try context.name("milestone"))
    _ = try await engine.reach(
      project, milestone, date: form.filled("date"), evidence: form.filled("evidence"), by: context.author())
    return .seeOther("\(PagePath.milestone(milestone, of: project))?told=reach")
  }

  @Sendable private func expectFromPage(_ request: Request, _ context: APIContext) async throws -> Response {
    let form = try await form(request, context, ["date", "reason"])
    let (project, milestone) = (try context.name("project"), try context.name("milestone"))
    guard let date = form.filled("date") else {
      throw Refusal(
        .missingField, en: "Write the date that is now expected.", zh: "请填写现在预计的日期。", place: "date")
    }
    _ = try await engine.expect(project, milestone, date: date, reason: form.filled("reason"), by: context.author())
    return .seeOther("\(PagePath.milestone(milestone, of: project))?told=expect")
  }

  @Sendable private func acknowledgeFromPage(_ request: Request, _ context: APIContext) async throws -> Response {
    let form = try await form(request, context, [])
    let text = try context.name("alert")
    guard let id = Int64(text) else {
      throw Refusal(
        .unknownAlert, en: "There is no alert “\(DraftRules.shown(text))”.", zh: "没有提醒“\(DraftRules.shown(text))”。",
        place: "alert")
    }
    try await mustSee(alert: id, context.principal)
    _ = try await engine.acknowledge(alert: id, by: context.author())
    let back = PagePath.local(form.text("back")) ?? "/alerts"
    return .seeOther("\(back)\(back.contains("?") ? "&" : "?")told=acknowledge")
  }
}

extension QueryReader {
  /// A field of a form; nil when it was left empty.
  fileprivate func filled(_ name: String) -> String? {
    guard let text = text(name), !DraftRules.trimmed(text).isEmpty else { return nil }
    return text
  }
}
