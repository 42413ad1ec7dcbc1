import Hummingbird
import MilepostCore
import MilepostEngine

/// `If-Match` and `If-None-Match` (RFC 9110).
enum Precondition {
  /// What `If-Match` asks of a change to the thing that the path names. Refuses it where there is nothing to compare it
  /// with, rather than let somebody believe that it was.
  static func read(
    _ request: Request, _ context: APIContext, _ scope: RouteScope
  ) throws(Refusal) -> RequestMark.Precondition? {
    guard request.method != .get, request.method != .head, request.headers[.ifMatch] != nil else { return nil }
    // What those may do who only read changes nothing.
    guard scope.least != .read, let subject = subject(of: context) else {
      throw Refusal(
        .invalidValue,
        en: "If-Match has no meaning here: the address names nothing that has an ETag and would be changed.",
        zh: "此处不能使用 If-Match：该地址没有指向带有 ETag 且会被修改的内容。", place: "If-Match")
    }
    return try revision(in: request).map { RequestMark.Precondition(subject, revision: $0) }
  }

  private static func subject(of context: APIContext) -> RequestMark.Precondition.Subject? {
    func name(_ parameter: String) -> String? {
      context.parameters.get(parameter).map { PercentCoding.decoded($0) ?? $0 }
    }
    if let project = name("project") {
      if let key = name("milestone") { return .milestone(key, of: project) }
      if let key = name("activity") { return .activity(key, of: project) }
      return .project(project)
    }
    if let name = name("webhook") { return .endpoint(name) }
    if let name = name("token") { return .token(name) }
    if let name = name("feed") { return .feed(name) }
    if let name = name("route") { return .route(name) }
    // Of what is no number the handler says so.
    if let text = name("alert") { return .alert(Int64(text) ?? 0) }
    if let text = name("silence") { return .silence(Int64(text) ?? 0) }
    return nil
  }

  /// The revision that the caller has seen, from an ETag such as `"7"` or `"7.1f0c…"`; nil when it does not care.
  static func revision(in request: Request) throws(Refusal) -> Int64? {
    guard let header = request.headers[.ifMatch], header != "*" else { return nil }
    let tag = header.hasPrefix("W/") ? header.dropFirst(2) : header[...]
    guard tag.count > 2, tag.hasPrefix("\""), tag.hasSuffix("\""),
      let number = tag.dropFirst().dropLast().split(separator: ".", omittingEmptySubsequences: false).first,
      let revision = Int64(number)
    else {
      throw Refusal(
        .invalidValue, en: "If-Match must be one ETag of this service, such as \"7\".",
        zh: "If-Match 应为本服务给出的一个 ETag，例如 \"7\"。", place: "If-Match")
    }
    return revision
  }

  /// The caller has this answer already.
  static func hasIt(_ request: Request, _ response: Response) -> Bool {
    guard request.method == .get || request.method == .head, response.status == .ok,
      let tag = response.headers[.eTag], let known = request.headers[.ifNoneMatch]
    else { return false }
    if known == "*" { return true }
    let plain = tag.hasPrefix("W/") ? String(tag.dropFirst(2)) : tag
    return known.split(separator: ",").contains { part in
      let part = DraftRules.trimmed(String(part))
      return (part.hasPrefix("W/") ? String(part.dropFirst(2)) : part) == plain
    }
  }

  static func notModified(_ response: Response) -> Response {
    var headers = response.headers
    headers[.contentType] = nil
    headers[.contentLength] = nil
    return Response(status: .notModified, headers: headers)
  }
}
