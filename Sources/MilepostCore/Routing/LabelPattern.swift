/// A regular expression over a label's whole value, matched in time that grows with pattern times value and no faster:
/// all ways through it are walked at once (Thompson), so that no pattern can stall the service.
///
/// Taken are literals, `.`, classes, `\d \w \s` and their opposites, groups, `|`, `* + ?` and `{n,m}`.
package struct LabelPattern: Hashable, Sendable {
  package static let lengthMax = 500
  /// Of a value, only so much is looked at.
  static let subjectMax = 1000
  static let statesMax = 1000

  enum State: Hashable, Sendable {
    case one(ScalarSet, next: Int)
    case split(Int, Int)
    case end
  }

  package let text: String
  private let states: [State]
  private let start: Int

  /// `place` of a refusal is the character at fault, from 1.
  package init(_ text: String) throws(PatternFault) {
    guard text.unicodeScalars.count <= Self.lengthMax else {
      throw PatternFault(
        position: Self.lengthMax + 1, en: "a pattern has at most \(Self.lengthMax) characters",
        zh: "表达式最多 \(Self.lengthMax) 个字符")
    }
    var parser = PatternParser(text)
    let tree = try parser.parse()
    var states: [State] = [.end]
    start = try PatternBuilder.add(tree, before: 0, to: &states)
    self.text = text
    self.states = states
  }

  package func matches(_ value: String) -> Bool {
    var marks = [Int](repeating: -1, count: states.count)
    var current: [Int] = []
    add(start, to: &current, step: 0, &marks)
    var step = 0
    for scalar in value.unicodeScalars.prefix(Self.subjectMax) {
      step += 1
      var following: [Int] = []
      for index in current {
        if case .one(let set, let next) = states[index], set.contains(scalar) {
          add(next, to: &following, step: step, &marks)
        }
      }
      if following.isEmpty { return false }
      current = following
    }
    return current.contains(0)
  }

  private func add(_ index: Int, to list: inout [Int], step: Int, _ marks: inout [Int]) {
    var waiting = [index]
    while let index = waiting.popLast() {
      guard marks[index] != step else { continue }
      marks[index] = step
      if case .split(let first, let second) = states[index] {
        waiting.append(second)
        waiting.append(first)
      } else {
        list.append(index)
      }
    }
  }
}

/// What is wrong with a pattern or a matcher, and at which character, from 1.
package struct PatternFault: Error, Hashable, Sendable {
  package var position: Int
  package var en: String
  package var zh: String
}

/// Scalars that one place of a pattern takes.
struct ScalarSet: Hashable, Sendable {
  var ranges: [ClosedRange<UInt32>]
  var isNegated = false

  static let any = ScalarSet(ranges: [], isNegated: true)

  init(ranges: [ClosedRange<UInt32>], isNegated: Bool = false) {
    self.ranges = ranges
    self.isNegated = isNegated
  }

  init(_ scalar: Unicode.Scalar) { ranges = [scalar.value...scalar.value] }

  func contains(_ scalar: Unicode.Scalar) -> Bool {
    ranges.contains { $0.contains(scalar.value) } != isNegated
  }

  /// `\d`, `\w`, `\s`; nil for other letters.
  static func shorthand(_ letter: Unicode.Scalar) -> ScalarSet? {
    switch letter {
    case "d", "D": ScalarSet(ranges: [48...57], isNegated: letter == "D")
    case "w", "W": ScalarSet(ranges: [48...57, 65...90, 95...95, 97...122], isNegated: letter == "W")
    case "s", "S": ScalarSet(ranges: [9...13, 32...32], isNegated: letter == "S")
    default: nil
    }
  }
}

/// Lays a pattern's tree out as states; what repeats is laid out as often as it may come.
enum PatternBuilder {
  /// The state at which `tree` begins, if `next` follows it.
  static func add(
    _ tree: PatternTree, before next: Int, to states: inout [LabelPattern.State]
  ) throws(PatternFault) -> Int {
    guard states.count < LabelPattern.statesMax else {
      throw PatternFault(position: 1, en: "the pattern repeats too much", zh: "表达式的重复次数过多")
    }
    switch tree {
    case .one(let set): return push(.one(set, next: next), to: &states)
    case .sequence(let parts):
      var next = next
      for part in parts.reversed() { next = try add(part, before: next, to: &states) }
      return next
    case .either(let branches):
      guard
        var entry = try branches.last.map({ (last) throws(PatternFault) in try add(last, before: next, to: &states) })
      else { return next }
      for branch in branches.dropLast().reversed() {
        let first = try add(branch, before: next, to: &states)
        entry = push(.split(first, entry), to: &states)
      }
      return entry
    case .repeated(let part, let low, let high):
      var entry = next
      if let high {
        for _ in low..<max(low, high) {
          let first = try add(part, before: entry, to: &states)
          entry = push(.split(first, next), to: &states)
        }
      } else {
        let loop = push(.split(next, next), to: &states)
        let first = try add(part, before: loop, to: &states)
        states[loop] = .split(first, next)
        entry = loop
      }
      for _ in 0..<low { entry = try add(part, before: entry, to: &states) }
      return entry
    }
  }

  private static func push(_ state: LabelPattern.State, to states: inout [LabelPattern.State]) -> Int {
    states.append(state)
    return states.count - 1
  }
}
