import Foundation
import MilepostCore
import Testing

/// The files under `etc/calendars` against the announcements of the State Council, written here in another form.
@Suite struct ChinaCalendarTests {
  struct Year: CustomTestStringConvertible {
    let number: Int
    let workdays: Int
    /// Month and day, or the first and last of several.
    let off: String
    let madeUp: String

    var testDescription: String { String(number) }
  }

  static let years = [
    Year(
      number: 2020, workdays: 249, off: "0101 0124-0202 0404-0406 0501-0505 0625-0627 1001-1008",
      madeUp: "0119 0426 0509 0628 0927 1010"),
    Year(
      number: 2021, workdays: 250, off: "0101-0103 0211-0217 0403-0405 0501-0505 0612-0614 0919-0921 1001-1007",
      madeUp: "0207 0220 0425 0508 0918 0926 1009"),
    Year(
      number: 2022, workdays: 249, off: "0101-0103 0131-0206 0403-0405 0430-0504 0603-0605 0910-0912 1001-1007 1231",
      madeUp: "0129 0130 0402 0424 0507 1008 1009"),
    Year(
      number: 2023, workdays: 249, off: "0101-0102 0121-0127 0405 0429-0503 0622-0624 0929-1006 1230-1231",
      madeUp: "0128 0129 0423 0506 0625 1007 1008"),
    Year(
      number: 2024, workdays: 251, off: "0101 0210-0217 0404-0406 0501-0505 0610 0915-0917 1001-1007",
      madeUp: "0204 0218 0407 0428 0511 0914 0929 1012"),
    Year(
      number: 2025, workdays: 248, off: "0101 0128-0204 0404-0406 0501-0505 0531-0602 1001-1008",
      madeUp: "0126 0208 0427 0928 1011"),
    Year(
      number: 2026, workdays: 248, off: "0101-0103 0215-0223 0404-0406 0501-0505 0619-0621 0925-0927 1001-1007",
      madeUp: "0104 0214 0228 0509 0920 1010"),
  ]

  static let folder = URL(filePath: #filePath).resolvingSymlinksInPath()
    .appending(path: "../../../../etc/calendars").standardized

  static func files() throws -> [(name: String, contents: String)] {
    try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
      .filter { $0.pathExtension == "ics" }
      .map { ($0.lastPathComponent, try String(contentsOf: $0, encoding: .utf8)) }
  }

  let china: WorkCalendar

  init() throws {
    china = try CalendarLibrary(files: ChinaCalendarTests.files()).calendar(named: "china")
  }

  private func days(_ list: String, of year: Int) throws -> Set<CivilDate> {
    var days: Set<CivilDate> = []
    for part in list.split(separator: " ") {
      let ends = try part.split(separator: "-").map { end in
        let number = try #require(Int(end))
        return try #require(CivilDate(year: year, month: number / 100, day: number % 100))
      }
      var date = ends[0]
      while date <= ends[ends.count - 1] {
        days.insert(date)
        date = date.adding(days: 1)
      }
    }
    return days
  }

  @Test("Each day of each year is worked or off as announced, and the year has so many working days", arguments: years)
  func everyDay(year: Year) throws {
    let off = try days(year.off, of: year.number)
    let madeUp = try days(year.madeUp, of: year.number)
    var date = try #require(CivilDate(year: year.number, month: 1, day: 1))
    var wrong: [CivilDate] = []
    var count = 0
    while date.year == year.number {
      let expected = madeUp.contains(date) || (!off.contains(date) && date.weekday <= 5)
      if china.isWorkingDay(date) != expected { wrong.append(date) }
      count += expected ? 1 : 0
      date = date.adding(days: 1)
    }
    #expect(wrong == [])
    #expect(count == year.workdays)
    #expect(china.isPublished(year: year.number))
  }

  @Test("The seven years hold 2,557 days, of which 1,744 are worked")
  func total() throws {
    let start = try #require(CivilDate("2019-12-31"))
    let end = try #require(CivilDate("2026-12-31"))
    #expect(end.days(since: start) == 2557)
    #expect(china.workingDays(from: start, to: end) == 1744)
    #expect(ChinaCalendarTests.years.reduce(0) { $0 + $1.workdays } == 1744)
  }

  @Test(
    "Days off are named in Chinese with English beside",
    arguments: [
      ("2022-06-03", "端午节 Dragon Boat Festival"), ("2022-12-31", "元旦 New Year's Day"),
      ("2022-10-08", "国庆节调休上班 Make-up workday for National Day"),
      ("2025-10-06", "国庆节、中秋节 National Day and Mid-Autumn Festival"), ("2026-02-17", "春节 Spring Festival"),
    ])
  func names(day: String, name: String) throws {
    #expect(china.exceptions[try #require(CivilDate(day))]?.name == name)
  }

  @Test("Years without a file are not published, and follow Monday to Friday")
  func unpublished() throws {
    #expect(!china.isPublished(year: 2019))
    #expect(!china.isPublished(year: 2027))
    #expect(china.isWorkingDay(try #require(CivilDate("2027-10-01"))))
    #expect(!china.isWorkingDay(try #require(CivilDate("2027-10-02"))))
  }

  @Test("Lines end with CRLF and have at most 75 octets, and every identifier is given once, as RFC 5545 asks")
  func strictForm() throws {
    var identifiers: Set<String> = []
    for (name, contents) in try ChinaCalendarTests.files() {
      let lines = contents.components(separatedBy: "\r\n")
      #expect(lines.last == "", "\(name)")
      #expect(lines.allSatisfy { $0.utf8.count <= 75 && !$0.unicodeScalars.contains("\n") }, "\(name)")
      for line in lines where line.hasPrefix("UID:") { #expect(identifiers.insert(line).inserted, "\(line)") }
      #expect(lines.contains { $0.hasPrefix("PRODID:") } && lines.contains("VERSION:2.0"), "\(name)")
      #expect(lines.count { $0 == "BEGIN:VEVENT" } == lines.count { $0.hasPrefix("DTSTAMP:") }, "\(name)")
    }
  }
}
