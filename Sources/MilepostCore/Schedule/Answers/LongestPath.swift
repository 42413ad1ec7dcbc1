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
