/// Projects that wait for each other, as one network that can be counted through.
///
/// A milestone that no work leads to is taken to be reached when a person expects it, else on its due date; one that
/// work leads to, when that work allows it, or later where a person says so.
package struct PlanNetwork: Sendable {
  /// By activity number of the network.
  package let nodes: [PlanNode]
  package let schedule: Schedule
  /// Milestones that no work leads to.
  let unworked: Set<Int>
  package let dataDate: CivilDate
  private let places: [PlanNode.Noun: [Int64: ActivityID]]

  /// - Parameters:
  ///   - calendars: activities may name one of their own; one that is not there any more is the project's.
  ///   - parts: where projects differ in how out-of-sequence work is counted, the first has its way.
  ///   - dataDate: today; nothing unstarted lies before it.
  /// Refuses with `unknown_milestone` a link to what is not there, with `link_cycle` a circle, named in order.
  package init(_ parts: [PlanPart], calendars: CalendarLibrary, dataDate: CivilDate) throws(Refusal) {
    let links = try PlanLinks(parts)
    let unworked = links.unworked()
    var writer = PlanNetworkWriter(calendars: calendars, dataDate: dataDate)
    for part in parts {
      for activity in part.activities { try writer.add(activity, in: part) }
      for milestone in part.milestones {
        try writer.add(milestone, in: part, isWorked: !unworked.contains(writer.count))
      }
    }
    for link in links.links { try writer.add(link) }
    let start = CivilMinute(dataDate)
    let progressRule = parts.first?.project.progressRule ?? .retainedLogic
    do {
      let network = try writer.draft.compile(
        ScheduleSettings(start: start, dataDate: start, progressRule: progressRule))
      schedule = PlanNetwork.counted(network, by: parts.flatMap(\.milestones))
    } catch {
      throw error.code == .linkCycle ? links.circle() ?? error : error
    }
    nodes = links.nodes
    self.unworked = unworked
    self.dataDate = dataDate
    var places: [PlanNode.Noun: [Int64: ActivityID]] = [:]
    for (index, node) in links.nodes.enumerated() { places[node.noun, default: [:]][node.id] = ActivityID(index) }
    self.places = places
  }

  /// Float is the time until a promise breaks: what no promise lies behind has until the last of all.
  private static func counted(_ network: Network, by milestones: [Milestone]) -> Schedule {
    let schedule = Schedule(network)
    let last = milestones.filter { $0.actual == nil }.map(\.due.date).max()
    guard let last, CivilMinute.end(of: last) > schedule.finish else { return schedule }
    var network = network
    network.settings.finishBy = .end(of: last)
    return Schedule(network)
  }

  /// The same plan, counted through another way.
  init(_ other: PlanNetwork, schedule: Schedule) {
    nodes = other.nodes
    self.schedule = schedule
    unworked = other.unworked
    dataDate = other.dataDate
    places = other.places
  }

  package func place(of milestone: Milestone) -> ActivityID? { places[.milestone]?[milestone.id] }

  package func place(of activity: PlanActivity) -> ActivityID? { places[.activity]?[activity.id] }

  package func node(_ activity: ActivityID) -> PlanNode { nodes[activity.index] }

  /// Working days, in the activity's own calendar; part of a day late is a day late.
  package func days(_ minutes: Int, of activity: ActivityID) -> Int {
    floorDivide(minutes, by: schedule.network.minutesPerDay(of: activity))
  }
}

/// Puts a network together, calendar by calendar as they are asked for.
private struct PlanNetworkWriter {
  let calendars: CalendarLibrary
  let dataDate: CivilDate
  var draft = NetworkDraft()
  private(set) var count = 0
  private var known: [String: CalendarID] = [:]
  private var perDay: [Int] = []

  init(calendars: CalendarLibrary, dataDate: CivilDate) {
    self.calendars = calendars
    self.dataDate = dataDate
  }

