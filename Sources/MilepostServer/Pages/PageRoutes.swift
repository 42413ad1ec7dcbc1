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
    let standpoint = standpoint
    // Read before the store is: what is drawn is never older than it says.
    let moment = PageCache.Moment(version: engine.bulletin.version, now: standpoint.now)
    let content = PageContent(template: template, isWall: isWall)
    let draw: @Sendable () async throws -> DrawnPage = { [self] in
      try await blocking {
        let deliveries = engine.bulletin.results
        let (found, ledger, alert) = try engine.store.read { reader in
          (try facts(reader), try reader.ledgerHead()?.sequence ?? 0, try reader.alertHead())
        }
        let heads = PageHeads(
          count: PageHeads.Count(ledger: ledger, alert: alert, deliveries: deliveries), now: standpoint.now,
          zone: (try? engine.zones.zone(named: engine.settings.zone)) ?? .utc, isRehearsal: engine.clock.isRehearsal)
        let text = frame.shared.text(
          content.titled(title(found, frame.language)), model(found, frame.language), heads)
        return DrawnPage(text, heads: heads)
      }
    }
    // What tells of something just done is nobody else's, and must not be from before it.
    let page =
      frame.told != nil
      ? try await draw() : try await pages.page(frame.key, at: moment, heard: frame.heard, draw: draw)
    return .page(page.body(antiForgery: frame.csrf), heads: frame.isPart ? page.heads : nil)
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
