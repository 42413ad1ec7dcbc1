import MilepostCore
import MilepostEngine

/// What people do next about who is told of what, and about milestones of more kinds than dates.
extension Life {
  func reach(_ point: Books.Point) -> Deed {
    switch point.kind {
    case .date, .recurring: .reach(id: point.id)
    case .count: .report(id: point.id, Double(dice.roll(0...10)))
    case .gate: .check(id: point.id, dice.pick(["a", "b"]), dice.once(in: 8) ? nil : !dice.once(in: 3))
    }
  }

  /// A plan that adds a milestone, and may move another one.
  func newPlan(in project: String, _ point: Books.Point) -> Deed {
    number += 1
    let policy = Promise.Policy.random(using: &dice)
    let draft = MilestoneDraft(key: "m-\(number)", name: "Point \(number)", due: due(), policy: policy.draft)
    let isMoved = point.project == project && !point.isRecurring && dice.once(in: 2)
    return .apply(project: project, draft: draft, policy: policy, moved: isMoved ? point.id : nil, due: due())
  }

  /// About an alert that stands, or, now and then, about any.
  func hand() -> Deed? {
    let standing = books.current.values.sorted()
    guard !standing.isEmpty, !dice.once(in: 6) else {
      return books.alerts.entries.last.map { .acknowledge($0.id, hours: nil) }
    }
    let id = dice.pick(standing)
    return switch dice.roll(1...6) {
    case 1, 2: .acknowledge(id, hours: nil)
    case 3: .acknowledge(id, hours: dice.roll(1...300))
    case 4, 5: .snooze(id, hours: dice.roll(1...200))
    default: .unacknowledge(id)
    }
  }

  func silence(_ project: String, _ point: Books.Point) -> Deed? {
    let standing = books.hushes.values.filter { !$0.isOver }.map(\.id).sorted()
    if !standing.isEmpty, dice.once(in: 3) { return .expire(dice.pick(standing)) }
    guard standing.count < 3 else { return nil }
    let conditions: [Condition] =
      switch dice.roll(1...7) {
      case 1, 2: [.project(project)]
      case 3: [.otherThan(project)]
      case 4: [.project(point.project), .milestone(point.key)]
      case 5: [.anyType(["due", "overdue"])]
      case 6: [.early]
      default: [.notLate, .project(project)]
      }
    let after = dice.once(in: 3) ? dice.roll(1...10_000) : 0
    return .silence(conditions, hours: dice.pick([2, 26, 100, 700]), after: after)
  }

  /// Other routes, or none.
  func ways(_ doors: [String], _ projects: [String], _ points: [Books.Point]) -> Deed {
    guard books.ways == nil || !dice.once(in: 4) else { return .setWays(nil) }
    let named = doors.filter { books.doors[$0]?.isDisabled == false }
    func some() -> [String] { named.filter { _ in dice.once(in: 2) } }
    func way(_ conditions: [Condition], below: [Way] = []) -> Way {
      number += 1
      return Way(
        name: "w-\(number)", conditions: conditions, to: some(), continues: dice.once(in: 3),
        hours: dice.once(in: 6) ? .random(using: &dice) : Hours(), levels: dice.once(in: 8) ? levels() : nil,
        below: below)
    }
    /// Who is told when nobody takes an alert in hand.
    func levels() -> [Way.Level] {
      var (levels, hours): ([Way.Level], Int) = ([], 0)
      for _ in 0..<dice.roll(1...3) {
        hours += dice.pick([1, 5, 30, 100])
        if case let names = some(), !names.isEmpty { levels.append(Way.Level(hours: hours, to: names)) }
      }
      return levels
    }
    var root = Way(name: "default", to: dice.once(in: 2) ? some() : [])
    if dice.once(in: 3) { root.hours = .random(using: &dice) }
    if dice.once(in: 3) { root.levels = levels() }
    for _ in 0..<dice.roll(1...3) {
      switch dice.roll(1...6) {
      case 1: root.below.append(way([.anyType(["overdue", "reached"])]))
      case 2: root.below.append(way([.early]))
      case 3: root.below.append(way([.type("due")], below: [way([.otherThan(dice.pick(projects))])]))
      case 4: root.below.append(way([.notLate]))
      case 5 where !points.isEmpty:
        let point = dice.pick(points)
        root.below.append(way([.project(point.project)], below: [way([.milestone(point.key)]), way([.early])]))
      default: root.below.append(way([.project(dice.pick(projects))]))
      }
    }
    return .setWays(root)
  }
}

extension Books.Point {
  var isRecurring: Bool {
    if case .recurring = kind { true } else { false }
  }
}
