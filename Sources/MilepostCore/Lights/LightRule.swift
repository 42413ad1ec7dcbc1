/// Which light a milestone shows: a table of conditions, the first that holds has its light, none is green.
///
/// Places differ in what they call late, so the table is the project's to choose.
package struct LightRule: Hashable, Sendable {
  package enum Condition: Hashable, Sendable {
    /// The forecast lies more than so many calendar days after the due date.
    case late(over: Int)
    /// Fewer working days of float than so many.
    case float(below: Int)
    /// A count lies more, or at least, so many percentage points behind the time that has passed.
    case points(over: Double)
    case pointsAtLeast(Double)
    /// A count has less of what was to be expected by now, by more than so many per cent of it.
    case shortfall(over: Double)
    /// Due within so many calendar days.
    case due(within: Int)
    /// Nobody has said a word for more than so many days.
    case silent(over: Int)
    /// Of a count nothing is done, so many whole months after it could begin.
    case unstarted(months: Int)
  }

  package struct Row: Hashable, Sendable {
    package var light: MilestoneOutlook.Light
    package var condition: Condition

    package init(_ light: MilestoneOutlook.Light, _ condition: Condition) {
      self.light = light
      self.condition = condition
    }
  }

  package var rows: [Row]
  /// What was red once shows yellow after catching up, never green again.
  package var remembersRed: Bool

  package init(rows: [Row], remembersRed: Bool = false) {
    self.rows = rows
    self.remembersRed = remembersRed
  }

  /// Presets, each from a place or trade that works by it.
  package enum Preset: String, Codable, Sendable, CaseIterable {
    /// Late is red, due within two weeks yellow.
    case standard
    /// 10 to 30 points behind the time passed is yellow, over 30 red (Yinchuan).
    case points
    /// Up to half below what was to be expected is yellow, more red (Sanya).
    case shortfall
    /// Up to 7 days late is yellow, up to 15 orange, more red (contractors).
    case days
    /// Late is red, and shows yellow after catching up, never green again (Ouhai).
    case memory
    /// As `standard`, and yellow when nobody has said a word for more than thirty days.
    case silence
    /// As `standard`, and a count of which nothing is done is yellow after one month, red after two.
    case unstarted

    package var rule: LightRule {
      let late = Row(.red, .late(over: 0))
      let near = Row(.yellow, .due(within: MilestoneOutlook.yellowDays))
      switch self {
      case .standard: return LightRule(rows: [late, near])
      case .points:
        return LightRule(rows: [Row(.red, .points(over: 30)), late, Row(.yellow, .pointsAtLeast(10)), near])
      case .shortfall:
        return LightRule(rows: [Row(.red, .shortfall(over: 50)), late, Row(.yellow, .shortfall(over: 0)), near])
      case .days:
        return LightRule(rows: [
          Row(.red, .late(over: 15)), Row(.orange, .late(over: 7)), Row(.yellow, .late(over: 0)), near,
        ])
      case .unstarted:
        return LightRule(rows: [Row(.red, .unstarted(months: 2)), late, near, Row(.yellow, .unstarted(months: 1))])
      case .silence: return LightRule(rows: [late, near, Row(.yellow, .silent(over: 30))])
      case .memory: return LightRule(rows: [late, near], remembersRed: true)
      }
    }
  }
}

/// What a light is judged by.
package struct LightFacts: Hashable, Sendable {
  /// Calendar days from the due date to the forecast; negative is early.
  package var daysLate: Int
  /// Working days from the forecast to the due date.
  package var floatDays: Int
  /// Calendar days from today to the due date.
  package var daysLeft: Int
  /// Days since anybody said a word.
  package var silentDays: Int
  /// Of a count: how far it is, and how far it was to be by now, 0...1.
  package var pace: (done: Double, expected: Double)?
  /// Whole months since a count could begin, while nothing of it is done.
  package var unstartedMonths: Int
  /// It has been red before.
  package var wasRed: Bool

  package init(
    daysLate: Int, floatDays: Int, daysLeft: Int, silentDays: Int = 0, pace: (done: Double, expected: Double)? = nil,
    unstartedMonths: Int = 0, wasRed: Bool = false
  ) {
    self.unstartedMonths = unstartedMonths
    self.daysLate = daysLate
    self.floatDays = floatDays
    self.daysLeft = daysLeft
    self.silentDays = silentDays
    self.pace = pace
    self.wasRed = wasRed
  }

  package static func == (left: LightFacts, right: LightFacts) -> Bool {
    (left.daysLate, left.floatDays, left.daysLeft, left.silentDays, left.unstartedMonths, left.wasRed)
      == (right.daysLate, right.floatDays, right.daysLeft, right.silentDays, right.unstartedMonths, right.wasRed)
      && left.pace?.done == right.pace?.done && left.pace?.expected == right.pace?.expected
  }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(daysLate)
    hasher.combine(daysLeft)
  }
}

extension LightRule {
  /// The light of a milestone that is not reached.
  package func light(for facts: LightFacts) -> MilestoneOutlook.Light {
    let light = rows.first { $0.condition.holds(for: facts) }?.light ?? .green
    return remembersRed && facts.wasRed ? max(light, .yellow) : light
  }
}

extension LightRule.Condition {
  func holds(for facts: LightFacts) -> Bool {
    switch self {
    case .late(let days): facts.daysLate > days
    case .float(let days): facts.floatDays < days
    case .points(let points): LightRule.Condition.behind(facts) > points
    case .pointsAtLeast(let points): LightRule.Condition.behind(facts) >= points
    case .shortfall(let percent): LightRule.Condition.shortfall(facts) > percent
    case .due(let days): facts.daysLeft <= days
    case .silent(let days): facts.silentDays > days
    case .unstarted(let months): facts.unstartedMonths >= months
    }
  }

  private static func behind(_ facts: LightFacts) -> Double {
    facts.pace.map { rounded(($0.expected - $0.done) * 100) } ?? 0
  }

  /// Per cent of what was to be expected that is missing; nothing is missing while nothing was to be expected.
  private static func shortfall(_ facts: LightFacts) -> Double {
    guard let pace = facts.pace, pace.expected > 0 else { return 0 }
    return rounded((pace.expected - pace.done) / pace.expected * 100)
  }

  /// Differences of fractions such as 0.8 - 0.7 must not miss a boundary by a last binary digit.
  private static func rounded(_ value: Double) -> Double { (value * 1_000_000_000).rounded() / 1_000_000_000 }
}
