/// What one activity waits for: predecessor → successor.
package struct Link: Hashable, Sendable {
  package enum Kind: UInt8, Sendable, CaseIterable {
    case finishStart, startStart, finishFinish, startFinish

    /// The predecessor's start is what is waited for.
    @inline(__always) var leavesStart: Bool { self == .startStart || self == .startFinish }
    /// The successor's start is what waits.
    @inline(__always) var entersStart: Bool { self == .finishStart || self == .startStart }
  }

  /// Where the minutes of a lag are counted.
  package enum LagClock: Hashable, Sendable {
    /// In the calendar that the settings choose, the predecessor's by default.
    case working
    /// In every minute: “calendar days”.
    case elapsed
    case calendar(CalendarID)
  }

  package var from: ActivityID
  package var to: ActivityID
  package var kind: Kind
  /// Minutes; negative lets the successor begin (or end) before.
  package var lag: Int
  package var lagClock: LagClock

  package init(
    from: ActivityID, to: ActivityID, kind: Kind = .finishStart, lag: Int = 0, lagClock: LagClock = .working
  ) {
    self.from = from
    self.to = to
    self.kind = kind
    self.lag = lag
    self.lagClock = lagClock
  }

  /// Two activities may have one link of each kind.
  package struct Reference: Hashable, Sendable {
    package var from: ActivityID
    package var to: ActivityID
    package var kind: Kind

    package init(from: ActivityID, to: ActivityID, kind: Kind = .finishStart) {
      self.from = from
      self.to = to
      self.kind = kind
    }
  }

  package var reference: Reference { Reference(from: from, to: to, kind: kind) }
}

/// A link as a network keeps it: 16 bytes.
struct Edge: Sendable {
  var from: Int32
  var to: Int32
  var lag: Int32
  /// Index of the calendar in which the lag is counted.
  var lagCalendar: UInt16
  var kind: Link.Kind
  /// Both ends and the lag are counted in one calendar, so that W itself can be added.
  var isPlain: Bool
}
