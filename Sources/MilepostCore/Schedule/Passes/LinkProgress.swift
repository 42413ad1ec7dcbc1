/// What progress does to links.
extension Network {
  /// Whether a link asks nothing any more of the work at its ends.
  func isSpent(_ edge: Edge) -> Bool {
    let from = traits[Int(edge.from)]
    let to = traits[Int(edge.to)]
    if to.contains(.finished) { return true }
    guard to.contains(.started), edge.kind.entersStart else { return false }
    return settings.progressRule != .retainedLogic || (edge.kind == .finishStart && from.contains(.finished))
  }

  /// W from which a lag after a start runs, and what is left of the lag.
  ///
  /// With a data date the lag of a start that has been is used up by the time worked since; what is left of it runs
  /// on from where the rest of the predecessor's work begins. A finished predecessor started when it started.
  func leavingStart(_ edge: Edge, source: Int, frame: PassFrame) -> (source: Int, lag: Int) {
    let from = Int(edge.from)
    guard traits[from].contains(.started) else { return (source, Int(edge.lag)) }
    let start = work(scale(from), before: Int(actualStarts[from]))
    guard !traits[from].contains(.finished), !frame.dataDate.isEmpty else { return (start, Int(edge.lag)) }
    return (source, lagLeft(edge, frame: frame))
  }

  func lagLeft(_ edge: Edge, frame: PassFrame) -> Int {
    let calendar = Int(edge.lagCalendar)
    let start = work(calendar, before: Int(actualStarts[Int(edge.from)]))
    return edge.lag <= 0 ? 0 : max(0, Int(edge.lag) - max(0, frame.dataDate[calendar] - start))
  }
}
