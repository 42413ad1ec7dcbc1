import Hummingbird
import MilepostAPI
import MilepostCore
import MilepostEngine
import MilepostStore

/// Reports about counts, gates and findings.
extension API {
  func kindRoutes(_ routes: inout RouteTable) {
    let one = "/v1/projects/{project}/milestones/{milestone}"
    routes.on(.post, "\(one)/report", .report, reportCount)
    routes.on(.post, "\(one)/check", .report, checkGate)
    routes.on(.post, "\(one)/step", .report, stepFinding)
  }

  @Sendable private func reportCount(_ request: Request, _ context: APIContext) async throws -> Response {
    _ = try QueryReader(request)
    let table = try await RequestBodyReader.table(request, context, known: ["value", "date", "reason"])
    guard let value = try table.decimal("value") else {
      throw Refusal(.missingField, en: "The field “value” is missing.", zh: "缺少字段“value”。", place: "value")
    }
    let milestone = try await engine.report(
      try context.name("project"), try context.name("milestone"), value: value, date: try table.text("date"),
      reason: try table.text("reason"), by: context.author())
    return try await answer(milestone)
  }

  /// `result` is `passed`, `failed`, or `open` to take an entry back.
  @Sendable private func checkGate(_ request: Request, _ context: APIContext) async throws -> Response {
    _ = try QueryReader(request)
    let table = try await RequestBodyReader.table(
      request, context, known: ["check", "result", "by", "date", "evidence"])
    let text = try table.requiredText("result")
    let result: GateCheck.Result? = text == "open" ? nil : try DraftRules.choice(text, place: "result")
    let milestone = try await engine.check(
      try context.name("project"), try context.name("milestone"), check: try table.requiredText("check"),
      result: result, checkedBy: try table.text("by"), date: try table.text("date"),
      evidence: try table.text("evidence"),
      by: context.author())
    return try await answer(milestone)
  }

  @Sendable private func stepFinding(_ request: Request, _ context: APIContext) async throws -> Response {
    _ = try QueryReader(request)
    let table = try await RequestBodyReader.table(
      request, context, known: ["step", "by", "date", "to", "due", "note"])
    let draft = FindingDraft(
      verb: try DraftRules.choice(try table.requiredText("step"), place: "step"), by: try table.text("by"),
      date: try table.text("date"), to: try table.text("to"), due: try table.text("due"),
      note: try table.text("note"))
    let milestone = try await engine.step(
      try context.name("project"), try context.name("milestone"), draft, by: context.author())
    return try await answer(milestone)
  }
}
