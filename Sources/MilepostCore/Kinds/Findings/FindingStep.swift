/// One step that was taken about a finding.
package enum FindingStep: Hashable, Codable, Sendable {
  /// Somebody saw what is wrong.
  case found(deed: Deed)
  /// Somebody gave it to `to`, who is to put it right by the end of `due`, if a day was named.
  case assigned(deed: Deed, to: String, due: CivilDate?)
  /// Somebody says that it is right now; `evidence` is a note, a link or a photo's hash.
  case putRight(deed: Deed, evidence: String?)
  /// Somebody else looked and it is not right: it goes back to the one it is assigned to.
  case rejected(deed: Deed, reason: String)
  /// Somebody else looked and it is right.
  case checked(deed: Deed, evidence: String?)
  case closed(deed: Deed)

  package var deed: Deed {
    switch self {
    case .found(let deed), .assigned(let deed, _, _), .putRight(let deed, _), .rejected(let deed, _),
      .checked(let deed, _), .closed(let deed):
      deed
    }
  }
}
