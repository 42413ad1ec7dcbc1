import MilepostCore
import Testing

@Suite struct ReforecastTests {
  @Test("After any change, counting again only what it reaches gives what counting everything gives")
  func equal() throws {
    for seed in 0..<1500 {
      var random = SeededRandom(seed: UInt64(seed) ^ 0xABCD)
      let network = RandomNetwork(seed: UInt64(seed))
      let (draft, ids) = try network.draft()
      var schedule = Schedule(try draft.compile(network.settings))
      for step in 0..<6 {
        guard let change = change(schedule, ids, &random) else { continue }
        let before = schedule
        schedule = try schedule.applying([change])
        let whole = Schedule(try before.network.applying(change))
        let place = "seed \(seed), step \(step): \(change)"
        #expect(schedule.finish == whole.finish, "\(place)")
        for id in ids {
          #expect(schedule.dates(of: id) == whole.dates(of: id), "\(place)")
          #expect(schedule.totalFloat(of: id) == whole.totalFloat(of: id), "\(place)")
          #expect(schedule.freeFloat(of: id) == whole.freeFloat(of: id), "\(place)")
        }
      }
    }
  }

  @Test("A changed network is the one that would have been drawn up with the change from the start")
  func redrawn() throws {
    for seed in UInt64(0)..<1500 {
      var random = SeededRandom(seed: seed ^ 0x1234)
      let network = RandomNetwork(seed: seed)
      let schedule = Schedule(try network.draft().draft.compile(network.settings))
      var (activities, links, settings) = (network.activities, network.links, network.settings)
      guard let change = change(schedule, network.ids, &random) else { continue }
      switch change {
      case .duration(let id, let minutes): activities[id.index].duration = minutes
      case .progress(let id, let progress): activities[id.index].progress = progress
      case .constraints(let id, let constraints): activities[id.index].constraints = constraints
      case .pin(let id, let start): activities[id.index].pinnedStart = start
      case .lag(let link, let minutes):
        let place = links.firstIndex { $0.reference == link }.known
        links[place].lag = minutes
      case .addLink(let link): links.append(link)
      case .removeLink(let link): links.removeAll { $0.reference == link }
      case .dataDate(let date): settings.dataDate = date
      }
      let changed = try schedule.applying([change])
      let redrawn = Schedule(try RandomNetwork.draft(activities, links).compile(settings))
      #expect(changed.finish == redrawn.finish, "seed \(seed): \(change)")
      for id in network.ids {
        #expect(changed.forecast(of: id).dates == redrawn.forecast(of: id).dates, "seed \(seed): \(change)")
        #expect(changed.totalFloat(of: id) == redrawn.totalFloat(of: id), "seed \(seed): \(change)")
      }
    }
  }

  /// Nil where the dice ask for something that would be refused.
  private func change(_ schedule: Schedule, _ ids: [ActivityID], _ random: inout SeededRandom) -> NetworkChange? {
    let id = ids.any(&random)
    let other = ids.any(&random)
    let date = RandomNetwork.minute(days: -2...12, &random)
    let minutes = Int.random(in: 1...60, using: &random)
    let links = schedule.network.links(into: id)
    switch Int.random(in: 0..<9, using: &random) {
    case 0: return accepted(.duration(id, minutes: minutes), schedule)
    case 1: return .progress(id, Progress(actualStart: date, remaining: minutes))
    case 2: return .progress(id, Progress())
    case 3: return .constraints(id, [DateConstraint(DateConstraint.Kind.allCases.any(&random), date)])
    case 4: return links.randomElement(using: &random).map { .lag($0.reference, minutes: minutes - 30) }
    case 5: return links.randomElement(using: &random).map { .removeLink($0.reference) }
    case 6: return accepted(.addLink(Link(from: other, to: id, lag: minutes - 30)), schedule)
    case 7: return .dataDate(date)
    default: return try? schedule.slip(of: id, by: minutes)
    }
  }

  private func accepted(_ change: NetworkChange, _ schedule: Schedule) -> NetworkChange? {
    (try? schedule.network.applying(change)).map { _ in change }
  }

