import MilepostCore
import Testing

/// The kindergarten's last months, as far as they matter here.
private struct Kindergarten {
  var draft = NetworkDraft()
  let outdoor: ActivityID
  let interior: ActivityID
  let completion: ActivityID
  let airing: ActivityID
  let opening: ActivityID

  init(outdoor progress: Progress = Progress(), published: Int? = nil) throws {
    var calendar = ShiftCalendar(.weekdays)
    calendar.publishedThrough = published
    let weekdays = try draft.add(calendar)
    outdoor = try draft.add(
      Activity(
        name: Bilingual(en: "Outdoor works", zh: "室外附属施工"), calendar: weekdays, duration: 20 * 480,
        progress: progress))
    interior = try draft.add(
      Activity(name: Bilingual(en: "Interior works", zh: "室内施工"), calendar: weekdays, duration: 15 * 480))
    completion = try draft.add(
      .milestone(
        Bilingual(en: "Completion", zh: "全部工程完工"), calendar: weekdays,
        constraints: [DateConstraint(.promise, .end(of: ISO.day("2022-06-30")))]))
    airing = try draft.add(Activity(name: Bilingual(en: "Airing", zh: "通风"), calendar: weekdays))
    opening = try draft.add(.milestone(Bilingual(en: "Opening", zh: "投入使用"), calendar: weekdays))
    try draft.add(Link(from: outdoor, to: completion))
    try draft.add(Link(from: interior, to: completion))
    try draft.add(Link(from: completion, to: airing, lag: 14 * 1440, lagClock: .elapsed))
    try draft.add(Link(from: airing, to: opening))
  }

  /// On Monday, 16 May 2022.
  func schedule(_ rule: ScheduleSettings.ProgressRule = .retainedLogic) throws -> Schedule {
    let monday = ISO.minute("2022-05-16T00:00")
    return Schedule(
      try draft.compile(ScheduleSettings(start: monday, dataDate: monday, progressRule: rule)))
  }
}

