import MilepostCore
import Testing

@Suite struct NetworkRulesTests {
  private static let start = ScheduleSettings(start: ISO.minute("2022-05-02T00:00"))

  @Test("A circle is refused and named in the order in which one waits for the other")
  func circle() throws {
    let (draft, _) = try chain(["Design", "Permit", "Works", "Airing"], [(0, 1), (1, 2), (2, 3), (3, 1)])
    let refusal = #expect(throws: Refusal.self) { try draft.compile(NetworkRulesTests.start) }
    #expect(refusal?.code == .linkCycle)
    let en = try #require(refusal?.text.en)
    // It may be told from any of its three; each must stand before the one that waits for it.
    let circle = ["“Permit”", "“Works”", "“Airing”"]
    let told = circle.indices.map { (circle[$0...] + circle[...$0]).joined(separator: " → ") }
    #expect(told.contains { en.contains($0) })
    #expect(!en.contains("Design"))
    #expect(refusal?.text.zh.contains("循环") == true)
  }

  @Test("What waits for itself is a circle of one")
  func alone() throws {
    let (draft, _) = try chain(["Works"], [(0, 0)])
    let refusal = #expect(throws: Refusal.self) { try draft.compile(NetworkRulesTests.start) }
    #expect(refusal?.text.en.contains("“Works” → “Works”") == true)
  }

  @Test("A chain of 100,000 is counted without recursion, and a circle of 100,000 is refused by its ends")
  func deep() throws {
    var (draft, ids) = try chain((0..<100_000).map { "m\($0)" }, [])
    for (before, after) in zip(ids, ids.dropFirst()) { try draft.add(Link(from: before, to: after)) }
    let schedule = Schedule(try draft.compile(NetworkRulesTests.start))
    let clock = try WorkClock(ShiftCalendar(.weekdays))
    let worked = clock.work(before: schedule.finish.value) - clock.work(before: NetworkRulesTests.start.start.value)
    #expect(worked == 100_000 * 480)
    #expect(schedule.longestPath().count == 100_000)
    #expect(TargetFloat(schedule, target: ids[99_999]).float(of: ids[0]) == 0)
    try draft.add(Link(from: ids[99_999], to: ids[0]))
    let refusal = #expect(throws: Refusal.self) { try draft.compile(NetworkRulesTests.start) }
    #expect(refusal?.code == .linkCycle)
    #expect(refusal?.text.en.contains("(99961 more)") == true)
    #expect(refusal.map { $0.text.en.utf8.count < 1000 } == true)
  }

  @Test("Two links of one kind between the same two are refused, of two kinds they are not")
  func twice() throws {
    var (draft, ids) = try chain(["Works", "Airing"], [(0, 1)])
    try draft.add(Link(from: ids[0], to: ids[1], kind: .startStart))
    #expect(try draft.compile(NetworkRulesTests.start).linkCount == 2)
    try draft.add(Link(from: ids[0], to: ids[1], lag: 480))
    #expect(#expect(throws: Refusal.self) { try draft.compile(NetworkRulesTests.start) }?.code == .duplicateKey)
  }

  @Test("Activities that cannot be are refused, each with its place")
  func activities() throws {
    var draft = NetworkDraft()
    let calendar = try draft.add(ShiftCalendar(.weekdays))
    let name = Bilingual(en: "Works", zh: "施工")
    let day = ISO.minute("2022-06-06T09:00")
    let before = CivilMinute(day.value - 1)
    let far = ISO.minute("2300-01-01T00:00")
    let wrong: [(Activity, Refusal.Code, String)] = [
      (Activity(name: name, calendar: CalendarID(9)), .unknownCalendar, "calendar"),
      (Activity(name: name, calendar: CalendarID(-1)), .unknownCalendar, "calendar"),
      (Activity(name: name, calendar: calendar, duration: -1), .invalidValue, "duration"),
      (Activity(name: name, calendar: calendar, duration: .max), .invalidValue, "duration"),
      (Activity(name: name, kind: .startMilestone, calendar: calendar, duration: 1), .invalidValue, "duration"),
      (Activity(name: name, calendar: calendar, pinnedStart: far), .dateOutOfRange, "pinned_start"),
      (
        Activity(name: name, calendar: calendar, constraints: [DateConstraint(.promise, CivilMinute(.max))]),
        .dateOutOfRange, "constraints"
      ),
      (worked(Progress(actualStart: day, actualFinish: before)), .invalidValue, "actual_finish"),
      (worked(Progress(actualStart: day, percent: 101)), .invalidValue, "percent"),
      (worked(Progress(actualStart: day, percent: .nan)), .invalidValue, "percent"),
      (worked(Progress(actualStart: day, remaining: -1)), .invalidValue, "remaining"),
      (worked(Progress(percent: 50)), .missingField, "actual_start"),
    ]
    func worked(_ progress: Progress) -> Activity {
      Activity(name: name, calendar: calendar, duration: 480, progress: progress)
    }
    for (activity, code, place) in wrong {
      let refusal = #expect(throws: Refusal.self) { try draft.add(activity) }
      #expect(refusal?.code == code && refusal?.place == place)
    }
    let works = try draft.add(worked(Progress()))
    let links = [
      (Link(from: works, to: ActivityID(1)), Refusal.Code.notFound),
      (Link(from: ActivityID(-1), to: works), .notFound),
      (Link(from: works, to: works, lag: .min), .invalidValue),
      (Link(from: works, to: works, lagClock: .calendar(CalendarID(2))), .unknownCalendar),
    ]
    for (link, code) in links {
      #expect(#expect(throws: Refusal.self) { try draft.add(link) }?.code == code)
    }
    let settings = ScheduleSettings(start: day, dataDate: far)
    #expect(#expect(throws: Refusal.self) { try draft.compile(settings) }?.place == "data_date")
  }

