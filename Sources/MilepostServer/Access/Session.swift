import Hummingbird
import MilepostCore

/// Somebody who signed in on the page.
struct Session: Sendable {
  let text: String
  /// To be sent back with every change: as the header `X-CSRF-Token`, or as the field `csrf` of a form.
  var antiForgery: String { SecretText.antiForgery(session: text) }

  static let antiForgeryField = "csrf"

  /// How long one lasts: a wall shows for a month what everybody may see, who may change things signs in anew each day.
  static func milliseconds(_ scope: Scope) -> Int64 { (scope == .read ? 30 * 24 : 12) * 3_600_000 }
}

/// A form as browsers send it (`application/x-www-form-urlencoded`); of a name given twice the first counts.
struct SentForm: Sendable {
  private var values: [String: String] = [:]
  static let sizeMax = 65_536

  init(_ text: String) {
    for pair in text.split(separator: "&") {
      let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        .map { PercentCoding.decoded($0.replacing("+", with: " ")) ?? "" }
      if values[parts[0]] == nil { values[parts[0]] = parts.count > 1 ? parts[1] : "" }
    }
  }

  subscript(_ name: String) -> String? { values[name] }

  static func isSent(with request: Request) -> Bool {
    request.headers[.contentType]?.lowercased().hasPrefix("application/x-www-form-urlencoded") ?? false
  }

  /// The form in a request's body. It can be read again.
  static func read(_ request: inout Request, _ context: APIContext) async throws -> SentForm {
    let buffer = try await RequestBodyReader.bytes(request, context, limit: sizeMax)
    request.body = RequestBody(buffer: buffer)
    return SentForm(String(decoding: buffer.readableBytesView, as: UTF8.self))
  }
}

/// Whether a change that came with a browser's cookie was meant by who sits before it.
enum Forgery {
  private static let safe: Set<HTTPRequest.Method> = [.get, .head, .options]

  /// Refuses a change that another site's page may have asked for.
  static func check(_ request: inout Request, _ context: APIContext, _ session: Session) async throws {
    guard !safe.contains(request.method) else { return }
    guard comesFromHere(request) else {
      throw Refusal(
        .forbidden, en: "This came from another site's page; go on from the page of this service.",
        zh: "该请求来自其他网站的页面；请在本服务的页面上操作。", place: "Origin")
    }
    var sent = request.headers[.antiForgery]
    if sent == nil, SentForm.isSent(with: request) {
      sent = try await SentForm.read(&request, context)[Session.antiForgeryField]
    }
    guard let sent, SecretText.areEqual(sent, session.antiForgery) else {
      throw Refusal(
        .forbidden, en: "The page is from an earlier sign-in; load it again and repeat.",
        zh: "页面来自之前的登录；请刷新后重试。", place: Session.antiForgeryField)
    }
  }

  /// Browsers say which page a change comes from; its host must be the one that was asked.
  static func comesFromHere(_ request: Request) -> Bool {
    if let site = request.headers[.fetchSite], site != "same-origin", site != "none" { return false }
    guard let origin = request.headers[.origin] else { return true }
    let parts = origin.split(separator: "/", omittingEmptySubsequences: false)
    return parts.count == 3 && parts[2].lowercased() == request.head.authority?.lowercased()
  }
}

extension HeaderName {
  static let antiForgery = known("X-CSRF-Token")
  static let fetchSite = known("Sec-Fetch-Site")
}
