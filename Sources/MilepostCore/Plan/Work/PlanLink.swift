/// What a milestone or an activity waits for, as people write it: `outdoor-works`, `outdoor-works +5wd`,
/// `outdoor-works SS`, `outdoor-works FF-2d`, `other-project/handover +14d`.
///
/// Without letters the link goes from finish to start. The lag is counted in the predecessor's calendar: working days
/// and hours, or calendar days.
package struct PlanLink: Hashable, Sendable {
  /// Nil: the project of the follower.
  package var project: String?
  package var key: String
  package var kind: Link.Kind
  /// Negative lets the follower begin (or end) before.
  package var lag: WorkDuration?

  package init(project: String? = nil, key: String, kind: Link.Kind = .finishStart, lag: WorkDuration? = nil) {
    self.project = project
    self.key = key
    self.kind = kind
    self.lag = lag
  }

  /// Refuses with `invalid_value` what is no link; whether its key is there is for the plan to say.
  package init(_ text: String, place: String) throws(Refusal) {
    let trimmed = DraftRules.trimmed(text)
    let name = trimmed.prefix { !$0.isWhitespace }
    let parts = name.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    let rest = trimmed.dropFirst(name.count).filter { !$0.isWhitespace }
    guard parts.count <= 2, let key = parts.last, !key.isEmpty, parts.count == 1 || !parts[0].isEmpty,
      let (kind, lag) = PlanLink.manner(rest)
    else { throw PlanLink.unreadable(text, place: place) }
    self.init(project: parts.count == 2 ? parts[0] : nil, key: key, kind: kind, lag: lag)
  }

  /// As it is stored: the shortest text that reads back as the same link.
  package var text: String {
    let name = project.map { "\($0)/\(key)" } ?? key
    let letters = kind == .finishStart ? "" : kind.letters
    let wait = lag.map { $0.amount < 0 ? $0.text : "+\($0.text)" } ?? ""
    return letters.isEmpty && wait.isEmpty ? name : "\(name) \(letters)\(wait)"
  }

  /// Reads what `text` writes; most links are a key and nothing else. Nil for other words.
  package init?(stored text: Substring) {
    if text.utf8.allSatisfy({ $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "/") }) {
      self.init(key: String(text))
    } else {
      guard let link = try? PlanLink(String(text), place: "after") else { return nil }
      self = link
    }
  }

  private static func manner(_ rest: String) -> (Link.Kind, WorkDuration?)? {
    let kind = Link.Kind.allCases.first { rest.uppercased().hasPrefix($0.letters) }
    let wait = kind == nil ? rest : String(rest.dropFirst(2))
    guard !wait.isEmpty else { return (kind ?? .finishStart, nil) }
    guard wait.first == "+" || wait.first == "-", let lag = WorkDuration(reading: wait) else { return nil }
    return (kind ?? .finishStart, lag.amount == 0 ? nil : lag)
  }

  private static func unreadable(_ text: String, place: String) -> Refusal {
    Refusal(
      .invalidValue,
      en: "“\(DraftRules.shown(text))” is no link; write the key of what comes before, then FS, SS, FF or SF and a lag "
        + "if there is one: outdoor-works SS+5wd.",
      zh: "“\(DraftRules.shown(text))”不是前置关系；请写前置事项的标识，需要时再写 FS、SS、FF、SF 和时间间隔，例如：outdoor-works SS+5wd。",
      place: place)
  }
}

extension PlanLink: Codable {
  package init(from decoder: any Decoder) throws {
    try self.init(try decoder.singleValueContainer().decode(String.self), place: "after")
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(text)
  }
}

extension Link.Kind {
  /// `FS`, `SS`, `FF` or `SF`.
  package var letters: String {
    switch self {
    case .finishStart: "FS"
    case .startStart: "SS"
    case .finishFinish: "FF"
    case .startFinish: "SF"
    }
  }
}
