extension PlanNetwork {
  /// What the schedule says of each milestone that is not reached, by its id. No chain is walked twice.
  package func projections(of milestones: [Milestone]) -> [Int64: Projection] {
    let open = milestones.filter { $0.actual == nil }
    let places = open.compactMap { place(of: $0) }
    guard places.count == open.count else { return [:] }
    let provisional = schedule.isProvisional()
    var projections: [Int64: Projection] = [:]
    for (milestone, forecast) in zip(open, schedule.forecasts(of: places)) {
      let place = forecast.activity
      projections[milestone.id] = Projection(
        date: max(forecast.date, dataDate), reason: reason(of: milestone, forecast),
        totalFloat: days(forecast.totalFloat, of: place), freeFloat: days(forecast.freeFloat, of: place),
        origin: forecast.origin == place ? nil : node(forecast.origin).path, provisional: provisional[place.index])
    }
    return projections
  }

  private func reason(of milestone: Milestone, _ forecast: Forecast) -> Bilingual {
    guard case .constraint(let constraint) = forecast.driver, constraint.kind == .finishNoEarlier,
      unworked.contains(forecast.activity.index)
    else { return forecast.reason }
    let name = node(forecast.activity).name
    return Bilingual(
      en: "“\(name.en)” is taken to be reached when it is due, on \(milestone.due.date): no work is planned before it.",
      zh: "“\(name.zh)”之前没有安排工作，按应完成日期\(milestone.due.date)预计。")
  }

  /// One step of the way to a milestone's date.
  package struct Step: Hashable, Sendable {
    package var node: PlanNode
    package var start: CivilDate
    package var finish: CivilDate
    package var isDone: Bool
    /// The last day on which it may end so that the milestone keeps its due date.
    package var lastSafeFinish: CivilDate?
    /// Working days it may slip before the milestone misses its due date.
    package var float: Int?
  }

  /// The chain that drives a milestone, first step first; each with its last safe date for the milestone's promise.
  ///
  /// - Parameters:
  ///   - day: another day than the promised one.
  ///   - buffer: working days to be left free before it.
  package func drivingPath(
    to milestone: Milestone, by day: CivilDate? = nil, keeping buffer: PlanBuffer? = nil
  ) -> [Step] {
    guard let target = place(of: milestone) else { return [] }
    let safe = backwards(from: target, by: day ?? milestone.due.date, keeping: buffer)
    return schedule.drivingPath(to: target).map { step($0, safe) }
  }

  /// Everything that a milestone waits for, by last safe date.
  package func predecessors(
    of milestone: Milestone, by day: CivilDate? = nil, keeping buffer: PlanBuffer? = nil
  ) -> [Step] {
    guard let target = place(of: milestone) else { return [] }
    let safe = backwards(from: target, by: day ?? milestone.due.date, keeping: buffer)
    return nodes.indices.map { ActivityID($0) }
      .filter { $0 != target && safe.float(of: $0) != nil }
      .map { step($0, safe) }
      .sorted { ($0.lastSafeFinish ?? $0.finish, $0.node.path) < ($1.lastSafeFinish ?? $1.finish, $1.node.path) }
  }

  /// The end of everything.
  package var finish: CivilDate { max(schedule.finish.dateOfFinish, dataDate) }

  /// The chain that leads to that end; floats are those to the promises.
  package func longestPath() -> [Step] {
    schedule.longestPath().map { place in
      let isDone = schedule.network.isFinished(place)
      let dates = schedule.dates(of: place)
      let finish = isDone ? dates.finish.dateOfFinish : max(dates.finish.dateOfFinish, dataDate)
      return Step(
        node: node(place), start: min(dates.start.date, finish), finish: finish, isDone: isDone,
        lastSafeFinish: isDone ? nil : dates.lateFinish.dateOfFinish,
        float: isDone ? nil : days(schedule.totalFloat(of: place), of: place))
    }
  }

  private func backwards(from target: ActivityID, by day: CivilDate, keeping buffer: PlanBuffer?) -> TargetFloat {
    let end = CivilMinute.end(of: day)
    guard let buffer else { return TargetFloat(schedule, target: target, by: end) }
    let by = schedule.network.instant(buffer.duration.amount, workingDaysBefore: end, of: target)
    return TargetFloat(schedule, target: target, by: by)
  }

  private func step(_ place: ActivityID, _ safe: TargetFloat) -> Step {
    let dates = schedule.dates(of: place)
    let isDone = schedule.network.isFinished(place)
    let finish = isDone ? dates.finish.dateOfFinish : max(dates.finish.dateOfFinish, dataDate)
    return Step(
      node: node(place), start: min(dates.start.date, finish), finish: finish, isDone: isDone,
      lastSafeFinish: isDone ? nil : safe.lastSafeFinish(of: place)?.dateOfFinish,
      float: isDone ? nil : safe.float(of: place).map { days($0, of: place) })
  }
}

extension Network {
  package func isFinished(_ activity: ActivityID) -> Bool { traits[activity.index].contains(.finished) }

  /// The moment that lies so many working days of the activity's calendar before another.
  func instant(_ days: Int, workingDaysBefore end: CivilMinute, of activity: ActivityID) -> CivilMinute {
    let calendar = Int(calendars[activity.index])
    guard calendar != 0 else { return CivilMinute(end.value - days * CivilMinute.perDay) }
    let left = work(calendar, before: end.value) - days * minutesPerDay(of: activity)
    return .end(of: CivilMinute(finishInstant(calendar, at: left)).dateOfFinish)
  }

  package func isStarted(_ activity: ActivityID) -> Bool { traits[activity.index].contains(.started) }
}
