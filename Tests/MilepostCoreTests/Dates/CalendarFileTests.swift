import MilepostCore
import Testing

@Suite struct CalendarFileTests {
  private func parse(_ lines: [String], named name: String = "test-2022.ics", ending: String = "\r\n") throws
    -> CalendarFile
  {
    try CalendarFile.parse(lines.joined(separator: ending) + ending, fileName: name)
  }

  private func calendar(_ body: [String]) -> [String] { ["BEGIN:VCALENDAR", "VERSION:2.0"] + body + ["END:VCALENDAR"] }

  private func event(_ body: String...) -> [String] { ["BEGIN:VEVENT"] + body + ["END:VEVENT"] }

  private func off(_ file: CalendarFile) -> [String] {
    file.days.filter { !$0.value.isWorking }.keys.sorted().map(\.description)
  }

  private func worked(_ file: CalendarFile) -> [String] {
    file.days.filter(\.value.isWorking).keys.sorted().map(\.description)
  }

  private func refusal(_ lines: [String], named name: String = "test-2022.ics") throws -> Refusal {
    try #require(throws: Refusal.self) { try parse(lines, named: name) }
  }

  @Test(
    "A list of public holidays from elsewhere works as it is: each all-day event is a day off",
    arguments: ["\r\n", "\n"])
  func foreignList(ending: String) throws {
    let file = try parse(
      [
        "\u{FEFF}BEGIN:VCALENDAR", "PRODID:-//Google Inc//Google Calendar 70.9054//EN", "VERSION:2.0", "METHOD:PUBLISH",
        "X-WR-CALNAME:Feiertage in Deutschland", "BEGIN:VTIMEZONE", "TZID:Europe/Berlin", "BEGIN:STANDARD",
        "DTSTART:19701025T030000", "END:STANDARD", "END:VTIMEZONE", "BEGIN:VEVENT", "DTSTART;VALUE=DATE:20220103",
        "DTEND;VALUE=DATE:20220104", "DTSTAMP:20220101T000000Z", "SUMMARY:Heilige Drei Könige\\, verlegt",
        "TRANSP:TRANSPARENT",
        "BEGIN:VALARM", "TRIGGER:-PT15M", "SUMMARY:never", "DTSTART;VALUE=DATE:20220505", "END:VALARM", "END:VEVENT",
        "BEGIN:VTODO", "DTSTART;VALUE=DATE:20220606", "END:VTODO", "BEGIN:VEVENT", "DTSTART;VALUE=DATE:20221003",
        "SUMMARY:Tag der Deutschen Ein", " heit", "END:VEVENT", "BEGIN:VEVENT",
        "DTSTART;TZID=Europe/Berlin:20220707T100000",
        "SUMMARY:A meeting", "END:VEVENT", "", "END:VCALENDAR",
      ], named: "germany-2022.ics", ending: ending)
    #expect(file.calendar == "germany" && file.year == 2022)
    #expect(off(file) == ["2022-01-03", "2022-10-03"] && worked(file) == [])
    #expect(file.days.values.map(\.name).sorted() == ["Heilige Drei Könige, verlegt", "Tag der Deutschen Einheit"])
  }

  @Test("The end is not part of an event; a duration counts whole days; without either it lasts one day")
  func lengths() throws {
    let file = try parse(
      calendar(
        event("DTSTART;VALUE=DATE:20220131", "DTEND;VALUE=DATE:20220203")
          + event("DTSTART;VALUE=DATE:20220301", "DURATION:P2D")
          + event("DTSTART;VALUE=DATE:20220404", "DTEND;VALUE=DATE:20220404") + event("DTSTART:20220501")
          + event("dtstart;x-note=\"a:b;c\";value=\"DATE\":20220606", "DURATION:P1W")))
    let expected =
      ["2022-01-31", "2022-02-01", "2022-02-02", "2022-03-01", "2022-03-02", "2022-04-04", "2022-05-01"]
      + (6...12).map { $0 < 10 ? "2022-06-0\($0)" : "2022-06-\($0)" }
    #expect(off(file) == expected)
  }