  mutating func add(_ activity: PlanActivity, in part: PlanPart) throws(Refusal) {
    let (shifts, worked) = calendars(of: activity, in: part)
    let calendar = try calendar(shifts, in: part)
    let day = shifts.minutesPerDay
    let isElapsed = activity.duration.isElapsed
    try add(
      Activity(
        name: PlanNode(activity, in: part.project).name, calendar: isElapsed ? .elapsed : calendar,
        duration: activity.duration.minutes(perDay: day),
        progress: Progress(
          actualStart: activity.started.map { CivilMinute($0) }, actualFinish: activity.finished.map { .end(of: $0) },
          remaining: activity.finished == nil ? activity.remainingMinutes(on: dataDate, worked, perDay: day) : nil),
        constraints: activity.constraints.map(\.dateConstraint)), lagDay: isElapsed ? nil : day)
  }

  mutating func add(_ milestone: Milestone, in part: PlanPart, isWorked: Bool) throws(Refusal) {
    let due = CivilMinute.end(of: milestone.due.date)
    let expected = milestone.expected.map { CivilMinute.end(of: $0) }
    var constraints = [DateConstraint(.promise, due)]
    if let expected { constraints.append(DateConstraint(.expectedFinish, expected)) }
    if !isWorked, expected == nil { constraints.append(DateConstraint(.finishNoEarlier, due)) }
    try add(
      .milestone(
        PlanNode(milestone, in: part.project).name, calendar: try calendar(ShiftCalendar(part.calendar), in: nil),
        constraints: constraints, reached: milestone.actual.map { .end(of: $0) }),
      lagDay: ShiftCalendar.officeMinutes)
  }

  mutating func add(_ link: PlanLinks.Resolved) throws(Refusal) {
    let lag = link.lag
    // Work that is counted in calendar days has no working day to count a lag in; the follower's is meant then.
    let day = perDay[link.from] > 0 ? perDay[link.from] : ShiftCalendar.officeMinutes
    try draft.add(
      Link(
        from: ActivityID(link.from), to: ActivityID(link.to), kind: link.kind, lag: lag?.minutes(perDay: day) ?? 0,
        lagClock: lag?.isElapsed == true ? .elapsed : clock(of: link)))
  }

  private func clock(of link: PlanLinks.Resolved) -> Link.LagClock {
    let from = draft.activities[link.from].calendar
    guard link.lag != nil, from == .elapsed else { return .working }
    let to = draft.activities[link.to].calendar
    return to == .elapsed ? .elapsed : .calendar(to)
  }

  private mutating func add(_ activity: Activity, lagDay: Int?) throws(Refusal) {
    _ = try draft.add(activity)
    perDay.append(lagDay ?? 0)
    count += 1
  }

  /// The calendar in which it is worked, to the minute and by the day.
  private func calendars(of activity: PlanActivity, in part: PlanPart) -> (ShiftCalendar, WorkCalendar) {
    if let name = activity.calendar, let own = part.calendars[name] { return (own, WorkCalendar(own)) }
    let calendar = activity.calendar.flatMap { try? calendars.calendar(named: $0) } ?? part.calendar
    return (ShiftCalendar(calendar), calendar)
  }

  /// - Parameter part: whose own calendar it may be; nil: one that all share.
  private mutating func calendar(_ shifts: ShiftCalendar, in part: PlanPart?) throws(Refusal) -> CalendarID {
    let isOwn = part?.calendars[shifts.name] == shifts
    let name = isOwn ? "\(part?.project.key ?? "")/\(shifts.name)" : shifts.name
    if let id = known[name] { return id }
    let id = try draft.add(shifts)
    known[name] = id
    return id
  }
}

extension PlanActivity {
  /// What is left on the morning of `date` when all went as planned since somebody last said; nil when nobody did.
  func remainingMinutes(on date: CivilDate, _ calendar: WorkCalendar, perDay: Int) -> Int? {
    guard let remaining else { return nil }
    let said = remaining.minutes(perDay: perDay)
    guard started != nil, let remainingOn, remainingOn < date else { return said }
    let gone =
      remaining.isElapsed
      ? date.days(since: remainingOn) * CivilMinute.perDay
      : calendar.workingDays(from: remainingOn.adding(days: -1), to: date.adding(days: -1)) * perDay
    return max(0, said - gone)
  }
}

extension ShiftCalendar {
  /// Minutes of a day of `officeHours`.
  package static let officeMinutes = officeHours.reduce(0) { $0 + $1.count }
}
