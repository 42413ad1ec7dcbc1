import Hummingbird
import MilepostCore

/// Where somebody signs in with a token.
enum SignInPage {
  static let path = "/login"

  /// Somebody looks with a browser, who would not know what to do with an error in JSON.
  static func isWanted(by request: Request) -> Bool {
    request.method == .get && !request.uri.path.hasPrefix("/v1/") && request.uri.path != path
      && (request.headers[.accept]?.contains("text/html") ?? false)
  }

  static func redirection(from request: Request) -> Response {
    let next = request.uri.path + (request.uri.query.map { "?\($0)" } ?? "")
    return Response(status: .seeOther, headers: [.location: "\(path)?next=\(PercentCoding.encoded(next))"])
  }

  /// A place of this service; anything else would let an address of ours lead elsewhere.
  static func place(_ text: String?) -> String {
    guard let text, text.hasPrefix("/"), !text.hasPrefix("//"), !text.contains("\\"),
      text.unicodeScalars.allSatisfy({ $0.value > 0x20 && $0.value < 0x7F })
    else { return "/" }
    return text
  }

  static func isChinese(_ request: Request) -> Bool {
    request.headers[.acceptLanguage]?.lowercased().hasPrefix("zh") ?? false
  }

  /// `fault`: why it did not work the last time.
  static func response(next: String, fault: Refusal?, isChinese: Bool) -> Response {
    let words = isChinese ? Words.chinese : Words.english
    let fault = fault.map { "<p role=\"alert\">\(escaped(isChinese ? $0.text.zh : $0.text.en))</p>" } ?? ""
    let html = """
      <!doctype html>
      <html lang="\(isChinese ? "zh-Hans" : "en")">
      <head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
      <title>\(words.title)</title></head>
      <body><main><h1>\(words.title)</h1>
      \(fault)<p id="hint">\(words.hint)</p>
      <form method="post" action="/session">
      <input type="hidden" name="next" value="\(escaped(next))">
      <p><label for="token">\(words.token)</label>
      <input id="token" name="token" type="password" autocomplete="current-password" aria-describedby="hint" required></p>
      <p><button>\(words.button)</button></p>
      </form></main></body></html>

      """
    return Response(
      status: .ok, headers: [.contentType: "text/html; charset=utf-8"],
      body: ResponseBody(byteBuffer: ByteBuffer(string: html)))
  }

  private struct Words {
    let title: String
    let hint: String
    let token: String
    let button: String

    static let english = Words(
      title: "Sign in to Milepost", hint: "An administrator gives out tokens: <code>milepost token add NAME</code>.",
      token: "Token", button: "Sign in")
    static let chinese = Words(
      title: "登录 Milepost", hint: "令牌由管理员发放：<code>milepost token add NAME</code>。", token: "令牌", button: "登录")
  }

  private static func escaped(_ text: String) -> String {
    text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
      .replacing("\"", with: "&quot;")
  }
}