  @Test(
    "Make-up workdays are told from days off by our property, Apple's, a category or the words in use",
    arguments: [
      ("X-MILEPOST-DAY:working", true), ("x-milepost-day:Working", true),
      ("X-APPLE-SPECIAL-DAY:ALTERNATE-WORKDAY", true),
      ("CATEGORIES:China,Workday", true), ("SUMMARY:国庆节 补班 第1天/共2天", true), ("SUMMARY:国庆节（班）", true),
      ("SUMMARY:春节调休上班", true), ("X-MILEPOST-DAY:off", false), ("X-APPLE-SPECIAL-DAY:WORK-HOLIDAY", false),
      ("CATEGORIES:Holiday", false), ("SUMMARY:国庆节", false), ("SUMMARY:劳动节（休）", false),
    ])
  func workdays(line: String, isWorking: Bool) throws {
    let file = try parse(calendar(event("DTSTART;VALUE=DATE:20221008", line)))
    #expect((isWorking ? worked(file) : off(file)) == ["2022-10-08"] && file.days.count == 1)
  }

  @Test("Our own property has the last word")
  func precedence() throws {
    let file = try parse(
      calendar(event("SUMMARY:上班", "CATEGORIES:WORKDAY", "DTSTART;VALUE=DATE:20221008", "X-MILEPOST-DAY:off")))
    #expect(off(file) == ["2022-10-08"])
  }

  @Test("A yearly event falls on the year of the file, within its count and its end, leap days where they exist")
  func yearly() throws {
    let body =
      event("DTSTART;VALUE=DATE:20181225", "RRULE:FREQ=YEARLY")
      + event("DTSTART;VALUE=DATE:20190101", "RRULE:FREQ=YEARLY;COUNT=5")
      + event("DTSTART;VALUE=DATE:20190701", "RRULE:FREQ=YEARLY;UNTIL=20240701")
      + event("DTSTART;VALUE=DATE:20200229", "RRULE:FREQ=YEARLY;INTERVAL=1;COUNT=2")
      + event("DTSTART;VALUE=DATE:20300101", "RRULE:FREQ=YEARLY")
    #expect(off(try parse(calendar(body), named: "x-2023.ics")) == ["2023-01-01", "2023-07-01", "2023-12-25"])
    #expect(off(try parse(calendar(body), named: "x-2024.ics")) == ["2024-02-29", "2024-07-01", "2024-12-25"])
    #expect(off(try parse(calendar(body), named: "x-2028.ics")) == ["2028-12-25"])
  }

  @Test("Cancelled events take no day away, and two events may share one")
  func cancelled() throws {
    let file = try parse(
      calendar(
        event("DTSTART;VALUE=DATE:20220101", "STATUS:CANCELLED") + event("DTSTART;VALUE=DATE:20220102", "SUMMARY:One")
          + event("DTSTART;VALUE=DATE:20220102", "SUMMARY:Other")))
    #expect(off(file) == ["2022-01-02"])
    #expect(file.days.values.first?.name == "One")
  }

  @Test(
    "A fault is named with its file and line",
    arguments: [
      (["DTSTART;VALUE=DATE:20220230"], 3, Refusal.Code.invalidDate),
      (["DTSTART;VALUE=DATE:2022-02-03"], 3, .invalidDate),
      (["DTSTART;VALUE=DATE:20220101", "DTEND;VALUE=DATE:20211231"], 4, .invalidValue),
      (["DTSTART;VALUE=DATE:20220101", "DTEND;VALUE=DATE:20240101"], 4, .invalidValue),
      (["DTSTART;VALUE=DATE:20220101", "DTEND:20220102T000000Z"], 4, .invalidDate),
      (["DTSTART;VALUE=DATE:20220101", "DURATION:PT8H"], 4, .invalidValue),
      (["DTSTART;VALUE=DATE:20220101", "DURATION:P99999999999999999999D"], 4, .invalidValue),
      (["DTSTART;VALUE=DATE:20220101", "X-MILEPOST-DAY:maybe"], 4, .invalidValue),
      (["DTSTART;VALUE=DATE:20220101", "RRULE:FREQ=WEEKLY"], 4, .malformedInput),
      (["DTSTART;VALUE=DATE:20220101", "RRULE:FREQ=YEARLY;BYDAY=1MO"], 4, .malformedInput),
      (["DTSTART;VALUE=DATE:20220101", "RDATE;VALUE=DATE:20220102"], 4, .malformedInput),
      (["SUMMARY:no start"], 2, .malformedInput), (["DTSTART;VALUE=DATE:20220101", "no colon"], 4, .malformedInput),
      (["DTSTART;VALUE:20220101"], 3, .malformedInput),
      (["DTSTART;VALUE=DATE:20220101", "END:VTODO"], 4, .malformedInput),
      (["SUMMARY:folded", " over", "DTSTART;VALUE=DATE:20221301"], 5, .invalidDate),
    ])
  func faults(body: [String], line: Int, code: Refusal.Code) throws {
    let refusal = try refusal(["BEGIN:VCALENDAR", "BEGIN:VEVENT"] + body + ["END:VEVENT", "END:VCALENDAR"])
    #expect(refusal.place == "test-2022.ics:\(line)", "\(refusal)")
    #expect(refusal.code == code)
    #expect(refusal.text.en.hasSuffix(".") && refusal.text.zh.hasSuffix("。"))
  }

