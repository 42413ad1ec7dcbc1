import MilepostCore
import MilepostExchange

/// Work of one to fifteen days, each waiting for some of what comes before it, near and far, on weekdays from nine to
/// five without a break, which all of the programs compared can be told.
struct RandomPlan {
  let durations: [Int]
  let links: [(from: Int, to: Int)]
  let settings: ScheduleSettings
  private let calendar: ShiftCalendar

  init(count: Int, links wanted: Int, seed: UInt64) {
    var dice = Dice(seed: seed)
    durations = (0..<count).map { _ in Int.random(in: 1...15, using: &dice) }
    var links: [(from: Int, to: Int)] = []
    var taken: Set<Int> = []
    while links.count < wanted {
      let to = Int.random(in: 1..<count, using: &dice)
      let reach = Bool.random(using: &dice) ? 20 : 2000
      let from = to - Int.random(in: 1...min(to, reach), using: &dice)
      if taken.insert(from * count + to).inserted { links.append((from, to)) }
    }
    self.links = links
    let monday = CivilDate(year: 2026, month: 1, day: 5) ?? CivilDate(dayNumber: 0)
    settings = ScheduleSettings(start: CivilMinute(monday, minute: 540))
    calendar = ShiftCalendar(name: "weekdays", week: Array(repeating: [540..<1020], count: 5) + [[], []])
  }

  func draft() throws -> NetworkDraft {
    var draft = NetworkDraft()
    let days = try draft.add(calendar)
    for (index, duration) in durations.enumerated() {
      _ = try draft.add(
        Activity(name: Bilingual(en: "t\(index)", zh: "t\(index)"), calendar: days, duration: duration * 480))
    }
    for link in links { try draft.add(Link(from: ActivityID(link.from), to: ActivityID(link.to))) }
    return draft
  }

  func mspdi() throws -> String {
    try MSPDIWriter.text(
      ImportedSchedule(
        name: "bench", start: settings.start, calendars: [.init(id: "1", shifts: calendar)], calendar: "1",
        tasks: durations.enumerated().map { ImportedSchedule.Task(id: "t\($0)", name: "t\($0)", duration: $1 * 480) },
        relations: links.map { ImportedSchedule.Relation(from: "t\($0.from)", to: "t\($0.to)") }))
  }

  /// With working hours as its default has them, and slots of an hour.
  func taskJuggler() -> String {
    let waits = Dictionary(grouping: links, by: \.to)
    var lines = [
      "project bench \"bench\" 2026-01-05 +60y {", "  timezone \"UTC\"", "  timingresolution 60 min",
      "  dailyworkinghours 8", "  yearlyworkingdays 260", "  workinghours mon - fri 9:00 - 17:00",
      "  workinghours sat, sun off", "}",
    ]
    for (index, duration) in durations.enumerated() {
      let before = (waits[index] ?? []).map { "t\($0.from)" }
      let depends = before.isEmpty ? "start 2026-01-05-09:00" : "depends \(before.joined(separator: ", "))"
      lines.append("task t\(index) \"t\(index)\" { length \(duration)d \(depends) }")
    }
    lines.append("taskreport bench \"bench\" { formats csv columns id, end timeformat \"%Y-%m-%dT%H:%M\" }")
    return lines.joined(separator: "\n") + "\n"
  }
}
