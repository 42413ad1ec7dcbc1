import MilepostCore
import Testing

@Suite struct AlertScheduleTests {
  let shanghai: Zone
  let due: CivilDate

  init() throws {
    shanghai = Zone(named: "Asia/Shanghai", rules: try ZoneRules(tzString: "CST-8"))
    due = try #require(CivilDate("2022-06-30"))
  }

  private func schedule(_ policy: AlertPolicy, due: CivilDate? = nil) -> AlertSchedule {
    AlertSchedule(due: due ?? self.due, policy: policy, zone: shanghai, calendar: .weekdays)
  }

  private func at(_ date: String, _ minute: Int = 540) throws -> Instant {
    shanghai.instant(of: try #require(CivilDate(date)), minute: minute)
  }

  @Test("Lead times, the day and each overdue day fire at the alert hour, in this order")
  func order() throws {
    let schedule = schedule(AlertPolicy(leadDays: [1, 7], overdueEveryDays: 2))
    var start = try at("2022-06-01")
    var seen: [String] = []
    for _ in 0..<5 {
      let firing = try #require(schedule.first(after: start))
      seen.append("\(firing.rule) \(shanghai.civilDate(at: firing.at)) \(firing.occurrence)")
      start = firing.at
    }
    #expect(
      seen == [
        "lead:7d 2022-06-23 2022-06-30", "lead:1d 2022-06-29 2022-06-30", "due 2022-06-30 2022-06-30",
        "overdue 2022-07-01 2022-06-30#1", "overdue 2022-07-03 2022-06-30#3",
      ])
  }

  @Test("On working days only, what falls on a day off goes out before it, and an overdue alert after it")
  func workingDays() throws {
    // 2022-07-03 is a Sunday.
    let sunday = try #require(CivilDate("2022-07-03"))
    let schedule = schedule(AlertPolicy(leadDays: [1], workingDaysOnly: true), due: sunday)
    let lead = try #require(schedule.first(after: at("2022-06-20")))
    #expect(lead.at == (try at("2022-07-01")))
    let newest = try #require(schedule.newest(after: at("2022-06-20"), through: lead.at))
    #expect(newest.rule == Firing.dueRule, "the lead time and the day share Friday; the day speaks")
    let friday = try #require(CivilDate("2022-07-01"))
    let late = AlertSchedule(
      due: friday, policy: AlertPolicy(leadDays: [], workingDaysOnly: true), zone: shanghai, calendar: .weekdays)
    let first = try #require(late.first(after: at("2022-07-01")))
    #expect(first.at == (try at("2022-07-04")))
    #expect(first.ordinal == 2, "Saturday, Sunday and Monday share Monday; Monday's speaks")
  }

  @Test("After days off the newest firing speaks, and says what it stands for")
  func catchUp() throws {
    let schedule = schedule(AlertPolicy(leadDays: [30, 14, 7, 3, 1]))
    let away = try at("2022-06-10")
    let newest = try #require(schedule.newest(after: away, through: at("2022-07-04", 600)))
    #expect(newest.rule == Firing.overdueRule)
    #expect(newest.occurrence == "2022-06-30#4")
    let covered = schedule.covered(after: away, by: newest)
    #expect(covered.rules == ["lead:14d", "lead:7d", "lead:3d", "lead:1d", "due"])
    #expect(covered.overdue == 3)
  }

  @Test("A milestone entered late tells that it is due or overdue, never a lead time gone by")
  func enteredLate() throws {
    let schedule = schedule(AlertPolicy.standard)
    #expect(schedule.alreadyDue(at: try at("2022-06-29", 1000)) == nil)
    #expect(schedule.alreadyDue(at: try at("2022-06-30"))?.rule == Firing.dueRule)
    #expect(schedule.alreadyDue(at: try at("2022-07-01", 600))?.rule == Firing.overdueRule)
  }

