import Foundation
import MilepostCore
import Testing

@Suite struct RecurrenceInvariantTests {
  private func text(_ random: inout SeededRandom) -> String {
    func list(_ range: ClosedRange<Int>, _ random: inout SeededRandom) -> String {
      (1...Int.random(in: 1...4, using: &random)).map { _ in
        let number = Int.random(in: range, using: &random)
        return String(number == 0 ? 1 : number)
      }.joined(separator: ",")
    }
    let frequency = ["DAILY", "WEEKLY", "MONTHLY", "YEARLY"].any(&random)
    let numbered = ["MONTHLY", "YEARLY"].contains(frequency)
    var parts = ["FREQ=\(frequency)"]
    if Bool.random(using: &random) { parts.append("INTERVAL=\(Int.random(in: 1...15, using: &random))") }
    if Bool.random(using: &random) { parts.append("BYMONTH=\(list(1...12, &random))") }
    if frequency != "WEEKLY", Bool.random(using: &random) { parts.append("BYMONTHDAY=\(list(-31...31, &random))") }
    if Bool.random(using: &random) {
      let days = (1...3).map { _ in
        let number = numbered && Bool.random(using: &random) ? String([1, 2, 4, 5, -1, -2].any(&random)) : ""
        return number + ["MO", "TU", "WE", "TH", "FR", "SA", "SU"].any(&random)
      }
      parts.append("BYDAY=\(days.joined(separator: ","))")
    }
    if parts.contains(where: { $0.hasPrefix("BY") }), Int.random(in: 0..<4, using: &random) == 0 {
      parts.append("BYSETPOS=\(list(-3...3, &random))")
    }
    if Bool.random(using: &random) { parts.append("WKST=" + ["MO", "SU", "WE"].any(&random)) }
    return parts.joined(separator: ";")
  }

  private func start(_ random: inout SeededRandom) -> CivilDate {
    ISO.day(["1899-01-01", "1999-01-01", "2022-01-01", "2099-01-01"].any(&random))
      .adding(days: .random(in: 0...800, using: &random))
  }

  /// The nth such weekday of the month or year, counted by walking through it.
  private func isNumbered(_ date: CivilDate, _ ordinal: Int, inMonth: Bool) -> Bool {
    func isSame(_ other: CivilDate) -> Bool {
      other.year == date.year && (!inMonth || other.month == date.month)
    }
    var rank = 0
    var day = date
    while isSame(day) {
      rank += 1
      day = day.adding(days: ordinal > 0 ? -7 : 7)
    }
    return rank == abs(ordinal)
  }

  @Test("Every date of a rule satisfies each of its parts, and they rise", arguments: 0..<300 as Range<UInt64>)
  func satisfies(seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    let rule = try RecurrenceRule(text(&random))
    let start = start(&random)
    var before: CivilDate?
    for date in rule.dates(from: start).prefix(40) {
      let (year, month, day) = date.components
      let fromEnd = day - 1 - CivilDate.daysInMonth(year: year, month: month)
      #expect(date >= start && before.map { $0 < date } ?? true, "\(rule) \(date)")
      #expect(rule.months.isEmpty || rule.months.contains(month), "\(rule) \(date)")
      #expect(rule.monthDays.isEmpty || rule.monthDays.contains { $0 == day || $0 == fromEnd }, "\(rule) \(date)")
      let inMonth = rule.frequency == .monthly || !rule.months.isEmpty
      let isDay = rule.days.contains {
        $0.weekday == date.weekday && ($0.ordinal.map { isNumbered(date, $0, inMonth: inMonth) } ?? true)
      }
      #expect(rule.days.isEmpty || isDay, "\(rule) \(date)")
      before = date
    }
  }

