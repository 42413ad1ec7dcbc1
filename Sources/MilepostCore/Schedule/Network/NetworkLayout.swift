extension Network {
  /// Lays a draft out for counting. Throws as `NetworkDraft.compile`.
  init(_ draft: NetworkDraft, _ settings: ScheduleSettings) throws(Refusal) {
    let activities = draft.activities
    self.settings = settings
    clocks = draft.clocks.isEmpty ? [] : [draft.clocks[0]] + draft.clocks
    names = activities.map(\.name)
    calendars = activities.map { UInt16($0.calendar.index) }
    traits = activities.map(Network.traits)
    durations = activities.map { Int32($0.duration) }
    remaining = durations
    percents = [:]
    actualStarts = Array(repeating: Network.noDate, count: activities.count)
    actualFinishes = actualStarts
    constraints = []
    constraintStart = [0]
    constraintStart.reserveCapacity(activities.count + 1)
    for activity in activities {
      constraints += activity.constraints
      if let pinned = activity.pinnedStart { constraints.append(DateConstraint(.mustStart, pinned)) }
      constraintStart.append(Int32(constraints.count))
    }
    (edges, edgeStart, outgoing, outgoingStart, order, rank) = ([], [], [], [], [], [])
    for (index, activity) in activities.enumerated() where activity.progress != Progress() {
      setProgress(activity.progress, of: index)
    }
    try lay(draft.links.map { edge($0) })
  }

  /// Puts links in place of those that were there.
  mutating func lay(_ links: [Edge]) throws(Refusal) {
    let blank = Edge(from: 0, to: 0, lag: 0, lagCalendar: 0, kind: .finishStart, isPlain: true)
    (edgeStart, edges) = Network.grouped(links, count: count, blank: blank) { Int($0.to) }
    try refuseDuplicates()
    (outgoingStart, outgoing) = Network.grouped(Array(0..<Int32(edges.count)), count: count, blank: 0) {
      Int(edges[Int($0)].from)
    }
    try sort()
  }

  func edge(_ link: Link) -> Edge {
    let from = link.from.index
    let lagCalendar =
      switch (link.lagClock, settings.lagCalendar) {
      case (.elapsed, _): 0
      case (.calendar(let calendar), _), (.working, .calendar(let calendar)): calendar.index
      case (.working, .predecessor): Int(calendars[from])
      case (.working, .successor): Int(calendars[link.to.index])
      }
    var edge = Edge(
      from: Int32(from), to: Int32(link.to.index), lag: Int32(link.lag), lagCalendar: UInt16(lagCalendar),
      kind: link.kind, isPlain: false)
    edge.isPlain = isPlain(edge)
    return edge
  }

  func isPlain(_ edge: Edge) -> Bool {
    let here = scale(Int(edge.from))
    return here == scale(Int(edge.to)) && (edge.lag == 0 || Int(edge.lagCalendar) == here)
  }

  /// A counting sort that keeps the order within each group.
  private static func grouped<Item>(
    _ items: [Item], count: Int, blank: Item, by key: (Item) -> Int
  ) -> (start: [Int32], items: [Item]) {
    var start = [Int32](repeating: 0, count: count + 1)
    for item in items { start[key(item) + 1] += 1 }
    for index in 0..<count { start[index + 1] += start[index] }
    var next = start
    var sorted = [Item](repeating: blank, count: items.count)
    for item in items {
      let group = key(item)
      sorted[Int(next[group])] = item
      next[group] += 1
    }
    return (start, sorted)
  }

  private func refuseDuplicates() throws(Refusal) {
    var seen = [Int32](repeating: -1, count: count * Link.Kind.allCases.count)
    for edge in edges {
      let slot = Int(edge.from) * Link.Kind.allCases.count + Int(edge.kind.rawValue)
      guard seen[slot] != edge.to else { throw LinkRules.duplicate(link(edge), names: names) }
      seen[slot] = edge.to
    }
  }

  private static func traits(_ activity: Activity) -> Traits {
    var traits: Traits = activity.pinnedStart == nil ? [] : .pinned
    switch activity.kind {
    case .startMilestone: traits.insert(.startMilestone)
    case .finishMilestone: traits.insert(.finishMilestone)
    case .work: if activity.duration == 0 { traits.insert(.finishMilestone) }
    }
    return traits
  }
}

extension Network {
  /// Takes in what has been done of an activity; the rest follows as `Progress.remaining` says.
  mutating func setProgress(_ progress: Progress, of index: Int) {
    traits[index].subtract([.started, .finished, .remainingKnown])
    let isMilestone = !traits[index].isDisjoint(with: [.startMilestone, .finishMilestone])
    let start = progress.actualStart ?? progress.actualFinish.map { actualStart(of: index, finishedAt: $0) }
    let finish = progress.actualFinish ?? (isMilestone ? start : nil)
    actualStarts[index] = start.map { Int32($0.value) } ?? Network.noDate
    actualFinishes[index] = finish.map { Int32($0.value) } ?? Network.noDate
    if start != nil { traits[index].insert(.started) }
    remaining[index] = durations[index]
    if finish != nil {
      traits[index].insert(.finished)
      remaining[index] = 0
    } else if let known = progress.remaining {
      traits[index].insert(.remainingKnown)
      remaining[index] = Int32(known)
    } else {
      percents[Int32(index)] = progress.percent
      assumeRemaining(of: index)
    }
  }

  /// Derives the minutes still to do of the whole duration: from the percentage, and without one as if the work had
  /// gone as planned until the data date.
  mutating func assumeRemaining(of index: Int) {
    if let percent = percents[Int32(index)] {
      remaining[index] = durations[index] - Int32((Double(durations[index]) * percent / 100).rounded())
      return
    }
    guard traits[index].contains(.started), traits[index].isDisjoint(with: [.finished, .remainingKnown]),
      let dataDate = settings.dataDate
    else { return }
    let calendar = scale(index)
    let worked =
      work(calendar, before: dataDate.value) - work(calendar, before: Int(actualStarts[index]))
    remaining[index] = Int32(max(0, Int(durations[index]) - max(0, worked)))
  }

  /// Taken to have gone as planned; no date lies before the first year that may be written.
  private func actualStart(of index: Int, finishedAt finish: CivilMinute) -> CivilMinute {
    guard durations[index] > 0 else { return finish }
    let calendar = scale(index)
    let start = work(calendar, before: finish.value) - Int(durations[index])
    return max(CivilMinute(startInstant(calendar, at: start)), ActivityRules.firstMinute)
  }
}
