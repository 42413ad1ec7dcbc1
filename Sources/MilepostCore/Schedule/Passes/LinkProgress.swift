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

  /// The instant of what a link waits for when it has been and stands fast; nil while it is still counted.
  ///
  /// With a data date the start of work under way is where its rest begins: see `lagLeft`.
  func actualEvent(_ edge: Edge, frame: PassFrame) -> Int? {
    let from = Int(edge.from)
    if traits[from].contains(.finished) {
      return Int(edge.kind.leavesStart ? actualStarts[from] : actualFinishes[from])
    }
    guard edge.kind.leavesStart, traits[from].contains(.started), frame.dataDate.isEmpty else { return nil }
    return Int(actualStarts[from])
  }

  /// What is left of the lag after the start of work under way: the time worked since has used up the rest. It runs on
  /// from where the remaining work begins.
  func lagLeft(_ edge: Edge, frame: PassFrame) -> Int {
    let calendar = Int(edge.lagCalendar)
    let start = work(calendar, before: Int(actualStarts[Int(edge.from)]))
    return edge.lag <= 0 ? 0 : max(0, Int(edge.lag) - max(0, frame.dataDate[calendar] - start))
  }
}
