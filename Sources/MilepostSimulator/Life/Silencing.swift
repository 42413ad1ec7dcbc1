import MilepostCore

/// Silences, from when they are entered until they have begun.
extension Life {
  /// What was on its way before the service looked, as far as a silence that begins may take it back.
  struct Waiting {
    var pairs: Set<Witness.Pair>
    /// By alert those who are told of it, and whether they have it.
    var messages: [Int64: [(message: String, endpoint: String)]]
    var underWay: Set<String>
  }

  /// On a full minute, as people write it.
  static func start(after minutes: Int, from now: Int64) -> Int64 {
    now / 60_000 * 60_000 + Int64(minutes) * 60_000
  }

  /// In the service's zone, which is UTC.
  static func words(of moment: Int64) -> String {
    String(Instant(milliseconds: moment).rfc3339.prefix(16).map { $0 == "T" ? " " : $0 })
  }

  func hush(_ conditions: [Condition], _ hours: Int, _ after: Int) {
    guard let id = look({ try self.witness.newestSilence() }) ?? nil else { return }
    let start = after > 0 ? Self.start(after: after, from: actedAt) : actedAt
    books.hushes[id] = Hush(id: id, conditions: conditions, times: start..<start + Int64(hours) * 3_600_000)
    if start <= actedAt { begin(id, with: waitingNow()) }
  }

  /// Nil while no silence is to begin.
  func waitingForSilences() -> Waiting? {
    let now = clock.now().milliseconds
    return books.hushes.values.contains { $0.isToBegin(at: now) } ? waitingNow() : nil
  }

  /// After a look that succeeded: silences whose time had come have begun.
  func beginSilences(with waiting: Waiting?) {
    guard let waiting else { return }
    let now = clock.now().milliseconds
    for id in books.hushes.keys.sorted() where books.hushes[id]?.isToBegin(at: now) ?? false {
      begin(id, with: waiting)
    }
    for pair in takenBack(of: waiting.pairs) {
      guard let entry = books.alerts.entry(pair.alert), entry.isOfDates || entry.rule.hasPrefix("event:") else {
        continue
      }
      books.require(books.isHushed(entry, at: now), "taken back from \(pair.endpoint), and not silenced: \(entry)")
      books.noteSilenced(pair)
    }
  }

  private func waitingNow() -> Waiting {
    Waiting(
      pairs: look { try self.witness.pairs(isPending: true) } ?? [],
      messages: look { try self.witness.messages() } ?? [:], underWay: Set(rounds?.heldMessages ?? []))
  }

  private func begin(_ id: Int64, with waiting: Waiting) {
    let late = waiting.messages.filter { $0.value.contains { !town.hasReceived($0.message, at: $0.endpoint) } }.keys
    books.hushes[id]?.begun = clock.time
    books.hushes[id]?.underWay = waiting.underWay
    books.begin(id, waiting: late.sorted()) { alert in
      Set((waiting.messages[alert] ?? []).filter { town.hasReceived($0.message, at: $0.endpoint) }.map(\.endpoint))
    }
  }
}

extension Books {
  /// It did not wait for its hour any more, whatever the latest may have been; who hears of it later is not known.
  mutating func noteSilenced(_ pair: Witness.Pair) {
    waits.removeAll { $0.alert == pair.alert && $0.taker == pair.endpoint }
    loose.insert(pair.alert)
    noteTakenBack([pair])
  }

  func isHushed(_ entry: AlertBook.Entry, at now: Int64) -> Bool {
    let facts = facts(of: entry)
    return hushes.values.contains { !$0.isOver && $0.times.contains(now) && $0.holds(facts) }
  }
}