  @Test("Without a cadence nothing follows the due day")
  func noCadence() throws {
    let schedule = schedule(AlertPolicy(leadDays: [], overdueEveryDays: 0))
    #expect(schedule.first(after: try at("2022-06-30")) == nil)
    #expect(schedule.newest(after: try at("2022-06-30"), through: try at("2023-06-30")) == nil)
  }

  @Test("No overdue alert comes before the due day has ended, even where midnight comes twice")
  func repeatedMidnight() throws {
    // Clocks in Havana went from 01:00 back to 00:00 on 2022-11-06.
    let havana = Zone(
      named: "America/Havana", rules: try ZoneRules(tzString: "CST5CDT,M3.2.0/0,M11.1.0/1"))
    let due = try #require(CivilDate("2022-11-05"))
    let schedule = AlertSchedule(
      due: due, policy: AlertPolicy(leadDays: [], alertMinute: 0), zone: havana, calendar: .weekdays)
    let overdue = try #require(schedule.first(after: havana.instant(of: due, minute: 0)))
    #expect(overdue.at >= havana.endOfDay(due))
  }

  /// The obvious way: every moment at which any rule speaks, listed.
  private func listed(_ policy: AlertPolicy, due: CivilDate, calendar: WorkCalendar) -> [(at: Instant, rule: String)] {
    var all: [(at: Instant, rule: String)] = []
    for days in policy.leadDays + (policy.onDay ? [0] : []) {
      let nominal = due.adding(days: -days)
      let day = policy.workingDaysOnly ? calendar.workingDay(onOrBefore: nominal) : nominal
      all.append((shanghai.instant(of: day, minute: policy.alertMinute), days == 0 ? "due" : "lead:\(days)d"))
    }
    var day = 1
    while policy.overdueEveryDays > 0, day < 200 {
      let nominal = due.adding(days: day)
      let moved = policy.workingDaysOnly ? calendar.workingDay(onOrAfter: nominal) : nominal
      all.append((shanghai.instant(of: moved, minute: policy.alertMinute), "overdue"))
      day += policy.overdueEveryDays
    }
    return all
  }

  @Test(
    "At whatever moments the timer looks, nothing is told twice and nothing that came due stays untold",
    arguments: 0..<300)
  func randomLooks(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let policy = AlertPolicy(
      leadDays: Array(
        Set((0..<Int.random(in: 0...5, using: &random)).map { _ in Int.random(in: 1...40, using: &random) })),
      onDay: .random(using: &random), overdueEveryDays: .random(in: 0...4, using: &random),
      alertMinute: .random(in: 0...1439, using: &random), workingDaysOnly: .random(using: &random))
    let calendar = WorkCalendar(
      name: "x",
      exceptions: Dictionary(
        uniqueKeysWithValues: (0..<20).map {
          (due.adding(days: $0 * 5 - 50), WorkCalendar.Exception(isWorking: .random(using: &random), name: ""))
        }))
    let schedule = AlertSchedule(due: due, policy: policy, zone: shanghai, calendar: calendar)
    let expected = listed(policy, due: due, calendar: calendar)
    var start = try at("2022-05-01", 0)
    var told: Set<String> = []
    for _ in 0..<25 {
      let now = start.adding(milliseconds: .random(in: 1...864_000_000, using: &random))
      let came = expected.filter { $0.at > start && $0.at <= now }
      let newest = schedule.newest(after: start, through: now)
      #expect((newest != nil) == !came.isEmpty)
      if let newest {
        #expect(newest.at == came.map(\.at).max() || newest.rule == "due" || newest.rule == "overdue")
        #expect(came.contains { $0.at == newest.at && $0.rule == newest.rule })
        #expect(told.insert(newest.rule + newest.occurrence).inserted, "told twice")
        #expect(schedule.covered(after: start, by: newest).count == came.count - 1)
      }
      let next = schedule.first(after: now)
      #expect(next?.at == expected.filter { $0.at > now }.map(\.at).min())
      start = now
    }
  }
}

/// SplitMix64: the same numbers for the same seed, so that a failing case can be run again.
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
