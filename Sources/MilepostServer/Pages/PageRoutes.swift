import Hummingbird
import MilepostCore
import MilepostEngine
import MilepostStore
import NIOCore

extension API {
  func pageRoutes(_ routes: inout RouteTable) {
    routes.on(.get, "/", .read.filtered, showOverview)
    routes.on(.get, "/projects/{project}", .read, showProjectPage)
    routes.on(.get, "/projects/{project}/milestones/{milestone}", .read, showMilestonePage)
    routes.on(.get, "/calendar", .read.filtered, showCalendar)
    routes.on(.get, "/wall", .read.filtered, showWall)
    routes.on(.get, "/review", .read.filtered, showReviewPage)
    routes.on(.get, "/review.csv", .read.filtered, showReviewTable)
    routes.on(.get, "/alerts", .read.filtered, showAlerts)
    routes.on(.get, "/prefer", .open, prefer)
    routes.on(.get, "/assets/page.css", .open) { _, _ in
      PageRoutes.asset(PageTemplates.style, "text/css; charset=utf-8")
    }
    routes.on(.get, "/assets/live.js", .open) { _, _ in
      PageRoutes.asset(PageTemplates.script, "text/javascript; charset=utf-8")
    }
    routes.on(.get, "/assets/icon.svg", .open) { _, _ in PageRoutes.asset(PageTemplates.icon, "image/svg+xml") }
    pageActions(&routes)
  }

  /// Draws a page from what `read` gives, unless it was drawn just now. `model` is a pure function of that.
  func page<Facts: Sendable>(
    _ request: Request, _ context: APIContext, template: String, isWall: Bool = false,
    read facts: @escaping @Sendable (StoreReader) throws -> Facts,
    title: @escaping @Sendable (Facts, ViewLanguage) -> String,
    model: @escaping @Sendable (Facts, ViewLanguage) -> Any
  ) async throws -> Response {
    let frame = PageFrame(request, context)
    let key = PageCache.Key(
      path: frame.here, language: frame.language, theme: frame.theme, mayReport: frame.mayReport,
      projects: frame.projects, csrf: frame.csrf)
    let standpoint = standpoint
    let moment = PageCache.Moment(version: engine.bulletin.version, now: standpoint.now)
    // What tells of something just done, or is asked for because something was, must not be from before it.
    let isKept = !frame.isPart && frame.told == nil
    if isKept, let page = pages.page(key, at: moment) { return .page(page) }
    let (body, heads) = try await read { [engine] reader in
      let found = try facts(reader)
      let heads = PageHeads(
        ledger: try reader.ledgerHead()?.sequence ?? 0, alert: try reader.alertHead(), now: standpoint.now,
        zone: (try? engine.zones.zone(named: engine.settings.zone)) ?? .utc, isRehearsal: engine.clock.isRehearsal)
      let content = PageContent(
        template: template, title: title(found, frame.language), isWall: isWall)
      return (ByteBuffer(string: frame.text(content, model(found, frame.language), heads)), heads)
    }
    if isKept { pages.keep(body, key, at: moment) }
    return .page(body, heads: heads)
  }

  /// Language and appearance, kept by the browser; back to where it was chosen.
  @Sendable private func prefer(_ request: Request, _ context: APIContext) async throws -> Response {
    let query = try QueryReader(request, known: ["lang", "theme", "back"])
    var response = Response.seeOther(PagePath.local(query.text("back")) ?? "/")
    let language = try query.one("lang", of: ViewLanguage.self)?.rawValue
    let theme = try query.one("theme", of: PageTheme.self)?.rawValue
    for (name, value) in [("lang", language), ("theme", theme)] {
      guard let value else { continue }
      response.headers.append(
        HeaderField(name: .setCookie, value: "\(name)=\(value); Path=/; Max-Age=31536000; SameSite=Lax"))
    }
    return response
  }
}

enum PageRoutes {
  /// Its address changes with it, so it may be kept for a year.
  static func asset(_ text: String, _ type: String) -> Response {
    Response(
      status: .ok,
      headers: [
        .contentType: type, .cacheControl: "public, max-age=31536000, immutable", .xContentTypeOptions: "nosniff",
      ], body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
  }

  /// `2022-06`; nil for nothing.
  static func month(_ text: String?) throws(Refusal) -> CivilDate? {
    guard let text, !text.isEmpty else { return nil }
    guard text.utf8.count == 7, let day = CivilDate("\(text)-01") else {
      throw QueryReader.invalid("month", text, en: "a month such as 2022-06", zh: "月份，例如 2022-06")
    }
    return day
  }
}
