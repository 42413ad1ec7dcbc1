/// What somebody may do; each may also do what those before it may.
package enum Scope: String, CaseIterable, Comparable, Sendable {
  /// Look.
  case read
  /// Say what a site manager says: reached, expected, so many done, acknowledged.
  case report
  /// Change plans, projects, milestones, webhooks, routes, silences.
  case manage
  /// Give out tokens, copy the whole database.
  case admin

  package static func < (left: Scope, right: Scope) -> Bool { left.rank < right.rank }

  private var rank: Int { Scope.allCases.firstIndex(of: self) ?? 0 }
}

/// The projects that somebody may see and change.
package enum ProjectReach: Hashable, Sendable {
  case all
  case only(Set<String>)

  package func contains(_ key: String) -> Bool {
    switch self {
    case .all: true
    case .only(let keys): keys.contains(key)
    }
  }
}