  @Test("Dates fall only into every nth day, week, month or year", arguments: 0..<200 as Range<UInt64>)
  func interval(seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    let rule = try RecurrenceRule(text(&random))
    let start = start(&random)
    for date in rule.dates(from: start).prefix(40) {
      let periods: Int
      switch rule.frequency {
      case .daily: periods = date.days(since: start)
      case .weekly:
        var (weeks, day) = (0, start)
        while day < date {
          day = day.adding(days: 1)
          if day.weekday == rule.weekStart { weeks += 1 }
        }
        periods = weeks
      case .monthly: periods = (date.year - start.year) * 12 + date.month - start.month
      case .yearly: periods = date.year - start.year
      }
      #expect(periods.isMultiple(of: rule.interval), "\(rule) from \(start): \(date)")
    }
  }

  @Test("A rule without BYSETPOS leaves out no day that satisfies it", arguments: 0..<150 as Range<UInt64>)
  func complete(seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    let plain = text(&random).split(separator: ";").filter { !$0.hasPrefix("BYSETPOS") && !$0.hasPrefix("INTERVAL") }
    let rule = try RecurrenceRule(plain.joined(separator: ";"))
    guard !rule.days.isEmpty || !rule.monthDays.isEmpty else { return }
    let start = start(&random)
    let given = Set(rule.dates(from: start).prefix { $0.days(since: start) < 1000 })
    let inMonth = rule.frequency == .monthly || !rule.months.isEmpty
    for date in (0..<1000).map({ start.adding(days: $0) }) {
      let (year, month, day) = date.components
      let fromEnd = day - 1 - CivilDate.daysInMonth(year: year, month: month)
      let matches =
        (rule.months.isEmpty || rule.months.contains(month))
        && (rule.monthDays.isEmpty || rule.monthDays.contains { $0 == day || $0 == fromEnd })
        && (rule.days.isEmpty
          || rule.days.contains {
            $0.weekday == date.weekday && ($0.ordinal.map { isNumbered(date, $0, inMonth: inMonth) } ?? true)
          })
      #expect(matches == given.contains(date), "\(rule) from \(start): \(date)")
    }
  }

  @Test("What is asked for from a later day is the end of what the start gives", arguments: 0..<200 as Range<UInt64>)
  func floor(seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    let start = start(&random)
    let count = Bool.random(using: &random) ? ";COUNT=\(Int.random(in: 1...60, using: &random))" : ""
    let rule = try RecurrenceRule(text(&random) + count)
    let floor = start.adding(days: .random(in: -50...3000, using: &random))
    let end = start.adding(days: 4000)
    let late = Array(rule.dates(from: start, notBefore: floor).prefix { $0 <= end })
    #expect(late == rule.dates(from: start).prefix { $0 <= end }.filter { $0 >= floor }, "\(rule) from \(start)")
  }

  @Test("A rule comes back from its text and from storage", arguments: 0..<200 as Range<UInt64>)
  func roundTrip(seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    let end = ["", ";COUNT=7", ";UNTIL=20240229", ";RSCALE=GREGORIAN", ";SKIP=OMIT;RSCALE=GREGORIAN"].any(&random)
    let rule = try RecurrenceRule(text(&random) + end)
    #expect(try RecurrenceRule(rule.description) == rule)
    #expect(try RecurrenceRule("rrule:" + rule.description.lowercased()) == rule)
    #expect(try JSONDecoder().decode([RecurrenceRule].self, from: JSONEncoder().encode([rule])) == [rule])
  }

