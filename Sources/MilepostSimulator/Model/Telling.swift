import MilepostCore

/// Whom an alert must reach, and whom it may.
struct Telling {
  var must: Set<String> = []
  var may: Set<String> = []
  /// The silence that keeps it back.
  var heldBy: Int64?
  /// Those from whom it is kept for certain; nil: all.
  var kept: Set<String>?
  /// How often it is told anew, because somebody's rest is over.
  var again = 0
}

/// How sure it is that somebody has a milestone's lateness in hand, so that its repetitions go to nobody.
enum Hand: Equatable {
  case maybe
  case sure
}

/// What routes, silences and acknowledgements make of alerts: the model's own account.
extension Books {
  func facts(of entry: AlertBook.Entry) -> Facts {
    let point = points[entry.milestone]
    return Facts(project: point?.project ?? "", milestone: point?.key ?? "", type: entry.type, rule: entry.rule)
  }

  func hush(over facts: Facts, at now: Int64) -> Hush? {
    hushes.values.filter { !$0.isOver && $0.times.contains(now) && $0.holds(facts) }.min { $0.id < $1.id }
  }

  /// An alert of a milestone's dates, or news of it, has come.
  ///
  /// - Parameter isShaken: the service was disturbed since the last look that succeeded.
  mutating func expectTelling(of entry: AlertBook.Entry, isNews: Bool, isShaken: Bool) {
    let facts = facts(of: entry)
    if isNews {
      forgetStanding(entry.milestone, isGone: entry.type == "milestone.reached")
    } else if stand(entry, isShaken: isShaken), let hand = hands[entry.milestone] {
      // Where it is not known whether somebody has it in hand, anything may be.
      if hand == .sure { alerts.tellings[entry.id] = Telling() } else { noteWait(of: entry, from: entry.firedAt) }
      return
    }
    if let hush = hush(over: facts, at: entry.firedAt) {
      hushes[hush.id]?.caught.insert(entry.id)
      guard !hush.mayBeOver else { return leaveOpen(entry, from: entry.firedAt) }
      alerts.tellings[entry.id] = Telling(heldBy: isNews ? nil : hush.id)
      return
    }
    alerts.tellings[entry.id] = Telling()
    tell(entry, only: nil, now: entry.firedAt)
    if !isNews { climb(entry, from: entry.firedAt) }
  }

  /// An alert of which it is not known whom it goes to.
  private mutating func leaveOpen(_ entry: AlertBook.Entry, from now: Int64) {
    loose.insert(entry.id)
    alerts.tellings[entry.id, default: Telling()].may.formUnion(doors.keys)
    forgetChains(of: entry.milestone)
    noteWait(of: entry, from: now)
  }

  /// Of alerts of other kinds only this is known: a silence keeps them from everybody.
  mutating func noteHush(over entry: AlertBook.Entry) {
    guard let hush = hush(over: facts(of: entry), at: entry.firedAt) else { return }
    hushes[hush.id]?.caught.insert(entry.id)
  }

  /// Puts an alert in the place of the one before. True when it repeats that one, and so is in the same hands.
  private mutating func stand(_ entry: AlertBook.Entry, isShaken: Bool) -> Bool {
    let old = current.updateValue(entry.id, forKey: entry.milestone)
    let rest = old.flatMap { rests.removeValue(forKey: $0) }
    if let old, let rest, rest <= entry.firedAt, isShaken {
      // Nobody saw whether the rest ended while that one still stood, or only with this one.
      alerts.tellings[old]?.again += 1
      alerts.tellings[old]?.may.formUnion(doors.keys)
      hands[entry.milestone] = .maybe
      forgetChains(of: entry.milestone)
    }
    if let old { gone.insert(old) }
    if entry.rule == "overdue", let old, alerts.entry(old)?.rule == "overdue" {
      if hands[entry.milestone] != nil { rests[entry.id] = rest }
      return true
    }
    hands[entry.milestone] = nil
    return false
  }

  /// What stood of a milestone stands no more, or nobody knows.
  mutating func forgetStanding(_ milestone: Int64, isGone: Bool) {
    let old = current.removeValue(forKey: milestone)
    if let old {
      if isGone { gone.insert(old) }
      rests[old] = nil
    }
    hands[milestone] = nil
    if isGone {
      (chains[milestone], _) = (nil, murky.remove(milestone))
    } else if old != nil {
      forgetChains(of: milestone)
    }
  }