  @Test("A schedule of nothing ends where it begins")
  func empty() throws {
    let schedule = Schedule(try NetworkDraft().compile(NetworkRulesTests.start))
    #expect(schedule.finish == NetworkRulesTests.start.start)
    #expect(schedule.longestPath().isEmpty && schedule.outOfSequence().isEmpty && schedule.isProvisional().isEmpty)
  }

  @Test("A century of work, a hundred times over, is counted to its end without overflow")
  func long() throws {
    var (draft, ids) = try chain([], [])
    let calendar = try draft.add(
      ShiftCalendar(name: "a minute a week", week: [[480..<481]] + Array(repeating: [], count: 6)))
    for index in 0..<100 {
      ids.append(
        try draft.add(
          Activity(name: Bilingual(en: "age", zh: "年代"), calendar: calendar, duration: 52_560_000)))
      if index > 0 { try draft.add(Link(from: ids[index - 1], to: ids[index])) }
    }
    let schedule = Schedule(try draft.compile(NetworkRulesTests.start))
    #expect(schedule.totalFloat(of: ids[0]) == 0)
    #expect(schedule.forecast(of: ids[99]).date > ISO.day("9999-12-31"))
  }

  @Test("Work without an actual start that must have begun before all time is taken to have begun in 1900")
  func begunBeforeTime() throws {
    var draft = NetworkDraft()
    let calendar = try draft.add(
      ShiftCalendar(name: "a minute a week", week: [[480..<481]] + Array(repeating: [], count: 6)))
    let done = Progress(actualFinish: ISO.minute("2022-06-30T17:00"))
    let age = try draft.add(
      Activity(name: Bilingual(en: "age", zh: "年代"), calendar: calendar, duration: 52_560_000, progress: done))
    let schedule = Schedule(try draft.compile(NetworkRulesTests.start))
    #expect(schedule.finish(of: age).description == "2022-06-30T17:00")
    #expect(schedule.dates(of: age).start.description == "1900-01-01T00:00")
  }

  @Test("Calendars that would fill the memory are refused, those of a large company are not")
  func manyCalendars() throws {
    func calendar(_ number: Int, _ days: [String]) -> ShiftCalendar {
      ShiftCalendar(
        name: "c\(number)", week: Array(repeating: ShiftCalendar.officeHours, count: 7),
        exceptions: Dictionary(uniqueKeysWithValues: days.map { (ISO.day($0), []) }))
    }
    var company = NetworkDraft()
    for number in 0..<500 { _ = try company.add(calendar(number, ["2010-01-01", "2039-12-31"])) }
    var draft = NetworkDraft()
    let refusal = #expect(throws: Refusal.self) {
      for number in 0..<1000 { _ = try draft.add(calendar(number, ["1900-01-01", "2199-12-31"])) }
    }
    #expect(refusal?.code == .invalidValue && refusal?.place == "calendars")
  }

  private func chain(_ names: [String], _ links: [(Int, Int)]) throws -> (NetworkDraft, [ActivityID]) {
    var draft = NetworkDraft()
    let calendar = try draft.add(ShiftCalendar(.weekdays))
    let ids = try names.map {
      try draft.add(Activity(name: Bilingual(en: $0, zh: $0), calendar: calendar, duration: 480))
    }
    for (from, to) in links { try draft.add(Link(from: ids[from], to: ids[to])) }
    return (draft, ids)
  }
}
