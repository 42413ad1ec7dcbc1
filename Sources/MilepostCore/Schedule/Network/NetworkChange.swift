/// One change to a network: what happened, or what if it did.
package enum NetworkChange: Hashable, Sendable {
  /// Work lasts this many minutes of its calendar in all.
  case duration(ActivityID, minutes: Int)
  case progress(ActivityID, Progress)
  /// These in place of those that were there; a pinned start stays.
  case constraints(ActivityID, [DateConstraint])
  /// Starts there whatever its links say.
  case pin(ActivityID, CivilMinute)
  case lag(Link.Reference, minutes: Int)
  case addLink(Link)
  case removeLink(Link.Reference)
  case dataDate(CivilMinute?)
}

extension Network {
  /// The network as it would be; refuses what `NetworkDraft` would refuse.
  package func applying(_ change: NetworkChange) throws(Refusal) -> Network {
    var copy = self
    var touched = Touched()
    try copy.apply(change, touching: &touched)
    return copy
  }

  /// What must be counted again.
  struct Touched {
    var activities: [Int] = []
    var all = false
  }

  mutating func apply(_ change: NetworkChange, touching touched: inout Touched) throws(Refusal) {
    switch change {
    case .duration(let activity, let minutes):
      try setDuration(minutes, of: try known(activity))
      touched.activities.append(activity.index)
    case .progress(let activity, let progress):
      let index = try known(activity)
      try ActivityRules.check(progress, of: names[index])
      setProgress(progress, of: index)
      touched.activities.append(index)
    case .constraints(let activity, let constraints):
      try setConstraints(constraints, of: try known(activity))
      touched.activities.append(activity.index)
    case .pin(let activity, let start):
      let index = try known(activity)
      let dates = self.constraints(of: activity)
      traits[index].remove(.pinned)
      try setConstraints(dates + [DateConstraint(.mustStart, start)], of: index)
      traits[index].insert(.pinned)
      touched.activities.append(index)
    case .lag(let reference, let minutes):
      let place = try self.place(of: reference)
      try LinkRules.checkLag(minutes)
      edges[place].lag = Int32(minutes)
      edges[place].isPlain = isPlain(edges[place])
      touched.activities += [reference.from.index, reference.to.index]
    case .addLink(let link):
      try LinkRules.check(link, activities: count, calendars: max(0, clocks.count - 1))
      try lay(edges + [edge(link)])
      touched.activities += [link.from.index, link.to.index]
    case .removeLink(let reference):
      var rest = edges
      rest.remove(at: try place(of: reference))
      try lay(rest)
      touched.activities += [reference.from.index, reference.to.index]
    case .dataDate(let date):
      try setDataDate(date)
      touched.all = true
    }
  }

  private func known(_ activity: ActivityID) throws(Refusal) -> Int {
    guard (0..<count).contains(activity.index) else {
      throw Refusal(
        .notFound, en: "There is no such activity in this schedule.", zh: "本进度计划中没有这项工作。",
        place: "activity")
    }
    return activity.index
  }

  private func place(of reference: Link.Reference) throws(Refusal) -> Int {
    let from = try known(reference.from)
    let to = try known(reference.to)
    let place = incoming(to).first { Int(edges[$0].from) == from && edges[$0].kind == reference.kind }
    guard let place else {
      throw Refusal(
        .notFound, en: "“\(names[from].en)” and “\(names[to].en)” are not linked in this way.",
        zh: "“\(names[from].zh)”与“\(names[to].zh)”之间没有这种关系。", place: "links")
    }
    return place
  }

  private mutating func setDuration(_ minutes: Int, of index: Int) throws(Refusal) {
    try ActivityRules.checkMinutes(minutes, of: names[index], place: "duration")
    guard traits[index].isDisjoint(with: [.startMilestone, .finishMilestone]) || minutes == 0 else {
      throw ActivityRules.milestoneLasts(names[index])
    }
    durations[index] = Int32(minutes)
    guard traits[index].isDisjoint(with: [.finished, .remainingKnown]) else { return }
    remaining[index] = Int32(minutes)
    assumeRemaining(of: index)
  }

  private mutating func setConstraints(_ list: [DateConstraint], of index: Int) throws(Refusal) {
    for constraint in list { try ActivityRules.check(constraint.at, of: names[index], place: "constraints") }
    let range = constraintRange(index)
    let pinned = traits[index].contains(.pinned) ? constraints[range].suffix(1) : []
    let grown = Int32(list.count + pinned.count - range.count)
    constraints.replaceSubrange(range, with: list + pinned)
    if grown != 0 { for next in (index + 1)...count { constraintStart[next] += grown } }
  }

  private mutating func setDataDate(_ date: CivilMinute?) throws(Refusal) {
    var settings = settings
    settings.dataDate = date
    try ActivityRules.check(settings, calendars: max(0, clocks.count - 1))
    self.settings = settings
    for index in 0..<count where traits[index].contains(.started) {
      guard traits[index].isDisjoint(with: [.finished, .remainingKnown]) else { continue }
      remaining[index] = durations[index]
      assumeRemaining(of: index)
    }
  }
}
