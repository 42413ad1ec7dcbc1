import Hummingbird
import MilepostAPI
import MilepostCore
import MilepostEngine
import MilepostStore

extension API {
  func silenceRoutes(_ routes: inout RouteTable) {
    let one = "/v1/silences/{silence}"
    routes.on(.get, "/v1/silences", .read, listSilences)
    routes.on(.post, "/v1/silences", .manage, addSilence)
    routes.on(.get, one, .read, showSilence)
    routes.on(.post, "\(one)/expire", .manage, expireSilence)
  }

  /// Those that have not ended, by their end; with `all` every one, the newest first.
  @Sendable private func listSilences(_ request: Request, _ context: APIContext) async throws -> Response {
    let query = try QueryReader(request, known: ["limit", "after", "all"])
    let (limit, after, all) = (try query.limit(), try query.after(), try query.bool("all") ?? false)
    let now = engine.now
    let page = try await read { reader in
      let silences =
        all
        ? try reader.silences(beforeID: after, limit: limit + 1)
        : try reader.standingSilences().drop { silence in after.map { silence.id != $0 } ?? false }.dropFirst(
          after == nil ? 0 : 1
        ).map(\.self)
      return Page(silences, limit: limit, cursor: { "\($0.id)" }) { SilenceView($0, now: now) }
    }
    return try .json(page)
  }

  @Sendable private func addSilence(_ request: Request, _ context: APIContext) async throws -> Response {
    let dryRun = try QueryReader(request, known: ["dry_run"]).bool("dry_run") ?? false
    let table = try await RequestBodyReader.table(
      request, context, known: ["match", "start", "end", "for", "comment", "force"])
    let draft = SilenceDraft(
      match: try table.texts("match") ?? [], start: try table.text("start"), end: try table.text("end"),
      span: try table.text("for"), comment: try table.requiredText("comment"),
      isForced: try table.bool("force") ?? false)
    let preview = try await engine.addSilence(draft, dryRun: dryRun, by: context.author())
    let now = engine.now
    let view = try await read { reader in
      var names = Names(reader)
      return try SilenceView(preview, now: now, names: &names)
    }
    return try .json(view, status: dryRun ? .ok : .created, revision: dryRun ? nil : Stamp.of(preview.silence))
  }

  @Sendable private func showSilence(_ request: Request, _ context: APIContext) async throws -> Response {
    _ = try QueryReader(request)
    let preview = try await engine.previewSilence(try silenceID(context), by: context.author())
    let now = engine.now
    let view = try await read { reader in
      var names = Names(reader)
      return try SilenceView(preview, now: now, names: &names)
    }
    return try .json(view, revision: Stamp.of(preview.silence))
  }

  @Sendable private func expireSilence(_ request: Request, _ context: APIContext) async throws -> Response {
    _ = try QueryReader(request)
    _ = try await RequestBodyReader.table(request, context, known: [])
    let silence = try await engine.expireSilence(try silenceID(context), by: context.author())
    return try .json(SilenceView(silence, now: engine.now), revision: Stamp.of(silence))
  }

  private func silenceID(_ context: APIContext) throws -> Int64 {
    let text = try context.name("silence")
    if let id = Int64(text) { return id }
    let shown = DraftRules.shown(text)
    throw Refusal(
      .unknownSilence, en: "There is no silence “\(shown)”; silences have numbers.", zh: "没有静默“\(shown)”；静默以数字编号。",
      place: "silence")
  }
}
