import Crypto
import Foundation
import Hummingbird
import MilepostCore

/// The language of a page, as the browser asks for it.
enum PageLanguage: Sendable {
  case english, chinese

  init(_ request: Request, else fallback: MessageLanguage) {
    let wanted = (request.headers[.acceptLanguage] ?? "").lowercased().prefix(500).split(separator: ",")
      .compactMap(PageLanguage.weighed)
    let best = wanted.max { $0.weight < $1.weight }
    self = best?.language ?? (fallback == .zh ? .chinese : .english)
  }

  func callAsFunction(_ en: String, _ zh: String) -> String { self == .english ? en : zh }

  func callAsFunction(_ text: Bilingual) -> String { self == .english ? text.en : text.zh }

  private static func weighed(_ entry: Substring) -> (language: PageLanguage, weight: Double)? {
    let parts = entry.split(separator: ";").map { $0.drop { $0 == " " } }
    guard let tag = parts.first else { return nil }
    let weight = parts.dropFirst().first { $0.hasPrefix("q=") }.flatMap { Double($0.dropFirst(2)) } ?? 1
    if tag.hasPrefix("zh") { return (.chinese, weight) }
    return tag.hasPrefix("en") ? (.english, weight) : nil
  }
}

/// A small page that stands by itself: nothing is loaded, nothing runs.
struct HTMLPage: Sendable {
  var status: HTTPResponse.Status = .ok
  var language: PageLanguage
  var title: String
  /// HTML; what people wrote is escaped in it.
  var body: String

  var text: String {
    """
    <!doctype html>
    <html lang="\(language("en", "zh-Hans"))">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="robots" content="noindex, nofollow">
    <meta name="color-scheme" content="light dark">
    <title>\(HTMLPage.escaped(title))</title>
    <style>\(HTMLPage.style)</style>
    </head>
    <body><main>
    \(body)
    </main></body>
    </html>

    """
  }

  static func escaped(_ text: some StringProtocol) -> String { Markup.escaped(text) }

  /// Nothing but this page's own style and its own form.
  static let policy: String = {
    let digest = Data(SHA256.hash(data: Data(style.utf8))).base64EncodedString()
    return
      "default-src 'none'; style-src 'sha256-\(digest)'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
  }()

  private static let style = """
    :root{color-scheme:light dark;--ink:#1d2430;--paper:#f5f6f8;--card:#fff;--line:#c9ced6;--soft:#4d5666;--act:#0b5cad;\
    --on:#fff;--bad:#b3261e}
    @media(prefers-color-scheme:dark){:root{--ink:#e8eaee;--paper:#14171c;--card:#1e232b;--line:#454d5a;--soft:#b4bcc9;\
    --act:#8ab8f0;--on:#10151c;--bad:#ff9c94}}
    *{box-sizing:border-box}
    body{margin:0;background:var(--paper);color:var(--ink);font:1rem/1.55 system-ui,"Noto Sans CJK SC",\
    "Microsoft YaHei",sans-serif}
    main{max-width:34rem;margin:0 auto;padding:1rem}
    h1{font-size:1.3rem;line-height:1.35;margin:.6rem 0}
    p{margin:.5rem 0;overflow-wrap:anywhere}
    dl{display:grid;grid-template-columns:auto 1fr;gap:.15rem .9rem;margin:.8rem 0}
    dt{color:var(--soft)}dd{margin:0;overflow-wrap:anywhere}
    .note{border-left:.25rem solid var(--act);padding:.4rem .8rem;background:var(--card)}
    .bad{border-color:var(--bad);color:var(--bad)}
    details,form.plain{background:var(--card);border:1px solid var(--line);border-radius:.5rem;margin:.6rem 0;\
    padding:.2rem .9rem}
    summary{padding:.7rem 0;font-weight:600;cursor:pointer}
    label{display:block;margin:.6rem 0 .2rem;color:var(--soft)}
    input[type=text],select{width:100%;font:inherit;padding:.6rem;border:1px solid var(--line);border-radius:.4rem;\
    background:var(--paper);color:var(--ink);min-height:2.75rem}
    button{font:inherit;font-weight:600;border:0;border-radius:.4rem;background:var(--act);color:var(--on);\
    padding:.7rem 1.2rem;min-height:2.75rem;margin:.8rem 0}
    a{color:var(--act)}
    :focus-visible{outline:3px solid var(--act);outline-offset:2px}
    """
}

extension Response {
  static func page(_ page: HTMLPage) -> Response {
    var headers: HTTPFields = [
      .contentType: "text/html; charset=utf-8", .cacheControl: "no-store", .contentSecurityPolicy: HTMLPage.policy,
      .xContentTypeOptions: "nosniff", .contentLanguage: page.language("en", "zh-Hans"), .vary: "Accept-Language",
    ]
    for (name, value) in [("Referrer-Policy", "no-referrer"), ("X-Robots-Tag", "noindex, nofollow")] {
      if let name = HTTPFields.Element.Name(name) { headers[name] = value }
    }
    if page.status == .tooManyRequests { headers[.retryAfter] = "600" }
    return Response(
      status: page.status, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(string: page.text)))
  }
}
