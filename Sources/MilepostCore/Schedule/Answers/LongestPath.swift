extension Schedule {
  /// The chain that leads to the end of the schedule, first activity first; of several that end last, one that no
  /// other of them waits for.
  ///
  /// Under a broken promise everything has too little float; this still tells what the end rests on.
  package func longestPath() -> [ActivityID] {
    lastToFinish().max { network.rank[$0] < network.rank[$1] }.map { drivingPath(to: ActivityID($0)) } ?? []
  }

  /// For every activity whether the end of the schedule rests on it, over any chain of driving links.
  package func isOnLongestPath() -> [Bool] {
    var isOn = [Bool](repeating: false, count: network.count)
    var open = lastToFinish()
    for index in open { isOn[index] = true }
    while let index = open.popLast() {
      for place in drivingEdges(of: index) {
        let from = Int(network.edges[place].from)
        guard !isOn[from] else { continue }
        isOn[from] = true
        open.append(from)
      }
    }
    return isOn
  }

  private func lastToFinish() -> [Int] {
    (0..<network.count).filter { finish(of: ActivityID($0)) == finish }
  }
}

extension Schedule {
  /// For every activity whether its early finish rests on a year whose holidays are not published yet: its own does,
  /// or that of something which drives it.
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
        isProvisional[index] = drivingEdges(of: index).contains { isProvisional[Int(network.edges[$0].from)] }
      }
    }
    return isProvisional
  }
}