  @Test(
    "What is not iCalendar, or stops in the middle, is refused",
    arguments: [
      [""], ["date,holiday", "2022-01-01,元旦"], ["BEGIN:VEVENT", "END:VEVENT"], ["BEGIN:VCALENDAR"],
      ["BEGIN:VCALENDAR", "BEGIN:VEVENT", "DTSTART;VALUE=DATE:20220101"], ["END:VCALENDAR"], ["VERSION:2.0"],
      ["BEGIN:VCALENDAR", "END:VCALENDAR", "VERSION:2.0"], ["\u{0}\u{1}:"], [" folded:1"],
    ])
  func notCalendar(lines: [String]) throws {
    let refusal = try refusal(lines)
    #expect(refusal.code == .malformedInput)
    #expect(refusal.place?.hasPrefix("test-2022.ics") == true)
  }

  @Test(
    "A file's name must say which calendar and which year",
    arguments: [
      "china.ics", "2022.ics", "-2022.ics", "China-2022.ics", "china-22.ics", "china-2022.ical", "china-2022",
      "china-1066.ics", "a/b-2022.ics", "china--2022.ics", "china-２０２２.ics",
    ])
  func badName(name: String) throws {
    let refusal = try refusal(calendar([]), named: name)
    #expect(refusal.code == .invalidValue)
    #expect(refusal.text.en.contains("china-2026.ics") && refusal.place == name)
  }

  @Test("A day off that is a working day as well is refused, at the later event")
  func contradiction() throws {
    let refusal = try refusal(
      calendar(event("DTSTART;VALUE=DATE:20221008") + event("DTSTART;VALUE=DATE:20221008", "X-MILEPOST-DAY:working")))
    #expect(refusal.place == "test-2022.ics:6")
    #expect(refusal.text.en.contains("2022-10-08"))
  }

  @Test("Files, events and days beyond their bounds are refused")
  func bounds() throws {
    let long = try refusal(calendar(["X-LONG:" + String(repeating: "x", count: CalendarFile.bytesMax)]))
    #expect(long.code == .bodyTooLarge)
    let many = Array(repeating: event("DTSTART;VALUE=DATE:20220101"), count: CalendarFile.eventsMax + 1).flatMap { $0 }
    #expect(try refusal(calendar(many)).code == .invalidValue)
    let wide = (1900..<1950).flatMap { event("DTSTART;VALUE=DATE:\($0)0101", "DURATION:P366D") }
    #expect(try refusal(calendar(wide)).code == .invalidValue)
  }

  @Test("No part of a real file cut off or changed makes it crash", arguments: 0..<4 as Range<UInt64>)
  func damaged(seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    let whole = Array(try #require(ChinaCalendarTests.files().first).contents.utf8)
    var refused = 0
    for _ in 0..<150 {
      var bytes = whole
      switch Int.random(in: 0...2, using: &random) {
      case 0: bytes.removeSubrange(Int.random(in: 0..<bytes.count, using: &random)...)
      case 1: bytes.remove(at: .random(in: 0..<bytes.count, using: &random))
      default: bytes[.random(in: 0..<bytes.count, using: &random)] = .random(in: 0...255, using: &random)
      }
      do throws(Refusal) {
        _ = try CalendarFile.parse(String(decoding: bytes, as: UTF8.self), fileName: "china-2020.ics")
      } catch {
        refused += 1
        if error.place?.hasPrefix("china-2020.ics") != true { Issue.record("\(error)") }
      }
    }
    #expect(refused > 10)
  }
}
