/// Late dates: W of the late finish of every activity, the mirror of the forward pass.
extension Network {
  /// W of the late finish, from those of all successors; `end` is W of the schedule's end in every calendar.
  func lateFinish(of index: Int, early: [Int], late: [Int], end: [Int], frame: PassFrame) -> Int {
    if traits[index].contains(.finished) { return early[index] }
    let scale = scale(index)
    var finish = end[scale]
    for place in leaving(index) {
      let edge = edges[Int(outgoing[place])]
      guard let bound = latest(edge, successor: late[Int(edge.to)], early: early[index], frame: frame)
      else { continue }
      finish = min(finish, bound)
    }
    var fixed: Int?
    for constraint in constraints[constraintRange(index)] {
      guard let bound = bound(of: constraint, on: index, scale: scale) else { continue }
      switch constraint.kind {
      case .startNoLater, .finishNoLater, .startOn, .finishOn, .promise: finish = min(finish, bound)
      // What is set by hand has no other date that it must keep.
      case .mustStart, .mustFinish: if !traits[index].contains(.pinned) { fixed = bound }
      case .startNoEarlier, .finishNoEarlier, .expectedFinish: break
      }
    }
    return fixed ?? finish
  }

  /// W of the latest finish that one link leaves its predecessor, for a W of its successor's finish; nil when the link
  /// asks nothing of what is left of it.
  ///
  /// - Parameters:
  ///   - early: W of the predecessor's early finish. Where a whole span of non-working time is one moment to the
  ///     successor, the predecessor may stand anywhere in it, and so stays where it is.
  ///   - holdsPinned: whether a start that was set by hand is held back as others are.
  func latest(
    _ edge: Edge, successor finish: Int, early: Int, frame: PassFrame, holdsPinned: Bool = false
  ) -> Int? {
    let (from, to) = (Int(edge.from), Int(edge.to))
    var lag = Int(edge.lag)
    var target = edge.kind.entersStart ? finish - Int(remaining[to]) : finish
    if !traits[from].union(traits[to]).isDisjoint(with: [.started, .finished, .pinned]) {
      guard isBinding(edge, frame: frame), holdsPinned || !isPinnedStart(edge) else { return nil }
      if edge.kind.leavesStart, traits[from].contains(.started) { lag = lagLeft(edge, frame: frame) }
      if settings.progressRule == .actualDates, edge.kind.entersStart, traits[to].contains(.started) {
        target = work(scale(to), before: Int(actualStarts[to]))
      }
    }
    let done = edge.kind.leavesStart ? Int(remaining[from]) : 0
    let bound = edge.isPlain ? target - lag : allowed(edge, target: target, lag: lag, early: early - done)
    return bound + done
  }

  /// Whether a link holds its predecessor back at all.
  private func isBinding(_ edge: Edge, frame: PassFrame) -> Bool {
    let (from, to) = (traits[Int(edge.from)], traits[Int(edge.to)])
    // A start that has been is not to be moved by what follows it.
    if edge.kind.leavesStart, from.contains(.started), frame.dataDate.isEmpty { return false }
    let countsBackFromActual = settings.progressRule == .actualDates && edge.kind.entersStart && to.contains(.started)
    return countsBackFromActual || !isSpent(edge)
  }

  private func isPinnedStart(_ edge: Edge) -> Bool {
    edge.kind.leavesStart && traits[Int(edge.from)].contains(.pinned)
  }

  private func allowed(_ edge: Edge, target: Int, lag: Int, early: Int) -> Int {
    let (to, calendar) = (Int(edge.to), Int(edge.lagCalendar))
    let there = scale(to)
    var high = startInstant(there, at: target)
    var low = high
    if !edge.kind.entersStart, !traits[to].contains(.startMilestone) { low = finishInstant(there, at: target) }
    if lag != 0 {
      let isExact = low == high && lag > 0
      high = startInstant(calendar, at: work(calendar, before: high) - lag)
      low = isExact ? high : finishInstant(calendar, at: work(calendar, before: low) - lag)
    }
    let here = scale(Int(edge.from))
    return min(max(early, work(here, before: low)), work(here, before: high))
  }
}
