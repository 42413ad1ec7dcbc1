import Hummingbird
import MilepostAPI
import MilepostCore
import MilepostEngine
import MilepostStore

extension API {
  /// Alerts looked at for one page, at most: a page may come out short, with a cursor to go on from.
  private static let scanMax = 100_000
  private static let batch = 1000

  func alertRoutes(_ routes: inout RouteTable) {
    routes.on(.get, "/v1/alerts", .read.filtered, listAlerts)
    let one = "/v1/alerts/{alert}"
    routes.on(.get, one, .read.filtered, showAlert)
    routes.on(.post, "\(one)/ack", .report.filtered) { request, context in
      let engine = engine
      return try await self.rest(request, context) { id, until, reason, author in
        try await engine.acknowledge(alert: id, until: until, reason: reason, by: author)
      }
    }
    routes.on(.post, "\(one)/snooze", .report.filtered) { request, context in
      let engine = engine
      return try await self.rest(request, context) { id, until, reason, author in
        guard let until else {
          throw Refusal(
            .missingField, en: "Say until when: a date, or a time such as 4h or 3d.",
            zh: "请说明暂缓到何时：日期，或 4h、3d 之类的时长。", place: "until")
        }
        return try await engine.snooze(alert: id, until: until, reason: reason, by: author)
      }
    }
    routes.on(.post, "\(one)/unack", .report.filtered) { request, context in
      let engine = engine
      return try await self.rest(request, context, known: ["reason"]) { id, _, reason, author in
        try await engine.unacknowledge(alert: id, reason: reason, by: author)
      }
    }
  }

  /// The newest first.
  @Sendable private func listAlerts(_ request: Request, _ context: APIContext) async throws -> Response {
    let query = try QueryReader(request, known: ["after", "limit", "state", "project"])
    let (limit, after) = (try query.limit(), try query.after())
    let states = try query.one("state", of: Alert.State.self).map { [$0] } ?? Alert.State.allCases
    let key = query.text("project")
    let visible = context.principal.projects
    if let key { try context.principal.mustSee(key) }
    let page = try await read { reader in
      var names = Names(reader)
      let projectID = try key.map { try Lookup.project($0, in: reader).id }
      var found: [Alert] = []
      var cursor = after
      var seen = 0
      while found.count <= limit, seen < API.scanMax {
        let size = projectID == nil && visible == .all ? limit + 1 : API.batch
        let alerts = try reader.alerts(states: states, beforeID: cursor, limit: size)
        for alert in alerts {
          if projectID != nil || visible != .all {
            guard let id = alert.milestoneID, let project = try names.milestone(id: id)?.project else { continue }
            guard projectID ?? project.id == project.id, visible.contains(project.key) else { continue }
          }
          found.append(alert)
        }
        seen += alerts.count
        cursor = alerts.last?.id ?? cursor
        guard alerts.count == size else { break }
      }
      var page = try Page(found, limit: limit, cursor: { "\($0.id)" }) { try AlertView($0, names: &names) }
      if page.next == nil, seen >= API.scanMax { page.next = cursor.map(String.init) }
      return page
    }
    return try .json(page)
  }

  @Sendable private func showAlert(_ request: Request, _ context: APIContext) async throws -> Response {
    _ = try QueryReader(request)
    let id = try alertID(context)
    try await mustSee(alert: id, context.principal)
    let (view, stamp) = try await read { reader in
      guard let alert = try reader.alert(id: id) else {
        throw Refusal(.unknownAlert, en: "There is no alert \(id).", zh: "没有提醒 \(id)。", place: "alert")
      }
      return (try AlertDetailView(alert, reader: reader), Stamp.of(alert))
    }
    return try .json(view, revision: stamp)
  }

  /// What somebody makes of an alert; the body may say until when, and why.
  private func rest(
    _ request: Request, _ context: APIContext, known: [String] = ["until", "reason"],
    _ act: (Int64, String?, String?, String) async throws -> Alert
  ) async throws -> Response {
    _ = try QueryReader(request)
    let table = try await RequestBodyReader.table(request, context, known: known)
    let id = try alertID(context)
    try await mustSee(alert: id, context.principal)
    let alert = try await act(id, try table.text("until"), try table.text("reason"), context.author())
    return try .json(
      try await read { reader in
        var names = Names(reader)
        return try AlertView(alert, names: &names)
      }, revision: Stamp.of(alert))
  }

  private func alertID(_ context: APIContext) throws -> Int64 {
    let text = try context.name("alert")
    if let id = Int64(text) { return id }
    let shown = DraftRules.shown(text)
    throw Refusal(
      .unknownAlert, en: "There is no alert “\(shown)”; alerts have numbers.", zh: "没有提醒“\(shown)”；提醒以数字编号。",
      place: "alert")
  }

  /// Refuses as unknown an alert about a project that may not be seen.
  func mustSee(alert id: Int64, _ principal: Principal) async throws {
    guard principal.projects != .all else { return }
    let project = try await read { reader in
      var names = Names(reader)
      return try reader.alert(id: id)?.milestoneID.flatMap { try names.milestone(id: $0)?.project.key }
    }
    guard let project, principal.projects.contains(project) else {
      throw Refusal(.unknownAlert, en: "There is no alert \(id).", zh: "没有提醒 \(id)。", place: "alert")
    }
  }
}
