import MilepostCore

/// The levels that a milestone's alerts climb while nobody takes them in hand.
struct Chain {
  /// By the machine's clock.
  var since: Int64
  var hours: Hours
  var levels: [Way.Level]
  /// How many were told.
  var told = 0
}

extension Books {
  /// An alert that nobody has in hand begins to climb, or goes on in the place of the one before.
  mutating func climb(_ entry: AlertBook.Entry, from now: Int64) {
    guard let ways, !murky.contains(entry.milestone), points[entry.milestone]?.isRecurring == false else { return }
    for end in ways.ends(facts(of: entry)) where !end.levels.isEmpty {
      if chains[entry.milestone]?[end.name] != nil { continue }
      if chains[entry.milestone, default: [:]].isEmpty { levelsTold[entry.milestone] = nil }
      chains[entry.milestone, default: [:]][end.name] = Chain(since: now, hours: end.hours, levels: end.levels)
    }
  }

  /// Somebody has said a word: the next alert begins with the first level.
  mutating func takeBackLevels(of milestone: Int64) { chains[milestone] = nil }

  /// Something has happened after which it is not known what is to be climbed.
  mutating func forgetChains(of milestone: Int64) {
    chains[milestone] = nil
    murky.insert(milestone)
  }

  /// A row that tells a level: of nothing that somebody has in hand, not before its time, and once.
  mutating func judge(_ writing: Writing, _ level: Int, calmSince: Int64, isShaken: Bool) {
    let name = "\(level) \(writing.endpoint)"
    guard let entry = alerts.entry(writing.alert), entry.isOfDates else { return }
    defer { levelsTold[entry.milestone, default: []].insert(name) }
    guard !isShaken else { return }
    require(hands[entry.milestone] != .sure, "escalated what somebody has in hand: \(entry)")
    let chains = chains[entry.milestone, default: [:]].values
    let due = chains.compactMap { $0.levels.indices.contains(level - 1) ? $0.due(level - 1) : nil }.min()
    if let due, chains.allSatisfy({ $0.since > calmSince }) {
      require(writing.createdAt >= due, "level \(level) was told at \(writing.createdAt), before \(due): \(entry)")
      // A way that joins later begins with its own levels.
      let areTogether = Set(chains.map(\.since)).count == 1
      require(
        !areTogether || !(levelsTold[entry.milestone]?.contains(name) ?? false),
        "level \(level) was told to \(writing.endpoint) twice: \(entry)")
    }
  }

  /// After a look that succeeded: whoever was to be told by now that nobody has taken an alert in hand has been.
  mutating func judgeLevels(now: Int64, isShaken: Bool) {
    for (milestone, ways) in chains.sorted(by: { $0.key < $1.key }) {
      for name in ways.keys.sorted() {
        guard hands[milestone] == nil, let id = current[milestone], let entry = alerts.entry(id),
          let place = place(of: facts(of: entry).project), let root = self.ways,
          var chain = chains[milestone]?[name]
        else {
          forgetChains(of: milestone)
          break
        }
        while chain.told < chain.levels.count,
          chain.hours.opening(from: chain.due(chain.told), at: place) <= now
        {
          guard !isShaken, hush(over: facts(of: entry), at: now) == nil else {
            forgetChains(of: milestone)
            break
          }
          let takers = root.named(chain.levels[chain.told].to, among: doors(for: facts(of: entry).project))
          chain.told += 1
          for taker in takers.sorted() {
            require(
              levelsTold[milestone]?.contains("\(chain.told) \(taker)") ?? false,
              "nobody has alert \(id) in hand, and \(taker) is not told on level \(chain.told), now \(now)")
          }
          chains[milestone]?[name] = chain
        }
      }
    }
  }
}

extension Chain {
  /// When a level is due, were there no quiet hours.
  func due(_ level: Int) -> Int64 { since + Int64(levels[level].hours) * 3_600_000 }
}
