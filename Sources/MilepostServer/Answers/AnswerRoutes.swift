import Hummingbird
import MilepostCore
import MilepostEngine
import MilepostStore

/// What the links in messages open: a small page on which one alert is answered, without an account.
///
/// Looking changes nothing, however often previewers do it. A change takes a POST with leave that was given out with the
/// page and is good once.
extension API {
  static let answerBytesMax = 8192

  func answerRoutes(_ routes: inout RouteTable) {
    routes.on(.get, "/a/{token}", .open, showAnswers)
    routes.on(.post, "/a/{token}", .open, takeAnswer)
    routes.on(.post, "/v1/answers/rotate", .admin, rotateAnswers)
  }

  @Sendable private func rotateAnswers(_ request: Request, _ context: APIContext) async throws -> Response {
    _ = try QueryReader(request)
    _ = try await RequestBodyReader.table(request, context, known: [])
    try await engine.rotateAnswers(by: context.author())
    return Response(status: .noContent)
  }

  @Sendable private func showAnswers(_ request: Request, _ context: APIContext) async throws -> Response {
    let language = PageLanguage(request, else: engine.settings.language)
    let link = try context.name("token")
    return .page(try await page(link, language))
  }

  private func page(_ link: String, _ language: PageLanguage, said: Refusal? = nil) async throws -> HTMLPage {
    try await blocking {
      switch try engine.answerToken(link) {
      case .unknown: return AnswerPages.unknown(language)
      case .expired: return AnswerPages.expired(language)
      case .valid(let token):
        let nonce = try engine.answerNonce(for: link)
        let standpoint = standpoint
        return try engine.store.read { reader in
          guard let subject = try AnswerSubject(token, in: reader, from: standpoint) else {
            return AnswerPages.unknown(language)
          }
          return AnswerPages.form(subject, nonce: nonce, language, said: said)
        }
      }
    }
  }

  @Sendable private func takeAnswer(_ request: Request, _ context: APIContext) async throws -> Response {
    let language = PageLanguage(request, else: engine.settings.language)
    let link = try context.name("token")
    let reading = try await blocking { try engine.answerToken(link) }
    guard case .valid(let token) = reading else { return .page(try await page(link, language)) }
    guard answerLimiter.allowAnswer(to: token, at: engine.now) else { return .page(AnswerPages.tooMany(language)) }
    do {
      let buffer = try await RequestBodyReader.bytes(request, context, limit: API.answerBytesMax)
      let form = try FormFields(buffer)
      return .page(try await answer(try AnswerForm(form), token, link, language))
    } catch let refusal as Refusal {
      // Nothing was changed: the page again, with what was wrong.
      return .page(try await page(link, language, said: refusal))
    }
  }

  /// Shows how dates were read before anything is changed by them.
  private func answer(
    _ form: AnswerForm, _ token: AnswerToken, _ link: String, _ language: PageLanguage
  ) async throws -> HTMLPage {
    let standpoint = standpoint
    let subject = try await read { try AnswerSubject(token, in: $0, from: standpoint) }
    guard let subject else { return AnswerPages.unknown(language) }
    if let written = form.dateToConfirm {
      let day = try subject.day(written, for: form.verb, from: standpoint)
      return AnswerPages.review(subject, form, day: day, language)
    }
    try await engine.answer(form.act, token: token, link: link, nonce: form.nonce, name: form.name)
    let after = try await read { try AnswerSubject(token, in: $0, from: standpoint) }
    return AnswerPages.done(form, after ?? subject, language)
  }
}
