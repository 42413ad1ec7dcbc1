/// A route as people write and read it; what is nil is not said, what is empty is taken away.
package struct RouteForm: Hashable, Codable, Sendable {
  package var name: String?
  package var parent: String?
  package var match: [String]?
  package var to: [String]?
  package var continues: Bool?
  package var groupBy: [String]?
  package var groupWait: String?
  package var groupInterval: String?
  package var escalate: [Level]?
  package var quiet: [String]?
  package var workingDays: Bool?
  package var digest: String?
  package var zone: String?
  package var calendar: String?

  package struct Level: Hashable, Codable, Sendable {
    package var after: String
    package var to: [String]

    package init(after: String, to: [String]) {
      self.after = after
      self.to = to
    }
  }

  private enum CodingKeys: String, CodingKey {
    case name, parent, match, to
    case continues = "continue"
    case groupBy, groupWait, groupInterval, escalate, quiet, workingDays, digest, zone, calendar
  }

  package init() {}

  package init(_ route: Route) {
    name = route.name
    parent = route.parent
    match = route.match.isEmpty ? nil : route.match
    to = route.to.isEmpty ? nil : route.to
    continues = route.continues ? true : nil
    groupBy = route.groupBy
    groupWait = route.groupWaitMs.map(SpanText.text)
    groupInterval = route.groupIntervalMs.map(SpanText.text)
    escalate = route.escalate?.map { Level(after: $0.after.text, to: $0.to) }
    quiet = route.quiet?.map(\.text)
    workingDays = route.workingDays
    digest = route.digest?.text
    zone = route.zone
    calendar = route.calendar
  }

  /// `base` with all that this says.
  package func applied(to base: Route) throws(Refusal) -> Route {
    var route = base
    if let match {
      // As they are read, so that each stands by itself.
      route.match = try MatcherParser.matchers(match.filter { !$0.isEmpty }, place: "match").map(\.text)
    }
    if let to { route.to = try RouteForm.names(to, place: "to") }
    if let continues { route.continues = continues }
    if let groupBy { route.groupBy = try labels(groupBy) }
    if let groupWait {
      route.groupWaitMs = try span(groupWait, within: 0...86_400_000, place: "group_wait")
    }
    if let groupInterval {
      route.groupIntervalMs = try span(groupInterval, within: 0...7 * 86_400_000, place: "group_interval")
    }
    if let escalate { route.escalate = try levels(escalate) }
    if let quiet {
      var hours: [QuietHours] = []
      for text in quiet where !text.isEmpty { hours.append(try QuietHours(text, place: "quiet")) }
      route.quiet = hours
    }
    if let workingDays { route.workingDays = workingDays }
    if let digest {
      route.digest = digest.isEmpty ? nil : try DigestTime(digest, place: "digest")
    }
    if let zone { route.zone = zone.isEmpty ? nil : zone }
    if let calendar { route.calendar = calendar.isEmpty ? nil : calendar }
    return route
  }

  private func levels(_ forms: [Level]) throws(Refusal) -> [Route.Level] {
    guard forms.count <= 10 else {
      throw Refusal(
        .invalidValue, en: "There are \(forms.count) levels; at most 10 are taken.", zh: "共有 \(forms.count) 级，最多 10 级。",
        place: "escalate")
    }
    var levels: [Route.Level] = []
    for (index, form) in forms.enumerated() {
      let place = "escalate[\(index)]"
      let to = try RouteForm.names(form.to, place: "\(place).to")
      guard !to.isEmpty else {
        throw Refusal(
          .missingField, en: "A level names at least one webhook.", zh: "每一级至少指定一个 webhook。", place: "\(place).to")
      }
      levels.append(Route.Level(after: try Delay(form.after, place: "\(place).after"), to: to))
    }
    return levels
  }

  private func labels(_ names: [String]) throws(Refusal) -> [String] {
    var labels: [String] = []
    for name in names where !name.isEmpty {
      labels.append(try DraftRules.line(name, place: "group_by", limit: DraftRules.keyLengthMax))
    }
    return Array(labels.prefix(DraftRules.labelsMax))
  }

  private func span(_ text: String, within limits: ClosedRange<Int64>, place: String) throws(Refusal) -> Int64? {
    text.isEmpty ? nil : try SpanText.milliseconds(text, in: limits, place: place)
  }

  private static func names(_ names: [String], place: String) throws(Refusal) -> [String] {
    var known: [String] = []
    for name in names where !name.isEmpty && !known.contains(name) {
      known.append(try DraftRules.key(name, place: place))
    }
    return known
  }
}
