/// A network while it is put together. What cannot be counted is refused when it is added.
package struct NetworkDraft: Sendable {
  /// A century of minutes: more than that is a slip of the pen.
  static let durationMax = 52_560_000
  static let calendarsMax = Int(UInt16.max)

  private(set) var clocks: [WorkClock]
  private(set) var activities: [Activity] = []
  private(set) var links: [Link] = []

  package init() {
    // Elapsed time has the first place and needs no table.
    clocks = []
  }

  package mutating func add(_ calendar: ShiftCalendar) throws(Refusal) -> CalendarID {
    guard clocks.count < NetworkDraft.calendarsMax - 1 else {
      throw Refusal(
        .invalidValue, en: "A schedule can hold \(NetworkDraft.calendarsMax - 1) calendars at most.",
        zh: "一个进度计划最多可有\(NetworkDraft.calendarsMax - 1)个日历。", place: "calendars")
    }
    clocks.append(try WorkClock(calendar))
    return CalendarID(clocks.count)
  }

  package mutating func add(_ activity: Activity) throws(Refusal) -> ActivityID {
    try ActivityRules.check(activity, calendars: clocks.count)
    activities.append(activity)
    return ActivityID(activities.count - 1)
  }

  package mutating func add(_ link: Link) throws(Refusal) {
    try LinkRules.check(link, activities: activities.count, calendars: clocks.count)
    links.append(link)
  }

  /// Refuses circles, named in order, and two links of one kind between the same two activities.
  package func compile(_ settings: ScheduleSettings) throws(Refusal) -> Network {
    try ActivityRules.check(settings, calendars: clocks.count)
    return try Network(self, settings)
  }
}
