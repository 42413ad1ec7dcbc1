extension Schedule {
  /// For every activity whether its early finish rests on a year whose holidays are not published yet: its own does,
  /// or that of something which drives it, or the lag between them.
  package func isProvisional() -> [Bool] {
    var isProvisional = [Bool](repeating: false, count: network.count)
    let uncertain = network.clocks.enumerated().map { $0.offset == 0 ? nil : $0.element.uncertainFrom }
    guard uncertain.contains(where: { $0 != nil }) else { return isProvisional }
    for place in network.order {
      let index = Int(place)
      guard !network.traits[index].contains(.finished) else { continue }
      if let from = uncertain[Int(network.calendars[index])], finish(of: ActivityID(index)) > from {
        isProvisional[index] = true
      } else {
        isProvisional[index] = drivingEdges(of: index).contains {
          let edge = network.edges[$0]
          return isProvisional[Int(edge.from)] || isLag(of: edge, beyond: uncertain[Int(edge.lagCalendar)])
        }
      }
    }
    return isProvisional
  }

  private func isLag(of edge: Edge, beyond uncertain: CivilMinute?) -> Bool {
    guard let uncertain, edge.lag != 0 else { return false }
    let (from, to) = (dates(of: ActivityID(Int(edge.from))), dates(of: ActivityID(Int(edge.to))))
    let event = edge.kind.leavesStart ? from.start : from.finish
    return max(event, edge.kind.entersStart ? to.remainingStart : to.finish) > uncertain
  }
}