@Suite struct ScheduleAnswersTests {
  @Test("A promise is answered with float in working days, the driver and the last safe dates before it")
  func promise() throws {
    let kindergarten = try Kindergarten()
    let schedule = try kindergarten.schedule()
    let completion = schedule.forecast(of: kindergarten.completion)
    #expect(completion.date == CivilDate("2022-06-10"))
    #expect(completion.promiseFloat == 14 * 480)
    // The opening, which nobody promised, is the end, and waits for it.
    #expect(completion.totalFloat == 0)
    #expect(completion.origin == kindergarten.outdoor)
    #expect(
      completion.reason
        == Bilingual(
          en: "“Completion” is forecast for 2022-06-10: it follows the finish of “Outdoor works” on 2022-06-10; "
            + "“Outdoor works” can begin on 2022-05-16 and takes 20 working days.",
          zh: "“全部工程完工”预计2022-06-10完成：须等“室外附属施工”于2022-06-10完成；“室外附属施工”可于2022-05-16开始，需20个工作日。"))
    let before = TargetFloat(
      schedule, target: kindergarten.completion, by: .end(of: ISO.day("2022-06-30")))
    #expect(before.lastSafeFinish(of: kindergarten.interior)?.description == "2022-06-30T17:00")
    #expect(before.lastSafeStart(of: kindergarten.interior)?.description == "2022-06-10T08:00")
    #expect(before.float(of: kindergarten.interior) == 19 * 480)
    #expect(before.float(of: kindergarten.opening) == nil)
    let opening = schedule.forecast(of: kindergarten.opening)
    #expect(opening.date == CivilDate("2022-06-24"))
    #expect(
      schedule.drivingPath(to: kindergarten.opening)
        == [kindergarten.outdoor, kindergarten.completion, kindergarten.airing, kindergarten.opening])
    #expect(schedule.freeFloat(of: kindergarten.interior) == 5 * 480)
    #expect(schedule.isCritical(kindergarten.outdoor) && !schedule.isCritical(kindergarten.interior))
    let airing = schedule.forecast(of: kindergarten.airing)
    #expect(airing.reason.en.contains("it follows the finish of “Completion” on 2022-06-10 by 14 days;"))
    #expect(airing.reason.zh.contains("须等“全部工程完工”于2022-06-10完成后再过14天"))
  }

  @Test("A broken promise shows as negative float and never pulls the forecast")
  func broken() throws {
    let kindergarten = try Kindergarten()
    let schedule = try kindergarten.schedule()
    let late = try schedule.applying([try schedule.slip(of: kindergarten.outdoor, by: 17 * 480)])
    let completion = late.forecast(of: kindergarten.completion)
    #expect(completion.date == CivilDate("2022-07-05"))
    #expect(completion.totalFloat == -3 * 480 && completion.promiseFloat == -3 * 480)
    #expect(late.isCritical(kindergarten.outdoor) && !late.isCritical(kindergarten.interior))
    #expect(completion.reason.en.hasSuffix("; “Outdoor works” cannot start before 2022-06-08."))
    #expect(late.isOnLongestPath() == [true, false, true, true, true])
  }

  @Test("What a person expects moves the forecast when it is later than computed, and is given as the reason")
  func expected() throws {
    let kindergarten = try Kindergarten()
    let schedule = try kindergarten.schedule()
    func expecting(_ day: String) throws -> Forecast {
      let date = DateConstraint(.expectedFinish, .end(of: ISO.day(day)))
      return try schedule.applying([.constraints(kindergarten.outdoor, [date])]).forecast(of: kindergarten.outdoor)
    }
    #expect(try expecting("2022-06-01").date == CivilDate("2022-06-10"))
    let later = try expecting("2022-06-15")
    #expect(later.date == CivilDate("2022-06-15"))
    #expect(
      later.reason.en == "“Outdoor works” is forecast for 2022-06-15: it is expected on 2022-06-15 by its people.")
    #expect(later.reason.zh == "“室外附属施工”预计2022-06-15完成：负责人预计该项于2022-06-15完成。")
  }

  @Test("Work under way goes on from the data date with what is left of it")
  func underWay() throws {
    let begun = ISO.minute("2022-05-09T08:00")
    for (progress, day) in [
      (Progress(actualStart: begun), "2022-06-03"), (Progress(actualStart: begun, percent: 50), "2022-05-27"),
      (Progress(actualStart: begun, remaining: 3 * 480), "2022-05-18"),
      (Progress(actualStart: begun, percent: 0), "2022-06-10"),
    ] {
      let kindergarten = try Kindergarten(outdoor: progress)
      #expect(try kindergarten.schedule().forecast(of: kindergarten.outdoor).date == ISO.day(day))
    }
    let kindergarten = try Kindergarten(outdoor: Progress(actualStart: begun, remaining: 3 * 480))
    let forecast = try kindergarten.schedule().forecast(of: kindergarten.outdoor)
    #expect(forecast.dates.start == begun)
    #expect(
      forecast.reason.en
        == "“Outdoor works” is forecast for 2022-05-18: it still needs 3 working days from 2022-05-16.")
    let done = try Kindergarten(outdoor: Progress(actualStart: begun, actualFinish: ISO.minute("2022-05-13T16:00")))
    let reached = try done.schedule().forecast(of: done.outdoor)
    #expect(reached.reason.en == "“Outdoor works” was reached on 2022-05-13.")
    #expect(reached.totalFloat == 0 && reached.driver == .reached)
    #expect(try done.schedule().forecast(of: done.completion).origin == done.interior)
  }

  @Test("A date that rests on a year not yet published is provisional, and so is all that waits for it")
  func provisional() throws {
    let kindergarten = try Kindergarten(published: 2022)
    let schedule = try kindergarten.schedule()
    #expect(schedule.isProvisional() == [false, false, false, false, false])
    let late = try schedule.applying([.duration(kindergarten.outdoor, minutes: 170 * 480)])
    #expect(late.finish(of: kindergarten.outdoor) > ISO.minute("2023-01-01T00:00"))
    #expect(late.isProvisional() == [true, false, true, true, true])
  }

  @Test("A date that a lag carries over the end of the published years is provisional, whatever calendar it stands in")
  func provisionalLag() throws {
    for (published, expected) in [(2022, true), (2023, false)] {
      var draft = NetworkDraft()
      var holidays = ShiftCalendar(.weekdays)
      holidays.publishedThrough = published
      let wall = try draft.add(.roundTheClock)
      let office = try draft.add(holidays)
      let filed = try draft.add(
        .milestone(Bilingual(en: "Filed", zh: "报送"), calendar: wall, reached: ISO.minute("2022-12-26T09:00")))
      let granted = try draft.add(.milestone(Bilingual(en: "Granted", zh: "批复"), calendar: wall))
      try draft.add(Link(from: filed, to: granted, lag: 20 * 480, lagClock: .calendar(office)))
      let told = try draft.add(.milestone(Bilingual(en: "Told", zh: "公示"), calendar: wall))
      try draft.add(Link(from: granted, to: told))
      let day = ISO.minute("2022-12-26T00:00")
      let schedule = Schedule(try draft.compile(ScheduleSettings(start: day, dataDate: day)))
      #expect(schedule.finish(of: granted).date == CivilDate("2023-01-23"))
      #expect(schedule.isProvisional() == [false, expected, expected])
    }
  }

  @Test("A calendar of which no year is published yet makes every date provisional")
  func nothingPublished() throws {
    for (years, expected) in [([], true), ([2021, 2022], false), (nil, false)] as [(Set<Int>?, Bool)] {
      var draft = NetworkDraft()
      let calendar = try draft.add(ShiftCalendar(WorkCalendar(name: "china", publishedYears: years)))
      _ = try draft.add(Activity(name: Bilingual(en: "Works", zh: "施工"), calendar: calendar, duration: 480))
      let schedule = Schedule(try draft.compile(ScheduleSettings(start: ISO.minute("2022-05-16T00:00"))))
      #expect(schedule.isProvisional() == [expected])
    }
  }

  @Test("Forecasts asked for together are those asked for one by one")
  func together() throws {
    for seed in UInt64(0)..<100 {
      let (draft, ids) = try RandomNetwork(seed: seed).draft()
      let schedule = Schedule(try draft.compile(RandomNetwork(seed: seed).settings))
      let some = ids.filter { $0.index % 2 == 0 }
      #expect(schedule.forecasts(of: some) == some.map { schedule.forecast(of: $0) }, "seed \(seed)")
    }
  }

  @Test("Every kind of link and lag is said in words of both languages")
  func sentences() throws {
    let wanted: [(Link.Kind, Int, String, String)] = [
      (
        .finishStart, -480, "it may begin 1 working day before the finish of “A” on 2022-05-20",
        "最早可在“A”于2022-05-20完成前1个工作日开始"
      ),
      (
        .startStart, 540, "it follows the start of “A” on 2022-05-16 by 1 working day 1 hour",
        "须等“A”于2022-05-16开始后再过1个工作日1小时"
      ),
      (.finishFinish, 0, "it cannot end before the finish of “A” on 2022-05-20", "不能早于“A”于2022-05-20完成"),
      (
        .finishFinish, 30, "it cannot end until 30 minutes after the finish of “A” on 2022-05-20",
        "须在“A”于2022-05-20完成后30分钟才能完成"
      ),
      (
        .finishFinish, -480, "it cannot end earlier than 1 working day before the finish of “A” on 2022-05-20",
        "最早可在“A”于2022-05-20完成前1个工作日完成"
      ),
      (
        .startFinish, 2400, "it cannot end until 5 working days after the start of “A” on 2022-05-16",
        "须在“A”于2022-05-16开始后5个工作日才能完成"
      ),
    ]
    for (kind, lag, en, zh) in wanted {
      var draft = NetworkDraft()
      let calendar = try draft.add(ShiftCalendar(.weekdays))
      let first = try draft.add(
        Activity(name: Bilingual(en: "A", zh: "A"), calendar: calendar, duration: 2400))
      let second = try draft.add(Activity(name: Bilingual(en: "B", zh: "B"), calendar: calendar, duration: 480))
      try draft.add(Link(from: first, to: second, kind: kind, lag: lag))
      let monday = ISO.minute("2022-05-16T00:00")
      let forecast = Schedule(try draft.compile(ScheduleSettings(start: monday))).forecast(of: second)
      #expect(
        forecast.driver == .link(Link(from: first, to: second, kind: kind, lag: lag, lagClock: .calendar(calendar))))
      #expect(forecast.reason.en.contains(en))
      #expect(forecast.reason.zh.contains(zh))
    }
  }
}
