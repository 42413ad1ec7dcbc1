import MilepostCore
import Testing

@Suite struct StoredScheduleTests {
  @Test(
    "Early and late dates and float equal, on every activity, what the program that made the file had stored",
    arguments: [
      ("commercial", 126, 176), ("takt", 25, 40), ("links", 16, 8), ("manual links", 16, 8),
    ])
  func stored(name: String, count: Int, links: Int) throws {
    let texts = [
      "commercial": StoredSchedules.commercial, "takt": StoredSchedules.takt, "links": StoredSchedules.links,
      "manual links": StoredSchedules.manualLinks,
    ]
    let stored = try StoredSchedule(try #require(texts[name]))
    #expect(stored.rows.count == count)
    let schedule = Schedule(try stored.draft.compile(stored.settings))
    #expect(schedule.network.linkCount == links)
    let clock = try WorkClock(stored.calendar)
    // The same moment of work: an end of Friday and a start of Monday are one.
    func same(_ left: CivilMinute, _ right: CivilMinute) -> Bool {
      clock.work(before: left.value) == clock.work(before: right.value)
    }
    for row in stored.rows {
      let dates = schedule.dates(of: row.id)
      #expect(dates.start == row.earlyStart, "\(name) \(row.number): early start")
      #expect(dates.finish == row.earlyFinish, "\(name) \(row.number): early finish")
      #expect(same(dates.lateStart, row.lateStart), "\(name) \(row.number): late start")
      #expect(same(dates.lateFinish, row.lateFinish), "\(name) \(row.number): late finish")
      #expect(schedule.totalFloat(of: row.id) == row.totalFloat, "\(name) \(row.number): total float")
      #expect(schedule.freeFloat(of: row.id) == row.freeFloat, "\(name) \(row.number): free float")
    }
    let end = try #require(stored.rows.map(\.earlyFinish).max())
    #expect(schedule.finish == end)
    let path = schedule.longestPath()
    #expect(path.allSatisfy { schedule.totalFloat(of: $0) == 0 })
    #expect(path.last.map { schedule.finish(of: $0) } == end)
    // What was dated by hand rests on no link, so its path is itself.
    if name == "manual links" {
      #expect(path.count == 1)
    } else {
      #expect(path.first.map { schedule.dates(of: $0).start } == stored.settings.start)
    }
  }
}

/// Reads what `StoredSchedules` describes.
private struct StoredSchedule {
  struct Row {
    var id: ActivityID
    var number: Int
    var earlyStart: CivilMinute
    var earlyFinish: CivilMinute
    var lateStart: CivilMinute
    var lateFinish: CivilMinute
    var totalFloat: Int
    var freeFloat: Int
  }

  var draft = NetworkDraft()
  var settings: ScheduleSettings
  var calendar: ShiftCalendar
  var rows: [Row] = []

  init(_ text: String) throws {
    let all = text.split(separator: "\n").map { $0.split(separator: " ") }
    func lines(_ word: String) -> [[Substring]] { all.filter { $0[0] == word }.map { Array($0.dropFirst()) } }
    settings = ScheduleSettings(
      start: ISO.minute(lines("start")[0][0]), dataDate: lines("data").first.map { ISO.minute($0[0]) })
    let off = lines("off").map { ISO.day($0[0]) }
    calendar = ShiftCalendar(
      name: "standard", week: Array(repeating: ShiftCalendar.officeHours, count: 5) + [[], []],
      exceptions: Dictionary(uniqueKeysWithValues: off.map { ($0, []) }))
    let standard = try draft.add(calendar)
    var ids: [Substring: ActivityID] = [:]
    for line in lines("work") {
      let dates = line[2..<6].map { ISO.minute($0) }
      let id = try draft.add(
        Activity(
          name: Bilingual(en: String(line[0]), zh: String(line[0])), calendar: standard, duration: ISO.number(line[1]),
          pinnedStart: line.contains("pinned") ? dates[0] : nil))
      ids[line[0]] = id
      rows.append(
        Row(
          id: id, number: ISO.number(line[0]), earlyStart: dates[0], earlyFinish: dates[1], lateStart: dates[2],
          lateFinish: dates[3], totalFloat: ISO.number(line[6]), freeFloat: ISO.number(line[7])))
    }
    let kinds: [Substring: Link.Kind] = [
      "": .finishStart, "SS": .startStart, "FF": .finishFinish, "SF": .startFinish,
    ]
    for line in lines("work") {
      for wait in line.last?.first == "<" ? line.last.known.dropFirst().split(separator: ",") : [] {
        let from = wait.prefix { $0.isNumber }
        let kind = wait.dropFirst(from.count).prefix { $0.isLetter }
        let lag = wait.dropFirst(from.count + kind.count)
        try draft.add(
          Link(
            from: ids[from].known, to: ids[line[0]].known, kind: kinds[kind].known,
            lag: lag.isEmpty ? 0 : ISO.number(lag)))
      }
    }
  }
}
