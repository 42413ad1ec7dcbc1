import Hummingbird
import MilepostCore
import MilepostEngine

/// `If-Match` and `If-None-Match` (RFC 9110).
enum Precondition {
  /// What `If-Match` asks of a change to the thing that the path names.
  static func read(_ request: Request, _ context: APIContext) throws(Refusal) -> RequestMark.Precondition? {
    guard let revision = try revision(in: request), request.method != .get, request.method != .head else { return nil }
    func name(_ parameter: String) -> String? {
      context.parameters.get(parameter).map { PercentCoding.decoded($0) ?? $0 }
    }
    if let project = name("project") {
      if let key = name("milestone") {
        return RequestMark.Precondition(.milestone(key, of: project), revision: revision)
      }
      if let key = name("activity") {
        return RequestMark.Precondition(.activity(key, of: project), revision: revision)
      }
      return RequestMark.Precondition(.project(project), revision: revision)
    }
    return name("webhook").map { RequestMark.Precondition(.endpoint($0), revision: revision) }
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
