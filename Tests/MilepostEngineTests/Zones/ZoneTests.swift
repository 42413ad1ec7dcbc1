import Foundation
import MilepostCore
import MilepostEngine
import Testing

@Suite struct ZoneTests {
  /// Zone, day, and the moment at which that day has ended there, by tzdata.
  static let ends: [(zone: String, day: String, end: String)] = [
    ("Asia/Shanghai", "2022-06-30", "2022-06-30T16:00:00.000Z"),
    // Clocks went from 00:00 to 01:00, so the 3rd ended in the gap.
    ("America/Sao_Paulo", "2018-11-03", "2018-11-04T03:00:00.000Z"),
    ("America/Sao_Paulo", "2018-11-04", "2018-11-05T02:00:00.000Z"),
    // From 00:00 back to 23:00: the last hour of the 17th came twice.
    ("America/Sao_Paulo", "2018-02-17", "2018-02-18T03:00:00.000Z"),
    // The 30th was skipped: it ended when it would have begun, with the 29th.
    ("Pacific/Apia", "2011-12-29", "2011-12-30T10:00:00.000Z"),
    ("Pacific/Apia", "2011-12-30", "2011-12-30T10:00:00.000Z"),
    ("Pacific/Apia", "2011-12-31", "2011-12-31T10:00:00.000Z"),
    // From 00:00 to 01:00 at the start of summer time, from 24:00 back to 23:00 at its end.
    ("Africa/Cairo", "2023-04-27", "2023-04-27T22:00:00.000Z"),
    ("Africa/Cairo", "2023-10-26", "2023-10-26T22:00:00.000Z"),
    // From 01:00 back to 00:00: midnight came twice, and both belong to the 6th.
    ("America/Havana", "2022-11-05", "2022-11-06T04:00:00.000Z"),
    ("America/Havana", "2022-11-06", "2022-11-07T05:00:00.000Z"),
    // From 00:01 back to 23:01: the 28th had begun, and the 27th came again.
    ("America/St_Johns", "2006-10-28", "2006-10-29T03:30:00.000Z"),
    ("UTC", "1970-01-01", "1970-01-02T00:00:00.000Z"),
  ]

  @Test("A day ends when it can come no more, in gaps, overlaps and where a day is skipped", arguments: ends)
  func endOfDay(zone: String, day: String, end: String) throws {
    let date = try #require(CivilDate(day))
    #expect(try SystemZones().zone(named: zone).endOfDay(date).rfc3339 == end)
  }

  /// Every change of the clocks there in these years lies in one of the days that are scanned.
  static let scans: [(zone: String, year: Int)] = [
    ("America/Sao_Paulo", 2018), ("Pacific/Apia", 2011), ("Africa/Cairo", 2023), ("America/Havana", 2022),
    ("America/St_Johns", 2006), ("Asia/Shanghai", 1991), ("Australia/Lord_Howe", 2022), ("Africa/Casablanca", 2022),
    ("Asia/Kathmandu", 1986), ("Europe/Dublin", 2022), ("America/Caracas", 2007), ("Antarctica/Troll", 2022),
    ("Asia/Pyongyang", 2018), ("America/Asuncion", 2023),
  ]

  @Test("Minute by minute through a year, no day goes on after its end and none has ended before", arguments: scans)
  func againstScan(name: String, year: Int) throws {
    let zone = try SystemZones().zone(named: name)
    let first = try #require(CivilDate(year: year, month: 1, day: 1))
    let last = try #require(CivilDate(year: year, month: 12, day: 31))
    // The last minute at whose start each date was shown.
    var seen: [CivilDate: Instant] = [:]
    var latest = first
    var now = Instant(milliseconds: (Int64(first.dayNumber) - 2) * 86_400_000)
    let stop = Instant(milliseconds: (Int64(last.dayNumber) + 3) * 86_400_000)
    while now < stop {
      seen[zone.civilDate(at: now)] = now
      now = now.adding(milliseconds: 60_000)
    }
    for day in 0...last.days(since: first) {
      let date = first.adding(days: day)
      // A date that was never shown ended with the one before it.
      if seen[date] != nil { latest = date }
      let shown = try #require(seen[latest])
      #expect(zone.endOfDay(date) == shown.adding(milliseconds: 60_000), "\(name) \(date)")
    }
  }

  @Test(
    "Clocks show the asked time at the moment given, the first time they do, but for times in a gap", arguments: scans)
  func timesOfDay(name: String, year: Int) throws {
    let zone = try SystemZones().zone(named: name)
    let first = try #require(CivilDate(year: year, month: 1, day: 1))
    let clocks = try #require(TimeZone(identifier: name))
    var firstShown: [Int64: Instant] = [:]
    for minute in -2880..<(370 * 1440) {
      let now = Instant(milliseconds: Int64(first.dayNumber) * 86_400_000 + Int64(minute) * 60_000)
      // Minutes that clocks show, counted from 1970-01-01T00:00 of that place.
      let time = Date(timeIntervalSince1970: Double(now.milliseconds / 1000))
      let shown = (now.milliseconds / 1000 + Int64(clocks.secondsFromGMT(for: time))) / 60
      if firstShown[shown] == nil { firstShown[shown] = now }
    }
    for day in 0..<365 {
      for minute in [0, 1, 30, 59, 60, 90, 120, 150, 180, 540, 1380, 1439] {
        let date = first.adding(days: day)
        let found = zone.instant(of: date, minute: minute)
        if let expected = firstShown[Int64(date.dayNumber) * 1440 + Int64(minute)] {
          #expect(found == expected, "\(name) \(date) \(minute)")
        } else {
          // Read with the offset before the gap, so that clocks show a later time at that moment.
          let time = Date(timeIntervalSince1970: Double(found.milliseconds / 1000))
          let shown = (found.milliseconds / 1000 + Int64(clocks.secondsFromGMT(for: time))) / 60
          #expect(shown > Int64(date.dayNumber) * 1440 + Int64(minute), "\(name) \(date) \(minute)")
        }
      }
    }
  }

  @Test("02:30 in a gap from 02:00 to 03:00 is 03:30")
  func gap() throws {
    let berlin = try SystemZones().zone(named: "Europe/Berlin")
    let date = try #require(CivilDate("2022-03-27"))
    #expect(berlin.instant(of: date, minute: 150).rfc3339 == "2022-03-27T01:30:00.000Z")
  }

  @Test(
    "What is no IANA name is refused, abbreviations with two meanings among it",
    arguments: ["", "CST", "Asia/Nowhere", "asia/shanghai", "GMT+8", "../etc/passwd", "Asia/Shanghai\n", "🙂"])
  func unknown(name: String) throws {
    let refusal = try #require(throws: Refusal.self) { try SystemZones().zone(named: name) }
    #expect(refusal.code == .unknownZone)
    #expect(refusal.text.en.contains("Asia/Shanghai"))
  }
}
