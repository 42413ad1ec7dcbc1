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

  /// `fault`: why it did not work the last time.
  static func response(_ request: Request, next: String, fault: Refusal?) -> Response {
    var frame = PageFrame(request)
    // What was typed stays out of addresses.
    frame.here = "\(path)?next=\(PercentCoding.encoded(next))"
    let names = PageNames(language: frame.language)
    let model = Model(
      title: names.say("Sign in to Milepost", "登录 Milepost"), next: next,
      fault: fault.map { frame.language.pick($0.text) },
      hint: names.say("An administrator gives out tokens with", "令牌由管理员用以下命令发放："), token: names.say("Token", "令牌"),
      button: names.say("Sign in", "登录"))
    let content = PageContent(template: "sign-in", title: model.title)
    return .page(ByteBuffer(string: frame.text(content, model, nil)))
  }

  private struct Model {
    var title: String
    var next: String
    var fault: String?
    var hint: String
    var token: String
    var button: String
  }
}
