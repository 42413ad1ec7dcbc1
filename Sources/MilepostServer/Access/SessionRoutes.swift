import Hummingbird
import MilepostCore
import MilepostEngine

extension API {
  func sessionRoutes(_ routes: inout RouteTable) {
    routes.on(.get, SignInPage.path, .open, showSignIn)
    routes.on(.post, "/session", .open, signIn)
    routes.on(.delete, "/session", .read.filtered, signOut)
    // Forms know GET and POST only.
    routes.on(.post, "/session/end", .read.filtered, signOut)
  }

  @Sendable private func showSignIn(_ request: Request, _ context: APIContext) async throws -> Response {
    let query = try QueryReader(request, known: ["next", "lang"])
    return SignInPage.response(request, next: SignInPage.place(query.text("next")), fault: nil)
  }

  /// Opens a session for whoever sends a token in a form.
  @Sendable private func signIn(_ request: Request, _ context: APIContext) async throws -> Response {
    _ = try QueryReader(request)
    guard case .network = context.door else { throw API.notOnSocket }
    guard SentForm.isSent(with: request) else {
      throw Refusal(
        .unsupportedType, en: "Send a form: Content-Type application/x-www-form-urlencoded, with the field “token”.",
        zh: "请以表单发送：Content-Type 为 application/x-www-form-urlencoded，字段为“token”。", place: "Content-Type")
    }
    guard Forgery.comesFromHere(request) else {
      throw Refusal(
        .forbidden, en: "This came from another site's page; sign in on the page of this service.",
        zh: "该请求来自其他网站的页面；请在本服务的页面上登录。", place: "Origin")
    }
    var request = request
    let form = try await SentForm.read(&request, context)
    let next = SignInPage.place(form["next"])
    let wait = signIns.wait(context.address(of: request))
    do {
      if let wait { throw Refusal.tooManyRequests(waitSeconds: wait) }
      let token = try await admission.token(DraftRules.trimmed(form["token"] ?? ""))
      return try await open(token, next: next, isSecure: context.isSecure(request))
    } catch let refusal as Refusal where refusal.code == .unauthenticated || refusal.code == .tooManyRequests {
      let isPage = request.headers[.accept]?.contains("text/html") ?? false
      var response =
        isPage
        ? SignInPage.response(request, next: next, fault: refusal)
        : try .problem(refusal)
      response.status = refusal.code.status
      if let wait { response.headers[.retryAfter] = "\(wait)" }
      return response
    }
  }

  private func open(_ token: AccessToken, next: String, isSecure: Bool) async throws -> Response {
    var random = SystemRandomNumberGenerator()
    let text = SecretText.make(SecretText.sessionPrefix, using: &random)
    let now = engine.wallNow
    var end = now.adding(milliseconds: Session.milliseconds(token.scope))
    if let expiry = token.expiresAt, expiry < end { end = expiry }
    try await engine.openSession(tokenID: token.id, hash: SecretText.hash(text), until: end)
    let maxAge = (end.milliseconds - now.milliseconds) / 1000
    return Response(
      status: .seeOther,
      headers: [
        .location: next, .setCookie: SessionCookie.header(text, maxAge: maxAge, isSecure: isSecure),
      ])
  }

  @Sendable private func signOut(_ request: Request, _ context: APIContext) async throws -> Response {
    _ = try QueryReader(request)
    guard let session = context.session else {
      throw Refusal(.invalidValue, en: "There is no sign-in to end.", zh: "当前没有登录，无需退出。")
    }
    try await engine.closeSession(hash: SecretText.hash(session.text))
    let isForm = request.method == .post
    return Response(
      status: isForm ? .seeOther : .noContent,
      headers: [
        .setCookie: SessionCookie.header("", maxAge: 0, isSecure: context.isSecure(request)),
        .location: SignInPage.path,
      ])
  }

  private static let notOnSocket = Refusal(
    .invalidValue, en: "Nobody signs in on the Unix socket; its callers may do everything already.",
    zh: "Unix 套接字无需登录，其调用者已有全部权限。")
}
