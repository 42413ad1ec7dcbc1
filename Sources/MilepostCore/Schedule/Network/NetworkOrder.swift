extension Network {
  /// Orders the activities by their links (Kahn's algorithm), without recursion; refuses a circle.
  mutating func sort() throws(Refusal) {
    var waiting = (0..<count).map { Int32(incoming($0).count) }
    var order: [Int32] = []
    order.reserveCapacity(count)
    for index in 0..<count where waiting[index] == 0 { order.append(Int32(index)) }
    var next = 0
    while next < order.count {
      for place in leaving(Int(order[next])) {
        let to = edges[Int(outgoing[place])].to
        waiting[Int(to)] -= 1
        if waiting[Int(to)] == 0 { order.append(to) }
      }
      next += 1
    }
    guard order.count == count else { throw circle(among: waiting) }
    var rank = [Int32](repeating: 0, count: count)
    for (place, index) in order.enumerated() { rank[Int(index)] = Int32(place) }
    self.order = order
    self.rank = rank
  }

  /// What still waits lies on a circle or behind one; walking backwards from there must meet it.
  private func circle(among waiting: [Int32]) -> Refusal {
    var path: [Int] = []
    var place = [Int32](repeating: -1, count: count)
    var current = waiting.firstIndex { $0 > 0 } ?? 0
    while place[current] < 0 {
      place[current] = Int32(path.count)
      path.append(current)
      guard let edge = incoming(current).first(where: { waiting[Int(edges[$0].from)] > 0 }) else { break }
      current = Int(edges[edge].from)
    }
    return Network.refusal(circle: [current] + path[Int(place[current])...].reversed(), names: names)
  }

  /// A circle of more than this many is named by its two ends.
  private static let namedMax = 40

  private static func refusal(circle: [Int], names: [Bilingual]) -> Refusal {
    var en = circle.map { "“\(names[$0].en)”" }
    var zh = circle.map { "“\(names[$0].zh)”" }
    if circle.count > namedMax {
      let left = circle.count - namedMax
      let middle = namedMax / 2..<circle.count - namedMax / 2
      en.replaceSubrange(middle, with: ["(\(left) more)"])
      zh.replaceSubrange(middle, with: ["（另外\(left)项）"])
    }
    return Refusal(
      .linkCycle, en: "These wait for each other in a circle: \(en.joined(separator: " → ")); take one link out.",
      zh: "以下各项互相等待，形成循环：\(zh.joined(separator: " → "))；请去掉其中一条关系。", place: "links")
  }
}
