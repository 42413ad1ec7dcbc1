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

  /// What must be goes before what may not be later, and that before what may not be earlier.
  private func constrained(_ finish: Int, of index: Int, scale: Int) -> Int {
    var (lower, upper) = (finish, Int.max)
    var fixed: Int?
    for constraint in constraints[constraintRange(index)] {
      guard let bound = bound(of: constraint, on: index, scale: scale) else { continue }
      switch constraint.kind {
      case .startNoEarlier, .startOn, .finishNoEarlier, .finishOn, .expectedFinish: lower = max(lower, bound)
      case .startNoLater, .finishNoLater: if settings.lateConstraintsPull { upper = min(upper, bound) }
      case .mustStart: fixed = bound
      case .mustFinish: if !traits[index].contains(.started) { fixed = bound }
      case .promise: break
      }
    }
    return fixed ?? min(lower, upper)
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
    var event: Int?
    if !states.isDisjoint(with: .progressed) {
      guard !isSpent(edge) else { return nil }
      event = actualEvent(edge, frame: frame)
      if let event {
        source = work(scale(from), before: event)
      } else if edge.kind.leavesStart, traits[from].contains(.started) {
        lag = lagLeft(edge, frame: frame)
      }
    }
    let bound =
      edge.isPlain ? source + lag : reached(edge, from: event ?? self.event(edge, at: source), lag: lag)
    return edge.kind.entersStart ? bound + Int(remaining[to]) : bound
  }

  /// The instant of what a link waits for, from its W.
  private func event(_ edge: Edge, at source: Int) -> Int {
    let from = Int(edge.from)
    return edge.kind.leavesStart || traits[from].contains(.startMilestone)
      ? startInstant(scale(from), at: source) : finishInstant(scale(from), at: source)
  }

  /// W on the successor's scale of the instant to which a link leads from an instant.
  func reached(_ edge: Edge, from event: Int, lag: Int) -> Int {
    let calendar = Int(edge.lagCalendar)
    var instant = event
    if lag != 0 {
      let end = work(calendar, before: event) + lag
      instant = lag > 0 ? finishInstant(calendar, at: end) : startInstant(calendar, at: end)
    }
    return work(scale(Int(edge.to)), before: instant)
  }
}
