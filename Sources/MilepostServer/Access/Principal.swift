import MilepostCore

/// Who asks, and what they may do.
struct Principal: Sendable {
  enum Identity: Sendable {
    /// A process on this machine, at the other end of the Unix socket; nil when the kernel does not say which.
    case caller(Caller?)
    /// Whoever holds this token, or signed in to the pages with it.
    case token(String)
    case nobody
  }

  var identity: Identity
  /// Nil: only what is open to everybody.
  var scope: Scope?
  var projects: ProjectReach

  static let nobody = Principal(identity: .nobody, scope: nil, projects: .only([]))

  /// Whoever may open the socket may do everything.
  static func onSocket(_ caller: Caller?) -> Principal {
    Principal(identity: .caller(caller), scope: .admin, projects: .all)
  }

  func may(_ least: Scope) -> Bool { scope.map { $0 >= least } ?? false }

  /// As the ledger has it. A change whose author cannot be named is not made.
  func author() async throws(Refusal) -> String {
    switch identity {
    case .caller(let caller?): return await caller.author()
    case .token(let name): return "token:\(name)"
    case .caller(nil), .nobody:
      throw Refusal(
        .unavailable, en: "It cannot be found out who is calling, so nothing can be changed.",
        zh: "系统未能确认调用者身份，因此不能作任何更改。")
    }
  }
}
