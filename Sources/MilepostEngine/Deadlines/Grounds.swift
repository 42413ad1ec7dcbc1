import MilepostCore

/// What moments are computed with, beside what the store has.
struct Grounds: Equatable {
  /// The fingerprint of the calendars; empty when some moments may rest on others.
  var calendars: String
  /// Versions of the zones in use, by their names.
  var zones: [String: String]
}

extension Grounds {
  /// As it was noted; of another form, it equals nothing that there is today.
  init(reading text: String?) {
    let lines = (text ?? "").split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    calendars = lines.first ?? ""
    let pairs = lines.dropFirst().map { $0.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: false) }
    zones = Dictionary(pairs.map { (String($0[0]), $0.count > 1 ? String($0[1]) : "") }) { first, _ in first }
  }

  var text: String { ([calendars] + zones.sorted { $0.key < $1.key }.map { "\($0) \($1)" }).joined(separator: "\n") }

  func change(since before: Grounds) -> Change {
    guard calendars == before.calendars else { return .everything }
    return Change(zones: Set(zones.keys.filter { zones[$0] != before.zones[$0] }))
  }

  /// What is noted while a change is being worked on: whoever stops half way finds again what was not done.
  func unsettled(_ change: Change) -> Grounds {
    guard let changed = change.zones else { return Grounds(calendars: "", zones: [:]) }
    return Grounds(calendars: calendars, zones: zones.filter { !changed.contains($0.key) })
  }

  struct Change: Equatable {
    /// Nil: any.
    let zones: Set<String>?

    static let everything = Change(zones: nil)

    var isNothing: Bool { zones?.isEmpty == true }

    func touches(_ zone: String) -> Bool { zones?.contains(zone) ?? true }
  }
}
