import Hummingbird
import MilepostCore
import NIOCore

/// A refusal as a page.
struct PageFault {
  var title: String
  var sentence: String
  var hint: String?
  var back: String

  /// Asked for by a browser that shows the answer to somebody.
  static func isForPerson(_ request: Request) -> Bool {
    !request.uri.path.hasPrefix("/v1/") && (request.headers[.accept] ?? "").contains("text/html")
  }

  static func response(_ refusal: Refusal, to request: Request, _ context: APIContext) -> Response {
    let frame = PageFrame(request, context)
    let names = PageNames(language: frame.language)
    let fault = PageFault(
      title: request.method == .post ? names.say("It was not done", "未能完成") : names.say("This cannot be shown", "无法显示"),
      sentence: frame.language.pick(refusal.text), hint: nil, back: back(request))
    let content = PageContent(template: "fault", title: fault.title)
    return .page(ByteBuffer(string: frame.text(content, fault, nil)), status: refusal.code.status)
  }

  /// The page whose form it was.
  private static func back(_ request: Request) -> String {
    guard request.method == .post else { return "/" }
    let steps = request.uri.path.split(separator: "/")
    if steps.first == "alerts" { return "/alerts" }
    return PagePath.local("/" + steps.dropLast().joined(separator: "/")) ?? "/"
  }
}
