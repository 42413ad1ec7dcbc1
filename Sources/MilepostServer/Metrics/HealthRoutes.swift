import Hummingbird
import MilepostCore
import MilepostEngine
import MilepostStore

extension API {
  func healthRoutes(_ routes: inout RouteTable) {
    routes.on(.get, "/healthz", .open, health)
    routes.on(.get, "/readyz", .open, readiness)
  }

  private struct Health: Encodable { let status: String }

  /// 200 only when the engine, the courier and the store answer, within a bound.
  @Sendable private func health(_ request: Request, _ context: APIContext) async throws -> Response {
    _ = try QueryReader(request)
    do {
      _ = try await read { try $0.earliestCheck() }
    } catch let refusal as Refusal {
      // Whatever keeps the store from answering, the service cannot do its work.
      return try .problem(refusal.code.status.code == 503 ? refusal : unanswered(refusal.text))
    }
    guard await engine.answers() else { return try .problem(API.hanging) }
    return try .json(Health(status: "ok"))
  }

  /// 200 only when an alert that came due now would go out.
  @Sendable private func readiness(_ request: Request, _ context: APIContext) async throws -> Response {
    _ = try QueryReader(request)
    guard await engine.answers() else { return try .problem(API.hanging) }
    let found = try await blocking { engine.hindrances() }
    guard found.isEmpty else {
      return try .problem(
        Refusal(
          .unavailable, en: "Not ready: \(found.map(\.en).joined(separator: "; ")).",
          zh: "未就绪：\(found.map(\.zh).joined(separator: "；"))。"))
    }
    return try .json(Health(status: "ready"))
  }

  private static let hanging = Refusal(
    .unavailable, en: "The engine or the courier does not answer within \(Engine.answerMaxMs / 1000) s.",
    zh: "引擎或投递部分在 \(Engine.answerMaxMs / 1000) 秒内没有响应。")

  private func unanswered(_ reason: Bilingual) -> Refusal {
    Refusal(.unavailable, en: "The store does not answer: \(reason.en)", zh: "数据库没有响应：\(reason.zh)")
  }
}