  /// A silence begins: what stands, and has reached nobody, is kept back.
  ///
  /// - Parameters:
  ///   - waiting: alerts that somebody is still to receive.
  ///   - arrived: endpoints that have received an alert.
  mutating func begin(_ hushID: Int64, waiting: [Int64], arrived: (Int64) -> Set<String>) {
    guard var hush = hushes[hushID] else { return }
    // Of what stands no more, or may, it is not known who hears of it at the end: what is held back goes behind what is
    // not.
    for id in waiting {
      guard let entry = alerts.entry(id), current[entry.milestone] != id, hush.holds(facts(of: entry)) else { continue }
      heldUp.insert(id)
      loose.insert(id)
      hush.caught.insert(id)
      if levelsTold[entry.milestone] != nil { forgetChains(of: entry.milestone) }
      if let must = alerts.tellings[id]?.must { alerts.tellings[id]?.must = must.intersection(arrived(id)) }
    }
    for (milestone, id) in current.sorted(by: { $0.key < $1.key }) {
      guard let entry = alerts.entry(id), hush.holds(facts(of: entry)), var telling = alerts.tellings[id] else {
        continue
      }
      let missing = telling.must.subtracting(arrived(id))
      telling.must.subtract(missing)
      if hands[milestone] == nil, telling.heldBy == nil, !missing.isEmpty {
        (telling.heldBy, telling.kept) = (hush.id, missing)
      }
      if hands[milestone] != .maybe { hush.caught.insert(id) }
      // A level that was taken back is told again at the end.
      if waiting.contains(id), levelsTold[milestone] != nil { forgetChains(of: milestone) }
      alerts.tellings[id] = telling
    }
    hushes[hush.id] = hush
  }

  /// Before the service gets to look at anything at `now` of its clock: what may end then is no longer sure to stand.
  mutating func loosen(now: Int64, time: Int64) {
    for (id, hush) in hushes where hush.ended == nil && !hush.times.contains(now) {
      if hush.begun != nil || hush.times.upperBound <= now { hushes[id]?.ended = time }
    }
  }

  /// After a look that succeeded: silences that are over let go of what they kept back, and rests end.
  ///
  /// - Parameter isShaken: the service was disturbed since the last such look, so that it may have done this earlier,
  ///   when others were to be told.
  mutating func judgeEnds(now: Int64, time: Int64, isShaken: Bool) {
    for hush in hushes.values.sorted(by: { $0.id < $1.id }) where !hush.isOver && hush.times.upperBound <= now {
      end(hush.id, now: now, time: time, isShaken: isShaken)
    }
    for (id, until) in rests.sorted(by: { $0.key < $1.key }) where until <= now {
      rests[id] = nil
      guard let entry = alerts.entry(id) else { continue }
      hands[entry.milestone] = nil
      tellAgain(id, now: now, isShaken: isShaken)
    }
  }

  mutating func end(_ id: Int64, now: Int64, time: Int64, isShaken: Bool) {
    hushes[id]?.isOver = true
    if hushes[id]?.ended == nil { hushes[id]?.ended = time }
    let held = alerts.tellings.filter { $0.value.heldBy == id }.keys.sorted()
    for alert in held {
      let kept = alerts.tellings[alert]?.kept
      alerts.tellings[alert]?.heldBy = nil
      alerts.tellings[alert]?.kept = nil
      guard let entry = alerts.entry(alert) else { continue }
      if gone.contains(alert) { continue }
      guard current[entry.milestone] == alert, hands[entry.milestone] == nil, !isShaken else {
        alerts.tellings[alert]?.may.formUnion(doors.keys)
        forgetChains(of: entry.milestone)
        noteWait(of: entry, from: now)
        continue
      }
      pass(alert, entry, kept, now: now)
    }
  }

  /// Somebody's rest is over, or taken back.
  mutating func tellAgain(_ id: Int64, now: Int64, isShaken: Bool) {
    guard let entry = alerts.entry(id) else { return }
    var telling = alerts.tellings[id] ?? Telling(may: Set(doors.keys))
    telling.again += 1
    alerts.tellings[id] = telling
    guard !gone.contains(id) else { return }
    guard current[entry.milestone] == id, !isShaken else {
      alerts.tellings[id]?.may.formUnion(doors.keys)
      forgetChains(of: entry.milestone)
      noteWait(of: entry, from: now)
      return
    }
    // The levels begin anew.
    (chains[entry.milestone], _) = (nil, murky.remove(entry.milestone))
    pass(id, entry, nil, now: now)
  }

  private mutating func pass(_ id: Int64, _ entry: AlertBook.Entry, _ kept: Set<String>?, now: Int64) {
    let facts = facts(of: entry)
    if let hush = hush(over: facts, at: now) {
      hushes[hush.id]?.caught.insert(id)
      guard !hush.mayBeOver else { return leaveOpen(entry, from: now) }
      alerts.tellings[id]?.heldBy = hush.id
      alerts.tellings[id]?.kept = kept
      return
    }
    tell(entry, only: kept, now: now)
    climb(entry, from: now)
  }
}
