extension Schedule {
  /// The schedule as it would be after changes; this one stays as it is. Refuses as the network does.
  ///
  /// Only what a change can reach is counted again, in the order of the network: what did not move passes nothing on.
  package func applying(_ changes: [NetworkChange]) throws(Refusal) -> Schedule {
    var changed = network
    var touched = Network.Touched()
    for change in changes { try changed.apply(change, touching: &touched) }
    return touched.all ? Schedule(changed) : recounted(changed, touched.activities)
  }

  private func recounted(_ network: Network, _ touched: [Int]) -> Schedule {
    var early = early
    var backward = RankSet(count: network.count)
    for index in touched {
      backward.insert(Int(network.rank[index]))
      // What a touched activity leaves to its predecessors may differ though its own dates do not.
      for place in network.incoming(index) { backward.insert(Int(network.rank[Int(network.edges[place].from)])) }
    }
    recountEarly(network, touched, &early, moved: &backward)
    let finish = network.finish(early)
    let end = network.ends(finish)
    guard end == self.network.ends(self.finish) else {
      return Schedule(network: network, early: early, late: network.lateFinishes(early, end, frame), finish, frame)
    }
    var late = late
    while let rank = backward.popLast() {
      let index = Int(network.order[rank])
      let finish = network.lateFinish(of: index, early: early, late: late, end: end, frame: frame)
      guard finish != late[index] else { continue }
      late[index] = finish
      for place in network.incoming(index) { backward.insert(Int(network.rank[Int(network.edges[place].from)])) }
    }
    return Schedule(network: network, early: early, late: late, finish, frame)
  }

  private func recountEarly(
    _ network: Network, _ touched: [Int], _ early: inout [Int], moved: inout RankSet
  ) {
    var forward = RankSet(count: network.count)
    for index in touched {
      forward.insert(Int(network.rank[index]))
      // A start moves with the remaining minutes even where the finish stays.
      for place in network.leaving(index) {
        forward.insert(Int(network.rank[Int(network.edges[Int(network.outgoing[place])].to)]))
      }
    }
    while let rank = forward.popFirst() {
      let index = Int(network.order[rank])
      let finish = network.earlyFinish(of: index, early: early, frame: frame)
      guard finish != early[index] else { continue }
      early[index] = finish
      moved.insert(rank)
      for place in network.leaving(index) {
        forward.insert(Int(network.rank[Int(network.edges[Int(network.outgoing[place])].to)]))
      }
    }
  }
}

/// Places in the order of a network that are still to be counted: one bit each. Taken from one end only, and what is
/// put in always lies further on.
private struct RankSet {
  private var words: [UInt64]
  private var low: Int
  private var high: Int

  init(count: Int) {
    words = Array(repeating: 0, count: (count + 63) / 64)
    low = words.count
    high = -1
  }

  mutating func insert(_ rank: Int) {
    let word = rank / 64
    words[word] |= 1 << UInt64(rank % 64)
    low = min(low, word)
    high = max(high, word)
  }

  mutating func popFirst() -> Int? {
    while low <= high {
      if words[low] != 0 {
        let bit = words[low].trailingZeroBitCount
        words[low] &= words[low] - 1
        return low * 64 + bit
      }
      low += 1
    }
    return nil
  }

  mutating func popLast() -> Int? {
    while high >= low {
      if words[high] != 0 {
        let bit = 63 - words[high].leadingZeroBitCount
        words[high] &= ~(1 << UInt64(bit))
        return high * 64 + bit
      }
      high -= 1
    }
    return nil
  }
}
