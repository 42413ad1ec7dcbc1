import Crypto
import Foundation
import Hummingbird
import MilepostAPI
import MilepostCore
import MilepostStore

/// What a request for a page brings along: who looks, in which language and light, at what.
struct PageFrame: Sendable {
  var language: ViewLanguage
  var theme: PageTheme
  /// The page's address, with its query but for what only the script asks.
  var here: String
  /// Only what changes is wanted, without the frame.
  var isPart: Bool
  var mayReport: Bool
  var projects: ProjectReach
  /// What a form must send back; nil where no browser keeps a session.
  var csrf: String?
  /// What was just done.
  var told: String?
  /// What the page that asks for its part has heard of.
  var heard: PageHeads.Count?

  init(_ request: Request, _ context: APIContext) {
    self.init(request)
    mayReport = context.principal.may(.report)
    projects = context.principal.projects
    csrf = context.session?.antiForgery
  }

  /// For somebody of whom nothing is known.
  init(_ request: Request) {
    language = .choose(cookie: request.cookies["lang"]?.value, accepted: request.headers[.acceptLanguage])
    theme = .choose(cookie: request.cookies["theme"]?.value)
    let pairs = (request.uri.query ?? "").split(separator: "&")
    isPart = pairs.contains("part=1")
    told = pairs.first { $0.hasPrefix("told=") }.map { String($0.dropFirst(5)) }
    heard = pairs.first { $0.hasPrefix("heard=") }.flatMap { PageHeads.Count(String($0.dropFirst(6))) }
    let kept = pairs.filter { pair in !PageFrame.asides.contains { pair.hasPrefix("\($0)=") } }
    let path = request.uri.path
    here = PagePath.local(kept.isEmpty ? path : "\(path)?\(kept.joined(separator: "&"))") ?? "/"
    (mayReport, projects) = (false, .only([]))
  }

  /// What a page is asked beside what it shows.
  static let asides = ["part", "told", "heard"]

  /// What all share who see the same page.
  var key: PageCache.Key {
    PageCache.Key(
      path: here, language: language, theme: theme, isPart: isPart, mayReport: mayReport, isSignedIn: csrf != nil,
      projects: projects)
  }

  /// The same without what belongs to one session.
  var shared: PageFrame {
    var frame = self
    if csrf != nil { frame.csrf = DrawnPage.antiForgeryMark }
    return frame
  }
}

/// Where things stood when a page was drawn, so that it can tell whether it is behind.
struct PageHeads: Sendable {
  struct Count: Hashable, Sendable {
    var ledger: Int64
    var alert: Int64
    var deliveries: Int64
  }

  var count: Count
  var now: Instant
  var zone: Zone
  var isRehearsal: Bool
}

extension PageHeads.Count {
  /// As the script writes it: `12.3.1653004800123`.
  init?(_ text: String) {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false).map { Int64($0) }
    guard parts.count == 3, let ledger = parts[0], let alert = parts[1], let deliveries = parts[2] else { return nil }
    self.init(ledger: ledger, alert: alert, deliveries: deliveries)
  }

  /// All that had happened then had happened when this was drawn. Deliveries of an earlier start of the service do not
  /// compare, and are taken as past.
  func covers(_ heard: PageHeads.Count) -> Bool {
    ledger >= heard.ledger && alert >= heard.alert && deliveries >= heard.deliveries
  }
}

/// A page and what stands around it.
struct PageContent: Sendable {
  /// The template of its body.
  var template: String
  var title = ""
  var isWall = false

  func titled(_ title: String) -> PageContent {
    var content = self
    content.title = title
    return content
  }
}

extension PageFrame {
  /// The whole page, or the part of it that changes.
  func text(_ content: PageContent, _ model: Any, _ heads: PageHeads?) -> String {
    var fields: [String: Any] = [
      "w": PageWords.texts(language), "page": PageFields.of(model, isChinese: language.isChinese),
      "body": content.template, "title": PageText(renderText: content.title, isAmongChinese: language.isChinese),
      "mayReport": mayReport, "here": here, "csrf": csrf ?? "",
    ]
    if isPart { return "<div id=\"page\" data-part>\n" + PageTemplates.body(content.template, fields) + "</div>\n" }
    fields.merge(frame(content, heads)) { _, new in new }
    return PageTemplates.body("layout", fields)
  }

  private func frame(_ content: PageContent, _ heads: PageHeads?) -> [String: Any] {
    let names = PageNames(language: language)
    let places: [(String, String)] = [
      ("/", names.say("Overview", "总览")), ("/calendar", names.say("Calendar", "日历")),
      ("/review", names.say("Review", "晾晒")), ("/alerts", names.say("Alerts", "提醒")),
      ("/wall", names.say("Wall", "大屏")),
    ]
    let path = here.prefix { $0 != "?" }
    let back = APIPath.segment(here)
    let nav: [[String: Any]] = places.map { href, text in
      ["href": href, "text": text, "isHere": path == href]
    }
    let languages: [[String: Any]] = [(ViewLanguage.en, "EN"), (.zh, "中文")].map { language, text in
      [
        "href": "/prefer?lang=\(language.rawValue)&back=\(back)", "tag": language.tag, "text": text,
        "chosen": language == self.language,
      ]
    }
    let words = [
      (PageTheme.auto, names.say("As the device", "跟随设备")), (.light, names.say("Light", "浅色")),
      (.dark, names.say("Dark", "深色")),
    ]
    let themes: [[String: Any]] = words.map { theme, text in
      [
        "href": "/prefer?theme=\(theme.rawValue)&back=\(back)", "value": theme.rawValue, "text": text,
        "chosen": theme == self.theme,
      ]
    }
    return [
      "tag": language.tag, "theme": theme.rawValue, "isWall": content.isWall, "version": MilepostVersion.current,
      "assets": PageAssets.version, "nav": nav, "languages": languages, "themes": themes,
      "session": csrf != nil, "leave": names.say("Sign out", "退出"), "notice": notice(names) as Any,
      "sequence": "\(heads?.count.ledger ?? 0)", "alertHead": "\(heads?.count.alert ?? 0)",
      "deliveryHead": "\(heads?.count.deliveries ?? 0)",
      "isRehearsal": heads?.isRehearsal ?? false, "now": heads?.now.rfc3339 ?? "",
      "nowLocal": heads.map { LocalTime.text($0.now, in: $0.zone) as Any } ?? PageFields.Absent(),
    ]
  }

  private func notice(_ names: PageNames) -> Any {
    let text: String? =
      switch told {
      case "reach": names.say("Reported as reached. It stands in the ledger.", "已上报完成，并记入台账。")
      case "expect": names.say("The expected date is reported. It stands in the ledger.", "已上报预计日期，并记入台账。")
      case "acknowledge": names.say("Acknowledged. It stands in the ledger.", "已确认，并记入台账。")
      default: nil
      }
    return text.map { ["kind": "good", "text": $0] as [String: Any] } ?? PageFields.Absent()
  }
}

/// Style sheet, script and icon.
enum PageAssets {
  /// Changes with what they hold, so that browsers may keep them for long.
  static let version: String = {
    let all = PageTemplates.style + PageTemplates.script
    return SHA256.hash(data: Data(all.utf8)).prefix(6).map { String($0, radix: 16) }.joined()
  }()
}
