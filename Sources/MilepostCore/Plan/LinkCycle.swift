/// Finds a circle among “follows” links.
package enum LinkCycle {
  /// The keys of one circle in order, the first repeated at the end; nil when there is none.
  ///
  /// Kahn's algorithm leaves exactly what lies on or behind a circle; walking backwards from there must meet it.
  /// No recursion: chains may be 100,000 links deep.
  package static func find(_ predecessors: [String: [String]]) -> [String]? {
    var waiting = predecessors.mapValues { list in list.count { predecessors[$0] != nil } }
    var successors: [String: [String]] = [:]
    for (key, list) in predecessors { for other in list { successors[other, default: []].append(key) } }
    var ready = waiting.filter { $0.value == 0 }.map(\.key)
    while let key = ready.popLast() {
      waiting[key] = nil
      for next in successors[key] ?? [] {
        guard let left = waiting[next] else { continue }
        waiting[next] = left - 1
        if left == 1 { ready.append(next) }
      }
    }
    guard var current = waiting.keys.min() else { return nil }
    var path: [String] = []
    var position: [String: Int] = [:]
    while position[current] == nil {
      position[current] = path.count
      path.append(current)
      guard let before = predecessors[current]?.first(where: { waiting[$0] != nil }) else { return nil }
      current = before
    }
    return (path[(position[current] ?? 0)...] + [current]).reversed()
  }
}
