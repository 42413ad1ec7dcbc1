extension Schedule {
  /// The change that says: this comes later than computed, by so many minutes of its own calendar.
  ///
  /// What has begun has so much more left to do; what has not cannot begin (a milestone: cannot be reached) earlier.
  /// Refuses what is done already, and to slip backwards.
  package func slip(of activity: ActivityID, by minutes: Int) throws(Refusal) -> NetworkChange {
    let index = activity.index
    let name = network.names[index]
    guard !network.traits[index].contains(.finished) else {
      throw Refusal(
        .wrongState, en: "“\(name.en)” is done and cannot slip any more.", zh: "“\(name.zh)”已完成，不会再推迟。")
    }
    guard (1...NetworkDraft.durationMax).contains(minutes) else {
      throw Refusal(
        .invalidValue, en: "“\(name.en)” cannot slip by \(minutes) minutes; write a time above zero.",
        zh: "“\(name.zh)”不能推迟\(minutes)分钟；请写大于零的时间。")
    }
    if network.traits[index].contains(.started) {
      let start = CivilMinute(Int(network.actualStarts[index]))
      return .progress(
        activity, Progress(actualStart: start, remaining: Int(network.remaining[index]) + minutes))
    }
    let later = laterBy(minutes, index)
    if network.traits[index].contains(.pinned) { return .pin(activity, later.at) }
    return .constraints(activity, network.constraints(of: activity) + [later])
  }

  private func laterBy(_ minutes: Int, _ index: Int) -> DateConstraint {
    let calendar = Int(network.calendars[index])
    if network.traits[index].contains(.finishMilestone) {
      let work = network.work(calendar, before: early[index]) + minutes
      return DateConstraint(.finishNoEarlier, CivilMinute(network.finishInstant(calendar, at: work)))
    }
    let start = early[index] - Int(network.remaining[index]) + minutes
    return DateConstraint(.startNoEarlier, CivilMinute(network.startInstant(calendar, at: start)))
  }

  /// An activity whose finish is another in a second schedule of the same activities.
  package struct Move: Hashable, Sendable {
    package var activity: ActivityID
    package var from: CivilMinute
    package var to: CivilMinute
  }

  /// What ends at another time here than in `other`, in the order of adding.
  package func moves(from other: Schedule) -> [Move] {
    (0..<min(network.count, other.network.count)).compactMap { index in
      let activity = ActivityID(index)
      let (from, to) = (other.finish(of: activity), finish(of: activity))
      return from == to ? nil : Move(activity: activity, from: from, to: to)
    }
  }
}
