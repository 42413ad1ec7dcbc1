import MilepostCore

/// Messages that were to go out, and are not any more.
extension Life {
  /// Of what waited those that nobody waits for now.
  func takenBack(of waiting: Set<Witness.Pair>) -> Set<Witness.Pair> {
    guard !waiting.isEmpty, let there = look({ try self.witness.pairs(isPending: false) }) else { return [] }
    return waiting.subtracting(there)
  }

  /// What was to go out before a deed and is not any more was taken back: with reason.
  func judgeTakenBack(_ waiting: Set<Witness.Pair>, by deed: Deed) {
    for pair in takenBack(of: waiting) {
      guard let entry = books.alerts.entry(pair.alert), entry.isOfDates || entry.rule.hasPrefix("event:") else {
        continue
      }
      // By this very silence, or by one that begins meanwhile.
      guard !books.isHushed(entry, at: clock.now().milliseconds) else {
        books.noteSilenced(pair)
        continue
      }
      let isOver: Bool
      switch deed {
      case .archive(let project): isOver = books.points[entry.milestone]?.project == project
      case .bringIn(let bringing): isOver = (bringing.moved + bringing.reached).contains(entry.milestone)
      default: isOver = deed.milestone == entry.milestone
      }
      books.require(isOver && entry.isOfDates, "taken back from \(pair.endpoint) by \(deed): \(entry)")
      books.noteTakenBack([pair])
    }
  }
}

extension Books {
  mutating func noteTakenBack(_ pairs: Set<Witness.Pair>) {
    for pair in pairs {
      alerts.tellings[pair.alert]?.must.remove(pair.endpoint)
      takenBack.insert(pair.alert)
    }
  }
}
