import MilepostCore
import Testing

@Suite struct ProgressRuleTests {
  /// B began on Thursday although A, which it waits for, needs ten more days; C waits for B.
  private func schedule(_ rule: ScheduleSettings.ProgressRule) throws -> (Schedule, [ActivityID]) {
    var draft = NetworkDraft()
    let calendar = try draft.add(ShiftCalendar(.weekdays))
    func work(_ name: String, days: Int, _ progress: Progress = Progress()) throws -> ActivityID {
      try draft.add(
        Activity(name: Bilingual(en: name, zh: name), calendar: calendar, duration: days * 480, progress: progress))
    }
    let a = try work("A", days: 10)
    let b = try work(
      "B", days: 5, Progress(actualStart: ISO.minute("2022-05-12T08:00"), remaining: 3 * 480))
    let c = try work("C", days: 2)
    try draft.add(Link(from: a, to: b))
    try draft.add(Link(from: b, to: c))
    let monday = ISO.minute("2022-05-16T00:00")
    let settings = ScheduleSettings(start: monday, dataDate: monday, progressRule: rule)
    return (Schedule(try draft.compile(settings)), [a, b, c])
  }

  @Test("Under retained logic the rest waits for all predecessors, and the broken link is listed")
  func retained() throws {
    let (schedule, ids) = try schedule(.retainedLogic)
    #expect(schedule.dates(of: ids[1]).start.description == "2022-05-12T08:00")
    #expect(schedule.dates(of: ids[1]).remainingStart.description == "2022-05-30T08:00")
    #expect(schedule.finish(of: ids[2]).description == "2022-06-03T17:00")
    #expect(ids.map { schedule.totalFloat(of: $0) } == [0, 0, 0])
    #expect(schedule.outOfSequence().map(\.reference) == [Link.Reference(from: ids[0], to: ids[1])])
  }

  @Test("Under progress override the rest goes on at once, and what it did not wait for has float to the end")
  func override() throws {
    let (schedule, ids) = try schedule(.progressOverride)
    #expect(schedule.finish(of: ids[1]).description == "2022-05-18T17:00")
    #expect(schedule.finish(of: ids[2]).description == "2022-05-20T17:00")
    #expect(schedule.finish.description == "2022-05-27T17:00")
    #expect(ids.map { schedule.totalFloat(of: $0) } == [0, 5 * 480, 5 * 480])
    #expect(schedule.outOfSequence().count == 1)
  }

  @Test("Under actual dates what broke a link was due when its successor really began")
  func actual() throws {
    let (schedule, ids) = try schedule(.actualDates)
    #expect(schedule.finish(of: ids[2]).description == "2022-05-20T17:00")
    #expect(schedule.lateFinish(of: ids[0]).description == "2022-05-11T17:00")
    #expect(schedule.totalFloat(of: ids[0]) == -12 * 480)
  }

  @Test("A link is broken by what came too early for its lag, not by what came in time")
  func broken() throws {
    for (day, isBroken) in [("2022-05-11T17:00", false), ("2022-05-12T08:00", false), ("2022-05-11T16:00", true)] {
      var draft = NetworkDraft()
      let calendar = try draft.add(ShiftCalendar(.weekdays))
      let poured = Progress(
        actualStart: ISO.minute("2022-05-02T08:00"), actualFinish: ISO.minute("2022-05-04T17:00"))
      let pour = try draft.add(
        Activity(name: Bilingual(en: "Pour", zh: "浇筑"), calendar: calendar, duration: 1440, progress: poured))
      let strike = try draft.add(
        Activity(
          name: Bilingual(en: "Strike", zh: "拆模"), calendar: calendar, duration: 480,
          progress: Progress(actualStart: ISO.minute(day))))
      try draft.add(Link(from: pour, to: strike, lag: 7 * 1440, lagClock: .elapsed))
      let settings = ScheduleSettings(
        start: ISO.minute("2022-05-02T00:00"), dataDate: ISO.minute("2022-05-16T00:00"))
      #expect(Schedule(try draft.compile(settings)).outOfSequence().isEmpty == !isBroken)
    }
  }

  @Test("A lag from real, unworked time runs from the moment it happened, not from the last shift before")
  func realMoment() throws {
    var draft = NetworkDraft()
    let calendar = try draft.add(ShiftCalendar(.weekdays))
    let sunday = ISO.minute("2022-05-15T12:00")
    let poured = Progress(actualStart: sunday, actualFinish: sunday)
    let pour = try draft.add(
      Activity(name: Bilingual(en: "Pour", zh: "浇筑"), calendar: calendar, duration: 480, progress: poured))
    let cured = try draft.add(.milestone(Bilingual(en: "Cured", zh: "养护完成"), calendar: calendar))
    try draft.add(Link(from: pour, to: cured, lag: 7 * 1440, lagClock: .elapsed))
    let settings = ScheduleSettings(start: sunday, dataDate: ISO.minute("2022-05-16T00:00"))
    let schedule = Schedule(try draft.compile(settings))
    #expect(schedule.finish(of: cured).description == "2022-05-22T12:00")
  }
}
