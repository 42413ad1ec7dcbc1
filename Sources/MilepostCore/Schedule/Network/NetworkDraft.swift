/// A network while it is put together. What cannot be counted is refused when it is added.
package struct NetworkDraft: Sendable {
  /// A century of minutes: more than that is a slip of the pen.
  static let durationMax = 52_560_000
  static let calendarsMax = Int(UInt16.max)
  /// Some 80 MB; a thousand calendars of 27 years each.
  static let tableDaysMax = 10_000_000

  private(set) var clocks: [WorkClock]
  private var tableDays = 0
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
    let clock = try WorkClock(calendar)
    guard tableDays + clock.tableDays <= NetworkDraft.tableDaysMax else {
      throw Refusal(
        .invalidValue,
        en: "With “\(calendar.name)” the calendars span more than \(NetworkDraft.tableDaysMax) days together; "
          + "leave out those not used, or days off that lie far away.",
        zh: "加上“\(calendar.name)”后，各日历合计超过\(NetworkDraft.tableDaysMax)天；请去掉不用的日历或相距太远的例外日期。",
        place: "calendars")
    }
    tableDays += clock.tableDays
    clocks.append(clock)
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
