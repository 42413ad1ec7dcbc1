/// Activities, milestones and the links between them, checked, free of circles and laid out for counting.
///
/// Everything lies in flat arrays by activity; links lie with their successor (compressed sparse rows) and are found
/// from their predecessor through an index. About 75 bytes an activity with 1.8 links, names not counted.
package struct Network: Sendable {
  struct Traits: OptionSet, Sendable {
    let rawValue: UInt8
    static let started = Traits(rawValue: 1)
    static let finished = Traits(rawValue: 2)
    static let pinned = Traits(rawValue: 4)
    static let startMilestone = Traits(rawValue: 8)
    static let finishMilestone = Traits(rawValue: 16)
    /// The remaining minutes were said, not derived.
    static let remainingKnown = Traits(rawValue: 32)

    static let progressed: Traits = [.started, .finished]
  }

  static let noDate = Int32.min

  package internal(set) var settings: ScheduleSettings
  /// Index 0 stands for elapsed time and is never counted in.
  let clocks: [WorkClock]
  let names: [Bilingual]
  var traits: [Traits]
  let calendars: [UInt16]
  var durations: [Int32]
  /// Working minutes still to do; 0 once finished.
  var remaining: [Int32]
  /// Of those alone whose remaining minutes follow from it.
  var percents: [Int32: Double]
  var actualStarts: [Int32]
  var actualFinishes: [Int32]
  var constraintStart: [Int32]
  var constraints: [DateConstraint]
  /// By successor: activity `i` has `edges[edgeStart[i]..<edgeStart[i + 1]]`.
  var edges: [Edge]
  var edgeStart: [Int32]
  /// Indices into `edges` by predecessor.
  var outgoing: [Int32]
  var outgoingStart: [Int32]
  /// Activities so that each comes after all it waits for, and where each stands in that order.
  var order: [Int32]
  var rank: [Int32]

  package var count: Int { names.count }
  package var linkCount: Int { edges.count }

  package func name(of activity: ActivityID) -> Bilingual { names[activity.index] }
  package func calendar(of activity: ActivityID) -> CalendarID { CalendarID(Int(calendars[activity.index])) }

  /// The links into an activity, in the order of adding.
  package func links(into activity: ActivityID) -> [Link] { incoming(activity.index).map { link(edges[$0]) } }

  /// The links out of an activity.
  package func links(outOf activity: ActivityID) -> [Link] {
    leaving(activity.index).map { link(edges[Int(outgoing[$0])]) }
  }

  /// A pinned start is not among them.
  package func constraints(of activity: ActivityID) -> [DateConstraint] {
    let list = constraints[constraintRange(activity.index)]
    return Array(traits[activity.index].contains(.pinned) ? list.dropLast() : list)
  }

  /// What people mean by a working day in an activity's calendar, in minutes.
  package func minutesPerDay(of activity: ActivityID) -> Int {
    let calendar = Int(calendars[activity.index])
    return calendar == 0 ? CivilMinute.perDay : clocks[calendar].minutesPerDay
  }

  func link(_ edge: Edge) -> Link {
    Link(
      from: ActivityID(Int(edge.from)), to: ActivityID(Int(edge.to)), kind: edge.kind, lag: Int(edge.lag),
      lagClock: edge.lagCalendar == 0 ? .elapsed : .calendar(CalendarID(Int(edge.lagCalendar))))
  }

  @inline(__always)
  func incoming(_ index: Int) -> Range<Int> { Int(edgeStart[index])..<Int(edgeStart[index + 1]) }

  @inline(__always)
  func leaving(_ index: Int) -> Range<Int> { Int(outgoingStart[index])..<Int(outgoingStart[index + 1]) }

  @inline(__always)
  func constraintRange(_ index: Int) -> Range<Int> {
    Int(constraintStart[index])..<Int(constraintStart[index + 1])
  }

  /// The calendar in which an activity's place is counted. A finish milestone stands at an instant, worked or not.
  @inline(__always)
  func scale(_ index: Int) -> Int { traits[index].contains(.finishMilestone) ? 0 : Int(calendars[index]) }

  @inline(__always)
  func work(_ calendar: Int, before instant: Int) -> Int {
    calendar == 0 ? instant : clocks[calendar].work(before: instant)
  }

  @inline(__always)
  func startInstant(_ calendar: Int, at work: Int) -> Int { calendar == 0 ? work : clocks[calendar].start(at: work) }

  @inline(__always)
  func finishInstant(_ calendar: Int, at work: Int) -> Int { calendar == 0 ? work : clocks[calendar].finish(at: work) }
}
