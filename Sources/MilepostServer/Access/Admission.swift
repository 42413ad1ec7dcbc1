import Hummingbird
import MilepostCore
import MilepostEngine
import MilepostStore
import NIOCore
import NIOPosix
import Synchronization

/// Finds out who asks, and whether they may.
struct Admission: Sendable {
  let engine: Engine
  private let uses = TokenUses()

  init(engine: Engine) { self.engine = engine }

  /// Sets who asks in `context`, if they may use the route; throws what keeps them from it. What had to be read of the
  /// body for that can be read again.
  func admit(_ request: inout Request, _ context: inout APIContext, _ scope: RouteScope) async throws {
    guard scope != .open else { return }
    let credentials = try Credentials(request, context.door)
    context.principal = try await principal(credentials, context)
    let project = context.parameters.get("project") == nil ? nil : try context.name("project")
    let verdict = scope.verdict(on: context.principal, project: project)
    if let refusal = verdict.refusal(for: context.principal) { throw refusal }
    if case .session(let text) = credentials {
      let session = Session(text: text)
      try await Forgery.check(&request, context, session)
      context.session = session
    }
  }

  private func principal(_ credentials: Credentials, _ context: APIContext) async throws -> Principal {
    switch credentials {
    case .none:
      guard case .socket = context.door else { return .nobody }
      let channel = context.channel
      let caller = try await channel.eventLoop.submit {
        try channel.pipeline.syncOperations.handler(type: PeerHandler.self).caller
      }.get()
      return .onSocket(caller)
    case .token(let text): return Principal(try await token(text))
    case .session(let text):
      let hash = SecretText.hash(text)
      let now = engine.wallNow
      let found = try await read { try $0.token(sessionHash: hash, at: now) }
      guard let found else { throw Admission.sessionEnded }
      return Principal(try use(found))
    }
  }

  /// The token of this text, if it is taken.
  func token(_ text: String) async throws -> AccessToken {
    guard SecretText.isWellFormed(text, SecretText.tokenPrefix) else {
      throw Refusal(
        .unauthenticated, en: "This is no token of Milepost; it was cut short or mistyped.",
        zh: "这不是 Milepost 的令牌，可能不完整或有误。", place: "Authorization")
    }
    let hash = SecretText.hash(text)
    guard let found = try await read({ try $0.token(hash: hash) }) else {
      throw Refusal(
        .unauthenticated, en: "This token is not known here.", zh: "本服务没有这个令牌。", place: "Authorization")
    }
    return try use(found)
  }

  private func read<Value: Sendable>(
    _ body: @escaping @Sendable (StoreReader) throws -> Value
  ) async throws -> Value {
    try await NIOThreadPool.singleton.runIfActive { try engine.store.read(body) }
  }

  private func use(_ token: AccessToken) throws(Refusal) -> AccessToken {
    let now = engine.wallNow
    switch token.state(at: now) {
    case .active: break
    case .expired:
      throw Refusal(
        .unauthenticated, en: "The token “\(token.name)” has expired; ask for a new one.",
        zh: "令牌“\(token.name)”已过期，请申请新的令牌。", place: "Authorization")
    case .revoked:
      throw Refusal(
        .unauthenticated, en: "The token “\(token.name)” has been revoked.", zh: "令牌“\(token.name)”已被撤销。",
        place: "Authorization")
    }
    if uses.isNews(token, at: now) { engine.noteUse(tokenID: token.id, at: now) }
    return token
  }

  private static let sessionEnded = Refusal(
    .unauthenticated, en: "Your sign-in has ended; sign in again.", zh: "登录已失效，请重新登录。")
}

extension Principal {
  init(_ token: AccessToken) {
    self.init(identity: .token(token.name), scope: token.scope, projects: token.projects)
  }
}

/// When each token's use was last written down: once a minute is often enough for people, and costs nothing.
private final class TokenUses: Sendable {
  private static let intervalMs: Int64 = 60_000
  private let last = Mutex<[Int64: Instant]>([:])

  func isNews(_ token: AccessToken, at now: Instant) -> Bool {
    last.withLock { last in
      let known = last[token.id] ?? token.lastUsedAt
      // A clock that was set back must not silence it either.
      guard known.map({ abs(now.milliseconds - $0.milliseconds) >= TokenUses.intervalMs }) ?? true else { return false }
      last[token.id] = now
      return true
    }
  }
}
