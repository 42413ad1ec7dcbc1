/// One thing that must be right before a gate opens.
package struct GateCheck: Hashable, Codable, Sendable {
  package enum Result: String, Codable, Sendable, CaseIterable {
    case passed, failed
  }

  /// What was found, by whom and when, and what shows it (a note, a link or a photo's hash).
  package struct Entry: Hashable, Codable, Sendable {
    package let result: Result
    package let deed: Deed
    package let evidence: String?
  }

  /// Unique in its gate; the same form as a milestone's key.
  package let key: String
  package let name: String
  package let nameEn: String?
  /// The last word on it; nil while it is open.
  package internal(set) var entry: Entry?

  /// Refused with `invalid_key` or `invalid_value` when a key or name is none.
  package init(key: String, name: String, nameEn: String? = nil) throws(Refusal) {
    self.key = try DraftRules.key(key, place: "key")
    self.name = try DraftRules.line(name, place: "name")
    self.nameEn = try DraftRules.optionalLine(nameEn, current: nil, place: "name_en")
  }

  package var isOpen: Bool { entry == nil }
  package var isPassed: Bool { entry?.result == .passed }
  package var isFailed: Bool { entry?.result == .failed }
}
