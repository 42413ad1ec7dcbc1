/// How often values fell below each of a few bounds. Its size is fixed, whatever is observed.
package struct Histogram: Equatable, Sendable {
  /// Ascending; a value equal to a bound falls below it.
  package let bounds: [Double]
  /// One for each bound, and one for what is above them all; not summed up.
  package private(set) var counts: [Int]
  package private(set) var sum = 0.0

  package init(bounds: [Double]) {
    self.bounds = bounds
    counts = Array(repeating: 0, count: bounds.count + 1)
  }

  package var total: Int { counts.reduce(0, +) }

  package mutating func observe(_ value: Double) {
    counts[bounds.firstIndex { value <= $0 } ?? bounds.count] += 1
    sum += value
  }
}
