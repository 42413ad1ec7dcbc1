/// Early dates. Every activity has one number, the W of its early finish on its own scale; its (remaining) start is
/// that less its remaining minutes.
///
/// Facts the rules follow: FS: ES >= EF + lag; SS: ES >= ES + lag; FF: EF >= EF + lag; SF: EF >= ES + lag, compared in
/// the successor's W. A lag is walked from the instant of its event and ends as soon as it has been walked.
extension Network {
  /// W of the early finish, from those of all predecessors.
  func earlyFinish(of index: Int, early: [Int], frame: PassFrame) -> Int {
    let scale = scale(index)
    let remaining = Int(remaining[index])
    let traits = traits[index]
    if !traits.isDisjoint(with: [.started, .pinned]) {
      if traits.contains(.finished) { return work(scale, before: Int(actualFinishes[index])) }
      if !traits.contains(.started) { return pinnedFinish(of: index) }
      if frame.dataDate.isEmpty { return runningFinish(of: index, scale: scale) }
    }
    let floor = floor(of: index, scale: scale, frame: frame) + remaining
    var finish = floor
    for place in incoming(index) {
      guard let bound = earliest(edges[place], early: early, frame: frame) else { continue }
      finish = max(finish, bound)
    }
    let dates = constraintRange(index)
    return dates.isEmpty ? finish : max(floor, constrained(finish, of: index, scale: scale))
  }

  /// W before which nothing of the rest may lie.
  @inline(__always)
  func floor(of index: Int, scale: Int, frame: PassFrame) -> Int {
    guard traits[index].contains(.started) else { return frame.floor[scale] }
    return max(frame.dataDate[scale], work(scale, before: Int(actualStarts[index])))
  }

  private func pinnedFinish(of index: Int) -> Int {
    let scale = scale(index)
    let pinned = constraints[constraintRange(index)].last?.at.value ?? settings.start.value
    return work(scale, before: pinned) + Int(remaining[index])
  }

  /// Without a data date work under way runs on as it began.
  private func runningFinish(of index: Int, scale: Int) -> Int {
    let whole = max(durations[index], remaining[index])
    let finish = work(scale, before: Int(actualStarts[index])) + Int(whole)
    return constrained(finish, of: index, scale: scale)
  }

  private func constrained(_ finish: Int, of index: Int, scale: Int) -> Int {
    var finish = finish
    for constraint in constraints[constraintRange(index)] {
      guard let bound = bound(of: constraint, on: index, scale: scale) else { continue }
      switch constraint.kind {
      case .startNoEarlier, .startOn, .finishNoEarlier, .finishOn, .expectedFinish: finish = max(finish, bound)
      case .startNoLater, .finishNoLater: if settings.lateConstraintsPull { finish = min(finish, bound) }
      case .mustStart: finish = bound
      case .mustFinish: if !traits[index].contains(.started) { finish = bound }
      case .promise: break
      }
    }
    return finish
  }

  /// W of the finish that a constraint speaks of; nil when it speaks of a start that has been.
  func bound(of constraint: DateConstraint, on index: Int, scale: Int) -> Int? {
    let date = work(scale, before: constraint.at.value)
    switch constraint.kind {
    case .startNoEarlier, .startNoLater, .startOn, .mustStart:
      return traits[index].contains(.started) ? nil : date + Int(remaining[index])
    case .finishNoEarlier, .finishNoLater, .finishOn, .mustFinish, .expectedFinish, .promise: return date
    }
  }

  /// W of the earliest finish that one link allows its successor; nil when it asks nothing of it.
  @inline(__always)
  func earliest(_ edge: Edge, early: [Int], frame: PassFrame) -> Int? {
    let (from, to) = (Int(edge.from), Int(edge.to))
    let states = traits[from].union(traits[to])
    var source = early[from]
    if edge.kind.leavesStart { source -= Int(remaining[from]) }
    var lag = Int(edge.lag)
    if !states.isDisjoint(with: .progressed) {
      guard !isSpent(edge) else { return nil }
      if edge.kind.leavesStart { (source, lag) = leavingStart(edge, source: source, frame: frame) }
    }
    let bound = edge.isPlain ? source + lag : reached(edge, source: source, lag: lag)
    return edge.kind.entersStart ? bound + Int(remaining[to]) : bound
  }

  /// W on the successor's scale of the instant to which a link leads from W `source` on the predecessor's.
  func reached(_ edge: Edge, source: Int, lag: Int) -> Int {
    let (from, calendar) = (Int(edge.from), Int(edge.lagCalendar))
    let here = scale(from)
    let standsLate = edge.kind.leavesStart || traits[from].contains(.startMilestone)
    var instant = standsLate ? startInstant(here, at: source) : finishInstant(here, at: source)
    if lag != 0 {
      let end = work(calendar, before: instant) + lag
      instant = lag > 0 ? finishInstant(calendar, at: end) : startInstant(calendar, at: end)
    }
    return work(scale(Int(edge.to)), before: instant)
  }
}
