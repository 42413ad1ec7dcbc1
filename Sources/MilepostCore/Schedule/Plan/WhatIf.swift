/// One thing that might happen to a plan.
package enum PlanSupposition: Hashable, Sendable {
  /// Something comes later than computed.
  case slip(key: String, by: WorkDuration)
  /// Something is done earlier: work lasts, or has left, so much less.
  case shorten(key: String, by: WorkDuration)
  /// A link waits another time; `FS` when the kind is not said.
  case lag(before: String, follower: String, kind: Link.Kind, lag: WorkDuration)
  case unlink(before: String, follower: String, kind: Link.Kind)
}

extension PlanNetwork {
  /// What would move, if this happened.
  package struct Outcome: Sendable {
    package struct Move: Hashable, Sendable {
      package var node: PlanNode
      package var from: CivilDate
      package var to: CivilDate
      /// What was promised, of a milestone.
      package var due: CivilDate?
    }

    package var network: PlanNetwork
    /// By the moment that would be; of two at one, what the other waits for comes first.
    package var moves: [Move]
  }

  /// Refuses with `unknown_milestone` what is not there, and what the network refuses; changes nothing of this one.
  package func supposing(_ suppositions: [PlanSupposition], in project: String) throws(Refusal) -> Outcome {
    var other = self
    for (index, supposition) in suppositions.enumerated() {
      do {
        let change = try other.change(supposition, in: project)
        other = PlanNetwork(other, schedule: try other.schedule.applying([change]))
      } catch { throw error.at("changes[\(index)]") }
    }
    return Outcome(network: other, moves: moves(to: other))
  }

  private func moves(to other: PlanNetwork) -> [Outcome.Move] {
    let rank = schedule.network.rank
    let moves = other.schedule.moves(from: schedule).sorted {
      ($0.to, rank[$0.activity.index]) < ($1.to, rank[$1.activity.index])
    }
    return moves.compactMap { move in
      let from = max(move.from.dateOfFinish, dataDate)
      let to = max(move.to.dateOfFinish, dataDate)
      guard from != to else { return nil }
      let promise = schedule.network.constraints(of: move.activity).first { $0.kind == .promise }
      return Outcome.Move(node: node(move.activity), from: from, to: to, due: promise?.at.dateOfFinish)
    }
  }

  private func change(_ supposition: PlanSupposition, in project: String) throws(Refusal) -> NetworkChange {
    switch supposition {
    case .slip(let key, let by):
      let place = try place(of: key, in: project)
      return try schedule.slip(of: place, by: minutes(by, from: place))
    case .shorten(let key, let by):
      return try shorten(try place(of: key, in: project), by)
    case .lag(let before, let follower, let kind, let lag):
      let link = try link(before, follower, kind, in: project)
      let isElapsed = link.lagClock == .elapsed
      guard link.lag == 0 || isElapsed == lag.isElapsed else {
        throw Refusal(
          .invalidValue, en: "This lag is counted in \(isElapsed ? "calendar days" : "working time"); keep to that.",
          zh: "这条关系的间隔按\(isElapsed ? "日历天" : "工作时间")计算，请使用同样的单位。", place: "lag")
      }
      return .lag(link.reference, minutes: lag.minutes(perDay: ShiftCalendar.officeMinutes))
    case .unlink(let before, let follower, let kind):
      return .removeLink(try link(before, follower, kind, in: project).reference)
    }
  }

  private func shorten(_ place: ActivityID, _ by: WorkDuration) throws(Refusal) -> NetworkChange {
    let network = schedule.network
    let (name, left) = (node(place).name, network.remainingMinutes(of: place))
    let less = left - by.minutes(perDay: network.minutesPerDay(of: place))
    guard left > 0, less >= 0 else {
      throw Refusal(
        .invalidValue, en: "“\(name.en)” cannot be shortened by \(by.text): it has less than that left.",
        zh: "“\(name.zh)”剩余工期不足，不能缩短\(by.text)。", place: "by")
    }
    guard network.isStarted(place) else { return .duration(place, minutes: less) }
    return .progress(place, Progress(actualStart: schedule.dates(of: place).start, remaining: less))
  }

  /// Calendar days are turned into the work that would have been done in them.
  private func minutes(_ span: WorkDuration, from place: ActivityID) -> Int {
    guard span.isElapsed else { return span.minutes(perDay: schedule.network.minutesPerDay(of: place)) }
    let finish = schedule.finish(of: place)
    return schedule.network.work(of: place, from: finish, to: CivilMinute(finish.value + span.minutes(perDay: 0)))
  }

  package func place(of key: String, in project: String) throws(Refusal) -> ActivityID {
    let path = key.contains("/") ? key : "\(project)/\(key)"
    if let index = nodes.firstIndex(where: { $0.path == path }) { return ActivityID(index) }
    let known = nodes.map { $0.project == project ? $0.key : $0.path }
    let (shown, hint) = (DraftRules.shown(key), Nearest.hint(for: key, among: known))
    throw Refusal(
      .unknownMilestone, en: "There is no milestone or activity “\(shown)” in the schedule\(hint.en).",
      zh: "进度计划中没有里程碑或工作“\(shown)”\(hint.zh)。", place: "key")
  }

  private func link(
    _ before: String, _ follower: String, _ kind: Link.Kind, in project: String
  ) throws(Refusal) -> Link {
    let (from, to) = (try place(of: before, in: project), try place(of: follower, in: project))
    if let link = schedule.network.links(into: to).first(where: { $0.from == from && $0.kind == kind }) { return link }
    throw Refusal(
      .notFound, en: "“\(DraftRules.shown(follower))” has no \(kind.letters) link from “\(DraftRules.shown(before))”.",
      zh: "“\(DraftRules.shown(follower))”与“\(DraftRules.shown(before))”之间没有 \(kind.letters) 关系。", place: "after")
  }
}

extension Network {
  /// Working minutes still to do.
  package func remainingMinutes(of activity: ActivityID) -> Int { Int(remaining[activity.index]) }

  /// Minutes of the activity's calendar between two moments.
  func work(of activity: ActivityID, from start: CivilMinute, to end: CivilMinute) -> Int {
    let calendar = Int(calendars[activity.index])
    return work(calendar, before: end.value) - work(calendar, before: start.value)
  }
}
