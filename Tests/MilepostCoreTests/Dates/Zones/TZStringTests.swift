import Testing

@testable import MilepostCore

@Suite struct TZStringTests {
  /// A TZ string, and moments with what clocks show at them.
  static let shown: [(text: String, moments: [(utc: String, hours: Double)])] = [
    ("CST-8", [("1900-01-01T00", 8), ("9999-01-01T00", 8)]),
    ("<+1245>-12:45", [("2030-01-01T00", 12.75)]),
    // Summer time begins on the Saturday, at 22:00 of the day before its rule's.
    (
      "<-02>2<-01>,M3.5.0/-1,M10.5.0/0",
      [("2030-03-31T00", -2), ("2030-03-31T01", -1), ("2030-10-27T00", -1), ("2030-10-27T01", -2)]
    ),
    // 1 March is day 60 in every year, counted without 29 February; with it, day 59 or 60 from 0.
    (
      "AAA0BBB,J60/0,J365/0",
      [("2027-02-28T23", 0), ("2027-03-01T00", 1), ("2028-02-29T23", 0), ("2028-03-01T00", 1)]
    ),
    ("AAA0BBB,J59/0,J365/0", [("2027-02-28T00", 1), ("2028-02-28T00", 1), ("2028-02-27T23", 0)]),
    ("AAA0BBB,59/0,J365/0", [("2027-03-01T00", 1), ("2028-02-28T23", 0), ("2028-02-29T00", 1)]),
    // What is called summer time lies behind: Dublin.
    ("IST-1GMT0,M10.5.0,M3.5.0/1", [("2030-01-15T00", 0), ("2030-07-15T00", 1), ("2030-10-27T01", 0)]),
    // South of the equator, over the new year.
    ("AEST-10AEDT,M10.1.0,M4.1.0/3", [("2030-01-01T00", 11), ("2029-12-31T23", 11), ("2030-07-01T00", 10)]),
    // All year, as RFC 9636 writes it, and with more than that.
    ("XXX3EDT4,0/0,J365/23", [("2030-01-01T02", -4), ("2030-01-01T03", -4), ("2030-07-01T00", -4)]),
    ("EST5EDT,0/0,J365/25", [("2029-12-31T23", -4), ("2030-01-01T05", -4), ("2032-12-31T23", -4)]),
    ("EST5EDT,0/0,J365/167", [("2030-01-03T05", -4), ("2032-12-31T23", -4)]),
    // Hours that lead days away: 50 after Thursday's midnight is Saturday, 02:00.
    (
      "EET-2EEST,M3.4.4/50,M10.4.4/50",
      [("2030-03-29T23", 2), ("2030-03-30T00", 3), ("2030-10-25T22", 3), ("2030-10-25T23", 2)]
    ),
    // Into the year before, by a week.
    ("AAA0BBB,0/-167,J100/0", [("2029-12-25T00", 0), ("2029-12-25T01", 1), ("2030-01-01T00", 1)]),
    // The week that does not come is the last; of a leap century as of others.
    ("EST5EDT,M2.5.2/0,M11.1.0", [("2400-02-29T04", -5), ("2400-02-29T05", -4), ("2100-02-23T05", -4)]),
    ("EST5EDT4:30:15,M3.2.0/02:00:30,M11.1.0/1", [("2030-07-01T00", -4.504_166_666_666_667)]),
    ("CET-1CEST,M3.5.0,M10.5.0/3", [("9999-07-01T00", 2), ("9998-12-01T00", 1), ("1800-07-01T00", 2)]),
  ]

  @Test("A rule says what clocks show, in all its forms", arguments: shown)
  func offsets(text: String, moments: [(utc: String, hours: Double)]) throws {
    let rules = try ZoneRules(tzString: text)
    for (utc, hours) in moments {
      let day = try #require(CivilDate(utc.prefix(10)))
      let hour = try #require(Int64(utc.suffix(2)))
      let second = Int64(day.dayNumber) * 86_400 + hour * 3600
      #expect(rules.offset(atSecond: second) == Int64((hours * 3600).rounded()), "\(text) \(utc)")
    }
  }

  @Test("A change falls on the weekday of its week, in each of 900 years")
  func weekdays() throws {
    for (week, days) in [(1, 1...7), (2, 8...14), (3, 15...21), (4, 22...28), (5, 25...31)] {
      for weekday in 0...6 {
        let rules = try ZoneRules(tzString: "AAA0BBB,M3.\(week).\(weekday)/0,M11.1.0/0")
        for year in 1600...2500 {
          let march = try #require(CivilDate(year: year, month: 3, day: 1))
          let found = days.map { march.adding(days: $0 - 1) }.filter { $0.weekday % 7 == weekday }
          let second = Int64(try #require(found.last).dayNumber) * 86_400
          #expect(found.count == 1)
          #expect(rules.offset(atSecond: second) == 3600 && rules.offset(atSecond: second - 1) == 0, "\(year)")
        }
      }
    }
  }

  @Test("Every change is listed once, and nothing that is none")
  func changes() throws {
    let rules = try ZoneRules(tzString: "CET-1CEST,M3.5.0,M10.5.0/3")
    // 1970 to 2870.
    let changes = rules.changes(in: 0..<28_401_408_000)
    #expect(changes.count == 1800)
    #expect(zip(changes, changes.dropFirst()).allSatisfy { $0.second < $1.second && $0.offset != $1.offset })
    #expect(try ZoneRules(tzString: "EST5EDT,0/0,J365/25").changes(in: 0..<28_401_408_000).isEmpty)
  }

  @Test(
    "What is no TZ string is refused",
    arguments: [
      "", "C", "CS-8", "CST", "CST-", "CST-25", "CST-8:60", "CST-8:", "CST-8 ", "<CST-8", "<+8-8", "CST-8CDT",
      "CST-8CDT,", "CST-8CDT,M3.2.0", "CST-8CDT,M3.2.0,", "CST-8CDT,M0.2.0,M11.1.0", "CST-8CDT,M13.2.0,M11.1.0",
      "CST-8CDT,M3.0.0,M11.1.0", "CST-8CDT,M3.6.0,M11.1.0", "CST-8CDT,M3.2.7,M11.1.0", "CST-8CDT,J0,J5",
      "CST-8CDT,J366,J5", "CST-8CDT,366,5", "CST-8CDT,J1/168,J5", "CST-8CDT,J1/-168,J5", "CST-8CDT,J1/2:3:4:5,J5",
      "CST-8CDT,J1/,J5", "CST-8CDT,J1,J5,", "CST-8CDT-8-8,J1,J5", "CST-8CDT,J1,J99999999999999999999", "中国-8",
      "CST-99999999999999999999", String(repeating: "A", count: 600) + "-8", ":Asia/Shanghai",
    ])
  func refused(text: String) {
    #expect(throws: ZoneDataFault.self) { try ZoneRules(tzString: text) }
  }
}
