/// What an early date comes from.
package enum Driver: Hashable, Sendable {
  /// It has been: the actual finish.
  case reached
  case link(Link)
  case constraint(DateConstraint)
  /// Set by hand.
  case pinned
  /// Nothing holds it but that no work lies before the data date.
  case dataDate
  /// Nothing holds it but the first day of the schedule.
  case start
  /// It runs on as it began.
  case underWay
}

extension Schedule {
  /// What sets the early finish of an activity. Where several do, a fixed date comes first, then a link, the first
  /// added before others.
  package func driver(of activity: ActivityID) -> Driver {
    let index = activity.index
    let traits = network.traits[index]
    if traits.contains(.finished) { return .reached }
    if traits.contains(.pinned), !traits.contains(.started) { return .pinned }
    let links = drivingEdges(of: index)
    if let constraint = drivingConstraint(of: index, isLinked: !links.isEmpty) { return .constraint(constraint) }
    if let place = links.first { return .link(network.link(network.edges[place])) }
    let dataDate = network.settings.dataDate
    guard traits.contains(.started) else {
      return dataDate.map { $0 >= network.settings.start } ?? false ? .dataDate : .start
    }
    return dataDate.map { $0.value >= Int(network.actualStarts[index]) } ?? false ? .dataDate : .underWay
  }

  /// All links that set the early finish of an activity: without any of them the others still would.
  package func drivingLinks(into activity: ActivityID) -> [Link] {
    drivingEdges(of: activity.index).map { network.link(network.edges[$0]) }
  }

  /// The chain of links that leads to the early finish of an activity, from its first activity to this one.
  package func drivingPath(to activity: ActivityID) -> [ActivityID] {
    var path = [activity]
    var current = activity
    while case .link(let link) = driver(of: current) {
      path.append(link.from)
      current = link.from
    }
    return path.reversed()
  }

  /// Places of the driving links among the network's edges.
  func drivingEdges(of index: Int) -> [Int] {
    let places = network.incoming(index)
    let traits = network.traits[index]
    guard !places.isEmpty, traits.isDisjoint(with: [.finished, .pinned]) else { return [] }
    if traits.contains(.started), frame.dataDate.isEmpty { return [] }
    let floor =
      network.floor(of: index, scale: network.scale(index), frame: frame) + Int(network.remaining[index])
    return places.filter { place in
      let edge = network.edges[place]
      guard network.earliest(edge, early: early, frame: frame) == early[index] else { return false }
      // What is done holds nothing back that could not begin earlier anyway.
      return early[index] > floor || !network.traits[Int(edge.from)].contains(.finished)
    }
  }

  private func drivingConstraint(of index: Int, isLinked: Bool) -> DateConstraint? {
    let scale = network.scale(index)
    let floor = network.floorOrStart(of: index, scale: scale, frame: frame) + Int(network.remaining[index])
    let exact = network.constraints[network.constraintRange(index)].filter {
      network.bound(of: $0, on: index, scale: scale) == early[index]
    }
    for constraint in exact {
      switch constraint.kind {
      case .mustStart, .mustFinish: return constraint
      case .startNoLater, .finishNoLater: if network.settings.lateConstraintsPull, !isLinked { return constraint }
      case .startNoEarlier, .finishNoEarlier, .startOn, .finishOn, .expectedFinish:
        if !isLinked, early[index] > floor { return constraint }
      case .promise: break
      }
    }
    return nil
  }
}

extension Network {
  /// As `floor(of:scale:frame:)`, also without a data date.
  func floorOrStart(of index: Int, scale: Int, frame: PassFrame) -> Int {
    frame.dataDate.isEmpty && traits[index].contains(.started)
      ? work(scale, before: Int(actualStarts[index])) : floor(of: index, scale: scale, frame: frame)
  }
}