  @Test("What a change was tried on stays as it was, also where the change is refused")
  func whatIf() throws {
    var draft = NetworkDraft()
    let calendar = try draft.add(ShiftCalendar(.weekdays))
    let works = try draft.add(
      Activity(name: Bilingual(en: "Works", zh: "施工"), calendar: calendar, duration: 5 * 480))
    let opening = try draft.add(.milestone(Bilingual(en: "Opening", zh: "开园"), calendar: calendar))
    try draft.add(Link(from: works, to: opening))
    let settings = ScheduleSettings(start: ISO.minute("2022-06-06T00:00"))
    let schedule = Schedule(try draft.compile(settings))
    let later = try schedule.applying([try schedule.slip(of: works, by: 10 * 480)])
    #expect(schedule.finish(of: opening).description == "2022-06-10T17:00")
    #expect(later.finish(of: opening).description == "2022-06-24T17:00")
    #expect(
      later.moves(from: schedule).map(\.activity) == [works, opening]
        && later.moves(from: schedule).allSatisfy { $0.to.description == "2022-06-24T17:00" })
    let circle = #expect(throws: Refusal.self) {
      try schedule.applying([
        .duration(works, minutes: 480), .addLink(Link(from: opening, to: works)),
      ])
    }
    #expect(circle?.code == .linkCycle)
    #expect(schedule.moves(from: Schedule(schedule.network)).isEmpty)
    let nobody = #expect(throws: Refusal.self) {
      try schedule.applying([.duration(ActivityID(7), minutes: 1)])
    }
    #expect(nobody?.code == .notFound)
    let milestone = #expect(throws: Refusal.self) { try schedule.applying([.duration(opening, minutes: 1)]) }
    #expect(milestone?.code == .invalidValue)
    let unlinked = #expect(throws: Refusal.self) {
      try schedule.applying([.lag(Link.Reference(from: works, to: opening, kind: .startStart), minutes: 1)])
    }
    #expect(unlinked?.code == .notFound)
  }

  @Test("Work slips by what was said, whether it has begun, waits, or was set by hand")
  func slipped() throws {
    let monday = ISO.minute("2022-06-06T08:00")
    let name = Bilingual(en: "Works", zh: "施工")
    var draft = NetworkDraft()
    let calendar = try draft.add(ShiftCalendar(.weekdays))
    let ids = [
      try draft.add(
        Activity(name: name, calendar: calendar, duration: 2400, progress: Progress(actualStart: monday, percent: 40))),
      try draft.add(Activity(name: name, calendar: calendar, duration: 1440)),
      try draft.add(Activity(name: name, calendar: calendar, duration: 1440, pinnedStart: monday)),
      try draft.add(
        .milestone(
          name, calendar: calendar, constraints: [DateConstraint(.finishNoEarlier, CivilMinute(monday.value + 3420))])),
    ]
    let schedule = Schedule(try draft.compile(ScheduleSettings(start: monday, dataDate: monday)))
    for id in ids {
      #expect(schedule.finish(of: id).description == "2022-06-08T17:00")
      let later = try schedule.applying([try schedule.slip(of: id, by: 3 * 480)])
      #expect(later.finish(of: id).description == "2022-06-13T17:00")
      #expect(later.moves(from: schedule).map(\.activity) == [id])
    }
  }

  @Test("What is done cannot slip, and nothing slips backwards")
  func slip() throws {
    var draft = NetworkDraft()
    let calendar = try draft.add(ShiftCalendar(.weekdays))
    let day = ISO.minute("2022-06-06T09:00")
    let done = try draft.add(.milestone(Bilingual(en: "Done", zh: "完成"), calendar: calendar, reached: day))
    let open = try draft.add(.milestone(Bilingual(en: "Open", zh: "未完"), calendar: calendar))
    let schedule = Schedule(try draft.compile(ScheduleSettings(start: day)))
    #expect(#expect(throws: Refusal.self) { try schedule.slip(of: done, by: 480) }?.code == .wrongState)
    #expect(#expect(throws: Refusal.self) { try schedule.slip(of: open, by: 0) }?.code == .invalidValue)
    #expect(#expect(throws: Refusal.self) { try schedule.slip(of: open, by: .min) }?.code == .invalidValue)
  }
}
