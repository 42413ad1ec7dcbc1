import MilepostCore
import Testing

@Suite struct PsplibTests {
  @Test("Every network of the set takes as many days as its header says, and its longest path adds up to them")
  func lengths() throws {
    let networks = PsplibNetworks.text.split(separator: "\n")
    #expect(networks.count == 48)
    for line in networks {
      let words = line.split(separator: " ")
      let (draft, ids, days) = try read(words.dropFirst(2))
      let start = ISO.minute("2022-01-03T00:00")
      let schedule = Schedule(try draft.compile(ScheduleSettings(start: start)))
      let length = ISO.number(words[1]) * 1440
      #expect(schedule.finish.value - start.value == length, "\(words[0])")
      #expect(schedule.totalFloat(of: ids[31]) == 0)
      let path = schedule.longestPath()
      #expect(path.first == ids[0] && path.last == ids[31], "\(words[0])")
      #expect(path.map { days[$0.index] * 1440 }.reduce(0, +) == length, "\(words[0])")
    }
  }

  private func read(_ words: ArraySlice<Substring>) throws -> (NetworkDraft, [ActivityID], [Int]) {
    var draft = NetworkDraft()
    let calendar = try draft.add(.roundTheClock)
    let parts = words.map { $0.split(separator: ":", omittingEmptySubsequences: false) }
    let days = parts.map { ISO.number($0[0]) }
    let ids = try days.map {
      try draft.add(Activity(name: Bilingual(en: "job", zh: "作业"), calendar: calendar, duration: $0 * 1440))
    }
    for (index, part) in parts.enumerated() {
      for successor in part[1].split(separator: ",") {
        try draft.add(Link(from: ids[index], to: ids[ISO.number(successor) - 1]))
      }
    }
    return (draft, ids, days)
  }
}
