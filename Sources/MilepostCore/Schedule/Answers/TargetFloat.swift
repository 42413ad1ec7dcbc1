/// What one date allows everything before it: the last safe dates, and the float to it. Other promises do not count.
package struct TargetFloat: Sendable {
  /// Later than any date: the target does not wait for it.
  private static let free = Int.max

  package let target: ActivityID
  private let schedule: Schedule
  private let late: [Int]

  /// - Parameter by: when the target is to be reached; nil: when it is forecast.
  package init(_ schedule: Schedule, target: ActivityID, by: CivilMinute? = nil) {
    self.schedule = schedule
    self.target = target
    let network = schedule.network
    var late = [Int](repeating: TargetFloat.free, count: network.count)
    late[target.index] =
      by.map { network.work(network.scale(target.index), before: $0.value) } ?? schedule.early[target.index]
    for rank in stride(from: Int(network.rank[target.index]), through: 0, by: -1) {
      let index = Int(network.order[rank])
      guard late[index] != TargetFloat.free else { continue }
      for place in network.incoming(index) {
        let edge = network.edges[place]
        let from = Int(edge.from)
        guard !network.traits[from].contains(.finished),
          let bound = network.latest(
            edge, successor: late[index], early: schedule.early[from], frame: schedule.frame)
        else { continue }
        late[from] = min(late[from], bound)
      }
    }
    self.late = late
  }

  /// Working minutes by which an activity may slip before the target does; nil when the target does not wait for it.
  package func float(of activity: ActivityID) -> Int? {
    let bound = late[activity.index]
    return bound == TargetFloat.free ? nil : schedule.float(of: activity.index, to: bound)
  }

  /// The last moment at which it may end; nil when the target does not wait for it.
  package func lastSafeFinish(of activity: ActivityID) -> CivilMinute? {
    let bound = late[activity.index]
    return bound == TargetFloat.free ? nil : schedule.lateInstant(of: activity.index, finish: bound)
  }

  /// The last moment at which the rest of its work may begin; nil when the target does not wait for it.
  package func lastSafeStart(of activity: ActivityID) -> CivilMinute? {
    let bound = late[activity.index]
    return bound == TargetFloat.free ? nil : schedule.restStart(of: activity.index, finish: bound)
  }
}
