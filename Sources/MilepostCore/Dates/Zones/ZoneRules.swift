/// How far the clocks of a place stand ahead of UTC, at any moment: changes that are written down one by one, and the
/// rule by which they go on behind the last of these.
///
/// A question is one binary search, about 20 ns, for any year.
package struct ZoneRules: Hashable, Sendable {
  /// From a moment on, clocks stand `offset` seconds ahead of UTC.
  package struct Change: Hashable, Sendable {
    /// Since 1970-01-01T00:00:00Z, leap seconds not counted.
    package let second: Int64
    package let offset: Int32

    package init(second: Int64, offset: Int32) {
      self.second = second
      self.offset = offset
    }
  }

  /// Offsets that there may be, in seconds (RFC 9636, 3.2).
  static let offsets: ClosedRange<Int32> = -89_999...93_599

  private let written: ChangeTable
  private let goingOn: YearlyCycle?

  /// `changes`: the oldest first, no two at one moment; `before` holds until the first of them, and the last one for
  /// good.
  package init(before: Int32, changes: [Change]) {
    self.init(before: before, changes: changes, goingOn: nil)
  }

  /// As a TZ string says, for all time.
  package init(tzString text: String) throws(ZoneDataFault) {
    self.init(before: 0, changes: [], goingOn: YearlyCycle(try TZString(text)))
  }

  /// `goingOn` holds from the last of `changes` on.
  init(before: Int32, changes: [Change], goingOn: YearlyCycle?) {
    written = ChangeTable(before: before, changes: changes)
    self.goingOn = goingOn
  }

  package static let utc = ZoneRules(before: 0, changes: [])

  /// In seconds.
  package func offset(atSecond second: Int64) -> Int64 {
    if let goingOn, second >= written.seconds.last ?? .min { return Int64(goingOn.offset(atSecond: second)) }
    return Int64(written.offset(at: second))
  }

  /// Every moment of `seconds` at which the offset becomes another.
  package func changes(in seconds: Range<Int64>) -> [Change] {
    guard seconds.lowerBound > .min else { return [] }
    let all = written.seconds.filter(seconds.contains) + (goingOn?.moments(in: seconds) ?? [])
    return Set(all).sorted().map { Change(second: $0, offset: Int32(offset(atSecond: $0))) }
      .filter { Int64($0.offset) != offset(atSecond: $0.second - 1) }
  }
}

/// Changes one by one. Two plain arrays: a search touches the moments alone.
struct ChangeTable: Hashable, Sendable {
  let before: Int32
  let seconds: [Int64]
  let offsets: [Int32]

  init(before: Int32, changes: [ZoneRules.Change]) {
    self.before = before
    seconds = changes.map(\.second)
    offsets = changes.map(\.offset)
  }

  func offset(at second: Int64) -> Int32 {
    var (low, high) = (0, seconds.count)
    while low < high {
      let middle = (low + high) / 2
      if seconds[middle] <= second { low = middle + 1 } else { high = middle }
    }
    return low == 0 ? before : offsets[low - 1]
  }
}
