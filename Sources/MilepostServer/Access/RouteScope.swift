import MilepostCore

/// Who may use a route. Every route is declared with one.
///
/// A route whose path names `{project}` is for those who may see that project; to all others the project does not
/// exist. Any other route is for those who may see every project, unless it is `filtered`: its handler then answers
/// with what `context.principal.projects` contains, and refuses to change anything else.
struct RouteScope: Sendable, Equatable {
  /// Nil: everybody, without a token.
  let least: Scope?
  private(set) var isFiltered = false

  static let open = RouteScope(least: nil)
  static let read = RouteScope(least: .read)
  static let report = RouteScope(least: .report)
  static let manage = RouteScope(least: .manage)
  static let admin = RouteScope(least: .admin)

  var filtered: RouteScope { RouteScope(least: least, isFiltered: true) }

  enum Verdict: Equatable {
    case admitted
    case unknownCaller
    case tooLittle(needed: Scope)
    /// One of several projects, where all are needed.
    case notEverything
    /// As if it were not there.
    case unknownProject(String)
  }

  /// `project`: the one that the path names.
  func verdict(on principal: Principal, project: String?) -> Verdict {
    guard let least else { return .admitted }
    guard let scope = principal.scope else { return .unknownCaller }
    if let project, !principal.projects.contains(project) { return .unknownProject(project) }
    guard scope >= least else { return .tooLittle(needed: least) }
    guard project != nil || isFiltered || principal.projects == .all else { return .notEverything }
    return .admitted
  }
}

extension RouteScope.Verdict {
  /// Nil when admitted. `projects`: those that may be named to the caller.
  func refusal(for principal: Principal) -> Refusal? {
    switch self {
    case .admitted: nil
    case .unknownCaller:
      Refusal(
        .unauthenticated, en: "This needs a token: send “Authorization: Bearer mp_…”, or sign in on the page.",
        zh: "此处需要令牌：请发送“Authorization: Bearer mp_…”，或在网页上登录。")
    case .tooLittle(let needed):
      Refusal(
        .forbidden,
        en: "This needs the scope “\(needed.rawValue)”; yours is “\(principal.scope?.rawValue ?? "none")”.",
        zh: "此操作需要“\(needed.rawValue)”权限，您的权限是“\(principal.scope?.rawValue ?? "无")”。")
    case .notEverything:
      Refusal(
        .forbidden, en: "This is about all projects; your token is for some of them only.",
        zh: "此操作涉及全部项目，而您的令牌只限其中一部分。")
    case .unknownProject(let key): principal.unknownProject(key)
    }
  }
}

extension Principal {
  /// Says of a project that may not be seen what would be said if it did not exist.
  func unknownProject(_ key: String) -> Refusal {
    switch projects {
    case .all: Refusal.unknownProject(key, among: [String]())
    case .only(let keys): Refusal.unknownProject(key, among: keys.sorted())
    }
  }

  /// Refuses as unknown what the principal may not see.
  func mustSee(_ key: String) throws(Refusal) {
    guard projects.contains(key) else { throw unknownProject(key) }
  }
}
