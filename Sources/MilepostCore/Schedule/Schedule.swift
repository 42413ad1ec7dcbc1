/// A network counted through: early and late dates of everything in it.
package struct Schedule: Sendable {
  package let network: Network
  /// W of the early finish on each activity's scale; see `Network.scale`.
  let early: [Int]
  let late: [Int]
  /// The latest finish of all.
  package let finish: CivilMinute
  let frame: PassFrame

  package init(_ network: Network) {
    let frame = PassFrame(network)
    var early = [Int](repeating: 0, count: network.count)
    for index in network.order {
      early[Int(index)] = network.earlyFinish(of: Int(index), early: early, frame: frame)
    }
    let finish = network.finish(early)
    let late = network.lateFinishes(early, network.ends(finish), frame)
    self.init(network: network, early: early, late: late, finish, frame)
  }

  init(network: Network, early: [Int], late: [Int], _ finish: CivilMinute, _ frame: PassFrame) {
    self.network = network
    self.early = early
    self.late = late
    self.finish = finish
    self.frame = frame
  }
}

extension Network {
  /// The latest instant at which anything ends; the first possible instant when there is nothing.
  func finish(_ early: [Int]) -> CivilMinute {
    var latest = [Int](repeating: .min, count: max(1, clocks.count))
    var latestStart = latest
    var finish = Int.min
    for index in 0..<count {
      let scale = scale(index)
      if traits[index].contains(.finished) {
        finish = max(finish, Int(actualFinishes[index]))
      } else if traits[index].contains(.startMilestone) {
        latestStart[scale] = max(latestStart[scale], early[index])
      } else {
        latest[scale] = max(latest[scale], early[index])
      }
    }
    for scale in latest.indices {
      if latest[scale] > .min { finish = max(finish, finishInstant(scale, at: latest[scale])) }
      if latestStart[scale] > .min { finish = max(finish, startInstant(scale, at: latestStart[scale])) }
    }
    return finish == .min ? settings.floor : CivilMinute(finish)
  }

  func lateFinishes(_ early: [Int], _ end: [Int], _ frame: PassFrame) -> [Int] {
    var late = early
    for index in order.reversed() {
      late[Int(index)] = lateFinish(of: Int(index), early: early, late: late, end: end, frame: frame)
    }
    return late
  }

  /// W, in every calendar, of the end that late dates count back from.
  func ends(_ finish: CivilMinute) -> [Int] { clocks(before: (settings.finishBy ?? finish).value) }
}

/// Where one activity stands.
package struct ActivityDates: Hashable, Sendable {
  /// When it starts, or started.
  package var start: CivilMinute
  /// When the rest of its work begins; the start while it has not begun.
  package var remainingStart: CivilMinute
  package var finish: CivilMinute
  /// The latest start of the rest, and the latest finish, that keep every promise and the end.
  package var lateStart: CivilMinute
  package var lateFinish: CivilMinute
}

extension Schedule {
  package func dates(of activity: ActivityID) -> ActivityDates {
    let index = activity.index
    let finish = finish(of: activity)
    let started = CivilMinute(Int(network.actualStarts[index]))
    if network.traits[index].contains(.finished) {
      return ActivityDates(
        start: started, remainingStart: finish, finish: finish, lateStart: started, lateFinish: finish)
    }
    let rest = restStart(of: index, finish: early[index])
    return ActivityDates(
      start: network.traits[index].contains(.started) ? started : rest, remainingStart: rest, finish: finish,
      lateStart: restStart(of: index, finish: late[index]), lateFinish: lateFinish(of: activity))
  }

  /// When an activity ends, or ended.
  package func finish(of activity: ActivityID) -> CivilMinute {
    let index = activity.index
    if network.traits[index].contains(.finished) { return CivilMinute(Int(network.actualFinishes[index])) }
    return instant(of: index, finish: early[index])
  }

  /// The last moment at which it may end.
  package func lateFinish(of activity: ActivityID) -> CivilMinute {
    network.traits[activity.index].contains(.finished)
      ? finish(of: activity) : lateInstant(of: activity.index, finish: late[activity.index])
  }

  /// Working minutes, in its own calendar, by which it may slip before a promise or the end moves; negative is late.
  package func totalFloat(of activity: ActivityID) -> Int {
    float(of: activity.index, to: late[activity.index])
  }

  /// Working minutes from the early finish to what was promised of the activity itself; nil without a promise.
  package func promiseFloat(of activity: ActivityID) -> Int? {
    network.constraints(of: activity).filter { $0.kind == .promise }.map(\.at).min().map { promise in
      float(of: activity.index, to: network.work(network.scale(activity.index), before: promise.value))
    }
  }

  /// Without float: what slips here makes something late.
  package func isCritical(_ activity: ActivityID) -> Bool {
    !network.traits[activity.index].contains(.finished) && totalFloat(of: activity) <= 0
  }

  /// Working minutes by which it may slip before anything else moves; 0 when nothing may, or it is done.
  package func freeFloat(of activity: ActivityID) -> Int {
    let index = activity.index
    guard !network.traits[index].contains(.finished) else { return 0 }
    var nearest: Int?
    for place in network.leaving(index) {
      let edge = network.edges[Int(network.outgoing[place])]
      guard
        let bound = network.latest(
          edge, successor: early[Int(edge.to)], early: early[index], frame: frame, holdsPinned: true)
      else { continue }
      nearest = min(nearest ?? bound, bound)
    }
    return max(0, float(of: index, to: nearest ?? late[index]))
  }

  /// Minutes of the activity's own calendar from its early finish to another W of its scale.
  func float(of index: Int, to late: Int) -> Int {
    guard network.traits[index].contains(.finishMilestone) else { return late - early[index] }
    let calendar = Int(network.calendars[index])
    return network.work(calendar, before: late) - network.work(calendar, before: early[index])
  }

  func instant(of index: Int, finish: Int) -> CivilMinute {
    let scale = network.scale(index)
    return CivilMinute(
      network.traits[index].contains(.startMilestone)
        ? network.startInstant(scale, at: finish) : network.finishInstant(scale, at: finish))
  }

  /// A late finish stands where work ends, also a milestone's, unless it is where the milestone stands anyway.
  func lateInstant(of index: Int, finish: Int) -> CivilMinute {
    let calendar = Int(network.calendars[index])
    guard network.traits[index].contains(.finishMilestone), calendar != 0, finish != early[index] else {
      return instant(of: index, finish: finish)
    }
    let work = network.work(calendar, before: finish)
    if work == network.work(calendar, before: early[index]) { return instant(of: index, finish: early[index]) }
    return CivilMinute(network.finishInstant(calendar, at: work))
  }

  func restStart(of index: Int, finish: Int) -> CivilMinute {
    if network.traits[index].contains(.finishMilestone) { return lateInstant(of: index, finish: finish) }
    let start = finish - Int(network.remaining[index])
    return CivilMinute(network.startInstant(network.scale(index), at: start))
  }
}
