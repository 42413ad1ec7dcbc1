extension Schedule {
  /// The links that actual dates broke: what happened at their successor happened before they allowed it.
  package func outOfSequence() -> [Link] {
    network.edges.filter { network.isBroken($0) }.map { network.link($0) }
  }
}

extension Network {
  func isBroken(_ edge: Edge) -> Bool {
    let (from, to) = (Int(edge.from), Int(edge.to))
    guard traits[to].contains(edge.kind.entersStart ? .started : .finished) else { return false }
    guard traits[from].contains(edge.kind.leavesStart ? .started : .finished) else { return true }
    let cause = Int(edge.kind.leavesStart ? actualStarts[from] : actualFinishes[from])
    let effect = Int(edge.kind.entersStart ? actualStarts[to] : actualFinishes[to])
    return work(scale(to), before: effect) < reached(edge, from: cause, lag: Int(edge.lag))
  }
}