  @Test(
    "A bad rule is refused with the part that is at fault",
    arguments: [
      ("", "[0]"), ("FREQ", "[0]"), ("FREQ=", "[0]"), ("FREQ=DAILY;", "[1]"), ("FREQ=DAILY;;COUNT=2", "[1]"),
      ("=DAILY", "[0]"), ("INTERVAL=2", "FREQ"), ("FREQ=HOURLY", "FREQ"), ("FREQ=DAILY;FREQ=DAILY", "FREQ"),
      ("FREQ=DAILY;BYHOUR=3", "[1]"), ("FREQ=YEARLY;BYWEEKNO=3", "[1]"), ("FREQ=DAILY;INTERVAL=0", "INTERVAL"),
      ("FREQ=DAILY;INTERVAL=-1", "INTERVAL"), ("FREQ=DAILY;INTERVAL=+1", "INTERVAL"),
      ("FREQ=DAILY;INTERVAL=99999999999999999999", "INTERVAL"), ("FREQ=DAILY;INTERVAL=１", "INTERVAL"),
      ("FREQ=DAILY;COUNT=0", "COUNT"), ("FREQ=DAILY;COUNT=2;UNTIL=20221231", "UNTIL"),
      ("FREQ=DAILY;UNTIL=2022-12-31", "UNTIL"), ("FREQ=DAILY;UNTIL=20220230", "UNTIL"),
      ("FREQ=DAILY;UNTIL=20221231T000000Z", "UNTIL"), ("FREQ=YEARLY;BYMONTH=13", "BYMONTH"),
      ("FREQ=YEARLY;BYMONTH=-1", "BYMONTH"), ("FREQ=YEARLY;BYMONTH=1,,2", "BYMONTH"),
      ("FREQ=MONTHLY;BYMONTHDAY=0", "BYMONTHDAY"), ("FREQ=MONTHLY;BYMONTHDAY=-32", "BYMONTHDAY"),
      ("FREQ=MONTHLY;BYMONTHDAY=-", "BYMONTHDAY"), ("FREQ=MONTHLY;BYMONTHDAY=--1", "BYMONTHDAY"),
      ("FREQ=WEEKLY;BYMONTHDAY=1", "BYMONTHDAY"), ("FREQ=WEEKLY;BYDAY=1MO", "BYDAY"),
      ("FREQ=DAILY;BYDAY=MO,-1TU", "BYDAY"),
      ("FREQ=MONTHLY;BYDAY=0MO", "BYDAY"), ("FREQ=YEARLY;BYDAY=54MO", "BYDAY"), ("FREQ=MONTHLY;BYDAY=M", "BYDAY"),
      ("FREQ=MONTHLY;BYDAY=XX", "BYDAY"), ("FREQ=MONTHLY;BYDAY=1", "BYDAY"), ("FREQ=DAILY;WKST=XX", "WKST"),
      ("FREQ=DAILY;WKST=1MO", "WKST"), ("FREQ=MONTHLY;BYSETPOS=1", "BYSETPOS"),
      ("FREQ=MONTHLY;BYDAY=MO;BYSETPOS=0", "BYSETPOS"), ("FREQ=MONTHLY;BYDAY=MO;BYSETPOS=367", "BYSETPOS"),
      ("FREQ=YEARLY;SKIP=BACKWARD", "RSCALE"), ("FREQ=YEARLY;RSCALE=CHINESE", "RSCALE"),
      ("FREQ=YEARLY;RSCALE=GREGORIAN;SKIP=FORWARD", "SKIP"),
      ("FREQ=MONTHLY;RSCALE=GREGORIAN;SKIP=BACKWARD;BYMONTHDAY=-29", "BYMONTHDAY"),
    ])
  func refused(text: String, place: String) throws {
    let refusal = try #require(refusal { _ = try RecurrenceRule(text) }, "\(text) was taken")
    #expect(refusal.place == place, "\(text): \(refusal)")
    #expect(refusal.text.en.hasSuffix(".") && refusal.text.zh.hasSuffix("。"))
  }

  @Test("A rule that is too long is refused unread, and what is repeated of a bad one is short and plain")
  func hostile() throws {
    #expect(refusal { _ = try RecurrenceRule(String(repeating: "x", count: 501)) }?.code == .malformedInput)
    let shown = try #require(
      refusal { _ = try RecurrenceRule("FREQ=\u{202E}\u{7}" + String(repeating: "y", count: 400)) })
    #expect(shown.text.en.count < 200 && !shown.text.en.contains("\u{202E}") && !shown.text.en.contains("\u{7}"))
  }
}
