/// What people's rules look at: a few of the properties that the README names.
struct Facts {
  /// Empty for the service's own.
  var project = ""
  var milestone = ""
  var type: String
  var rule: String
}

/// One condition of a route or silence, with the model's own idea of when it holds.
enum Condition: Equatable {
  case project(String), otherThan(String)
  case milestone(String)
  case type(String)
  case anyType([String])
  case early, notLate

  /// As the service is told.
  var text: String {
    switch self {
    case .project(let key): "project=\"\(key)\""
    case .otherThan(let key): "project!=\"\(key)\""
    case .milestone(let key): "milestone=\"\(key)\""
    case .type(let type): "type=\"milestone.\(type)\""
    case .anyType(let types): "type=~\"milestone.(\(types.joined(separator: "|")))\""
    case .early: "rule=~\"lead:.*\""
    case .notLate: "rule!~\"over.*\""
    }
  }

  func holds(_ facts: Facts) -> Bool {
    switch self {
    case .project(let key): facts.project == key
    case .otherThan(let key): facts.project != key
    case .milestone(let key): facts.milestone == key
    case .type(let type): facts.type == "milestone.\(type)"
    case .anyType(let types): types.contains { facts.type == "milestone.\($0)" }
    case .early: facts.rule.hasPrefix("lead:")
    case .notLate: !facts.rule.hasPrefix("over")
    }
  }
}

/// A route with those below it.
struct Way {
  var name: String
  var conditions: [Condition] = []
  /// Nobody: whom the one above names.
  var to: [String] = []
  var continues = false
  var hours = Hours()
  /// Nil: those of the one above.
  var levels: [Level]?
  var below: [Way] = []

  /// Who is told when nobody has taken an alert in hand for so many hours.
  struct Level: Equatable {
    var hours: Int
    var to: [String]
  }

  /// A way at which an alert ends, with all that it has from those above.
  struct End {
    var name: String
    var to: [String]
    var hours: Hours
    var levels: [Level]
  }

  func holds(_ facts: Facts) -> Bool { conditions.allSatisfy { $0.holds(facts) } }

  /// In whose hands an alert comes, of those who may have it at all, and by which way: the first that leads to them.
  func takers(of facts: Facts, among there: Set<String>) -> [String: End] {
    ends(facts).reduce(into: [:]) { takers, end in
      for name in named(end.to, among: there) where takers[name] == nil { takers[name] = end }
    }
  }

  /// Where none of those named is there, those of the root, and where none of these is there, all.
  func named(_ names: [String], among there: Set<String>) -> Set<String> {
    let named = there.intersection(names)
    let general = there.intersection(to)
    return named.isEmpty ? general.isEmpty ? there : general : named
  }

  /// Where an alert ends.
  func ends(_ facts: Facts) -> [End] { ends(facts, below: End(name: "", to: [], hours: Hours(), levels: [])) }

  private func ends(_ facts: Facts, below above: End) -> [End] {
    let own = End(
      name: name, to: to.isEmpty ? above.to : to, hours: hours.inheriting(above.hours), levels: levels ?? above.levels)
    var found: [End] = []
    for way in below where way.holds(facts) {
      found += way.ends(facts, below: own)
      if !way.continues { break }
    }
    return found.isEmpty ? [own] : found
  }
}

/// A time in which nobody is to hear of some alerts.
struct Hush {
  var id: Int64
  var conditions: [Condition]
  /// By the machine's clock.
  var times: Range<Int64>
  /// By true time: from when it was known to stand, and up to when it was sure to. Nil: it is still to begin.
  var begun: Int64?
  var ended: Int64?
  var isOver = false
  /// Alerts that it keeps from everybody, and messages that were on their way when it began.
  var caught: Set<Int64> = []
  var underWay: Set<String> = []

  func isToBegin(at now: Int64) -> Bool { begun == nil && !isOver && times.contains(now) }

  /// The service may have seen its end before the clock was set back: what is over stays over.
  var mayBeOver: Bool { ended != nil }

  func holds(_ facts: Facts) -> Bool { conditions.allSatisfy { $0.holds(facts) } }
}
