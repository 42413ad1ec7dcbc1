import Hummingbird

/// Headers that keep a browser from being turned against who uses it.
struct HeaderMiddleware: RouterMiddleware {
  /// No script and no style but files of our own; nothing is loaded from elsewhere; nobody may frame the pages.
  static let policy = """
    default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; \
    form-action 'self'; frame-ancestors 'none'; base-uri 'none'
    """

  func handle(
    _ request: Request, context: APIContext, next: (Request, APIContext) async throws -> Response
  ) async throws -> Response {
    var response = try await next(request, context)
    response.headers[.xContentTypeOptions] = "nosniff"
    guard case .network = context.door else { return response }
    // Not “no-referrer” for all: browsers would send forms with the origin “null”, and no change could tell where it is
    // from. A page whose address is a secret says so itself.
    if response.headers[.referrerPolicy] == nil { response.headers[.referrerPolicy] = "same-origin" }
    // A page that carries its own style, or a picture, names it more narrowly.
    if response.headers[.contentSecurityPolicy] == nil {
      response.headers[.contentSecurityPolicy] = HeaderMiddleware.policy
    }
    if context.isSecure(request) { response.headers[.strictTransportSecurity] = "max-age=31536000" }
    // What a token opens is for its holder alone.
    if response.headers[.cacheControl] == nil { response.headers[.cacheControl] = "no-store" }
    return response
  }
}

extension HeaderName {
  static let referrerPolicy = known("Referrer-Policy")
}
