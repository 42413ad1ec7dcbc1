import Foundation
import MilepostCore
import Testing

@Suite struct RecurrenceRuleTests {
  private func dates(_ text: String, _ start: String, _ count: Int) throws -> [String] {
    try RecurrenceRule(text).dates(from: ISO.day(start)).prefix(count).map(\.description)
  }

  // MARK: Known sets

  /// The examples of RFC 5545, 3.8.5.3 that dates can follow, with their starts.
  @Test(
    "The examples of RFC 5545 give the dates that it lists",
    arguments: [
      ("FREQ=DAILY;COUNT=3", "1997-09-02", "1997-09-02 1997-09-03 1997-09-04"),
      ("FREQ=DAILY;INTERVAL=10;COUNT=5", "1997-09-02", "1997-09-02 1997-09-12 1997-09-22 1997-10-02 1997-10-12"),
      ("FREQ=WEEKLY;INTERVAL=2;WKST=SU", "1997-09-02", "1997-09-02 1997-09-16 1997-09-30 1997-10-14"),
      ("FREQ=WEEKLY;COUNT=4;WKST=SU;BYDAY=TU,TH", "1997-09-02", "1997-09-02 1997-09-04 1997-09-09 1997-09-11"),
      (
        "FREQ=WEEKLY;INTERVAL=2;UNTIL=19971224;WKST=SU;BYDAY=MO,WE,FR", "1997-09-01",
        "1997-09-01 1997-09-03 1997-09-05 1997-09-15 1997-09-17"
      ),
      ("FREQ=MONTHLY;COUNT=4;BYDAY=1FR", "1997-09-05", "1997-09-05 1997-10-03 1997-11-07 1997-12-05"),
      (
        "FREQ=MONTHLY;INTERVAL=2;COUNT=10;BYDAY=1SU,-1SU", "1997-09-07",
        "1997-09-07 1997-09-28 1997-11-02 1997-11-30 1998-01-04 1998-01-25"
      ),
      ("FREQ=MONTHLY;COUNT=6;BYDAY=-2MO", "1997-09-22", "1997-09-22 1997-10-20 1997-11-17 1997-12-22 1998-01-19"),
      ("FREQ=MONTHLY;BYMONTHDAY=-3", "1997-09-28", "1997-09-28 1997-10-29 1997-11-28 1997-12-29 1998-01-29 1998-02-26"),
      ("FREQ=MONTHLY;COUNT=10;BYMONTHDAY=1,-1", "1997-09-30", "1997-09-30 1997-10-01 1997-10-31 1997-11-01 1997-11-30"),
      (
        "FREQ=MONTHLY;INTERVAL=18;COUNT=10;BYMONTHDAY=10,11,12,13,14,15", "1997-09-10",
        "1997-09-10 1997-09-11 1997-09-12 1997-09-13 1997-09-14 1997-09-15 1999-03-10"
      ),
      ("FREQ=YEARLY;COUNT=4;BYMONTH=6,7", "1997-06-10", "1997-06-10 1997-07-10 1998-06-10 1998-07-10"),
      ("FREQ=YEARLY;BYDAY=20MO", "1997-05-19", "1997-05-19 1998-05-18 1999-05-17"),
      ("FREQ=YEARLY;BYMONTH=3;BYDAY=TH", "1997-03-13", "1997-03-13 1997-03-20 1997-03-27 1998-03-05"),
      ("FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13", "1997-09-02", "1998-02-13 1998-03-13 1998-11-13 1999-08-13 2000-10-13"),
      (
        "FREQ=MONTHLY;BYDAY=SA;BYMONTHDAY=7,8,9,10,11,12,13", "1997-09-13",
        "1997-09-13 1997-10-11 1997-11-08 1997-12-13"
      ),
      (
        "FREQ=YEARLY;INTERVAL=4;BYMONTH=11;BYDAY=TU;BYMONTHDAY=2,3,4,5,6,7,8", "1996-11-05",
        "1996-11-05 2000-11-07 2004-11-02"
      ),
      ("FREQ=MONTHLY;COUNT=3;BYDAY=TU,WE,TH;BYSETPOS=3", "1997-09-04", "1997-09-04 1997-10-07 1997-11-06"),
      ("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-2", "1997-09-29", "1997-09-29 1997-10-30 1997-11-27 1997-12-30"),
      (
        "FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=MO", "1997-08-05",
        "1997-08-05 1997-08-10 1997-08-19 1997-08-24"
      ),
      (
        "FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=SU", "1997-08-05",
        "1997-08-05 1997-08-17 1997-08-19 1997-08-31"
      ),
      ("FREQ=MONTHLY;BYMONTHDAY=15,30;COUNT=5", "2007-01-15", "2007-01-15 2007-01-30 2007-02-15 2007-03-15 2007-03-30"),
    ])
  func standardExamples(rule: String, start: String, expected: String) throws {
    let expected = expected.split(separator: " ").map(String.init)
    #expect(try dates(rule, start, expected.count) == expected)
  }

  @Test("Rules give the dates that another reader of RFC 5545 gives", arguments: RecurrenceSets.all)
  func otherReader(set: RecurrenceSets.Known) throws {
    #expect(try dates(set.rule, set.start, set.dates.count + (set.isWhole ? 1 : 0)) == set.dates)
  }

  @Test("The end of UNTIL is a date of the rule, and COUNT counts from the start whatever is left out before")
  func ends() throws {
    #expect(try dates("FREQ=MONTHLY;UNTIL=20220331", "2022-01-31", 9) == ["2022-01-31", "2022-03-31"])
    #expect(try dates("FREQ=MONTHLY;UNTIL=20220330", "2022-01-31", 9) == ["2022-01-31"])
    #expect(try dates("FREQ=DAILY;UNTIL=20211231", "2022-01-01", 9) == [])
    let rule = try RecurrenceRule("FREQ=WEEKLY;COUNT=4")
    let late = rule.dates(from: ISO.day("2022-01-03"), notBefore: ISO.day("2022-01-12")).map(\.description)
    #expect(late == ["2022-01-17", "2022-01-24"])
  }

  // MARK: 29 February

  @Test("A birthday on 29 February is skipped in common years, 1900 and 2100 among them, but not in 2000")
  func leapBirthdaySkipped() {
    let rule = RecurrenceRule.birthday()
    let from1896 = rule.dates(from: ISO.day("1896-02-29")).prefix(3).map(\.description)
    #expect(from1896 == ["1896-02-29", "1904-02-29", "1908-02-29"])
    let around2000 = rule.dates(from: ISO.day("1896-02-29"), notBefore: ISO.day("1999-01-01")).prefix(2)
    #expect(around2000.map(\.description) == ["2000-02-29", "2004-02-29"])
    let around2100 = rule.dates(from: ISO.day("1896-02-29"), notBefore: ISO.day("2097-01-01")).prefix(1)
    #expect(around2100.map(\.description) == ["2104-02-29"])
  }

  @Test("A birthday on 29 February is kept on the last day of February if that is asked for")
  func leapBirthdayKept() throws {
    let rule = RecurrenceRule.birthday(on29February: .backward)
    let dates = Array(rule.dates(from: ISO.day("1896-02-29")).prefix(205))
    #expect(dates.map(\.year) == Array(1896..<2101))
    for date in dates {
      #expect(date.day == CivilDate.daysInMonth(year: date.year, month: 2) && date.month == 2)
    }
    #expect(dates.contains(ISO.day("1900-02-28")) && dates.contains(ISO.day("2000-02-29")))
    #expect(dates.contains(ISO.day("2100-02-28")))
    #expect(try RecurrenceRule("RSCALE=GREGORIAN;FREQ=YEARLY;SKIP=BACKWARD") == rule)
    // Any other birthday is the same under both.
    let june = [RecurrenceRule.birthday(), rule].map { Array($0.dates(from: ISO.day("1940-06-15")).prefix(200)) }
    #expect(june[0] == june[1])
  }

  @Test("With SKIP=BACKWARD a month that lacks the 30th and 31st gives its last day once")
  func skippedOnce() throws {
    let text = "RSCALE=GREGORIAN;FREQ=MONTHLY;BYMONTHDAY=28,30,31;SKIP=BACKWARD"
    #expect(
      try dates(text, "2022-02-01", 6)
        == ["2022-02-28", "2022-03-28", "2022-03-30", "2022-03-31", "2022-04-28", "2022-04-30"])
  }

  // MARK: Bounds

  @Test(
    "A rule that never matches ends",
    arguments: [
      "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", "FREQ=MONTHLY;BYDAY=6MO",
      "FREQ=MONTHLY;INTERVAL=12;BYMONTH=5", "FREQ=WEEKLY;BYDAY=MO;BYSETPOS=2", "FREQ=DAILY;BYMONTHDAY=1;BYSETPOS=2",
      "FREQ=YEARLY;BYDAY=MO;BYMONTHDAY=31;BYMONTH=4", "FREQ=MONTHLY;BYDAY=1MO;BYMONTHDAY=8",
      "FREQ=YEARLY;INTERVAL=2;BYMONTH=2;BYMONTHDAY=29",
    ])
  func neverMatches(text: String) throws {
    // From an odd year, and from a month that is not the rule's.
    var dates = try RecurrenceRule(text).dates(from: ISO.day("2021-03-01"))
    #expect(dates.next() == nil)
    #expect(dates.next() == nil)
  }

  @Test(
    "The search for a date is given up after one cycle of the calendar",
    arguments: [("DAILY", 146_097), ("MONTHLY", 4_800), ("YEARLY", 400)])
  func givenUp(frequency: String, cycle: Int) throws {
    var dates = try RecurrenceRule("FREQ=\(frequency);BYMONTH=2;BYMONTHDAY=30").dates(from: ISO.day("2021-03-01"))
    #expect(dates.next() == nil)
    #expect(dates.period == cycle)
  }

  @Test("The rarest rules are still found before the search is given up")
  func rare() throws {
    // A 29 February that is a Sunday comes every 28 years, and seldom in one of every 9 or 100.
    let sunday = "BYMONTH=2;BYDAY=SU;BYMONTHDAY=29"
    #expect(try dates("FREQ=YEARLY;INTERVAL=9;\(sunday)", "2021-01-01", 2) == ["2156-02-29", "2624-02-29"])
    #expect(try dates("FREQ=YEARLY;INTERVAL=100;\(sunday)", "2024-01-01", 2) == ["2224-02-29", "2624-02-29"])
    #expect(try dates("FREQ=DAILY;\(sunday)", "2072-03-01", 2) == ["2088-02-29", "2128-02-29"])
  }

  @Test("A rule ends with the year 9999")
  func lastYear() throws {
    for text in ["FREQ=DAILY", "FREQ=WEEKLY", "FREQ=MONTHLY;BYMONTHDAY=-1", "FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=31"] {
      let rule = try RecurrenceRule(text)
      let last = rule.dates(from: ISO.day("9999-12-24")).map { $0 }.last
      #expect(last == ISO.day("9999-12-31"), "\(text)")
      #expect(Array(rule.dates(from: CivilDate(dayNumber: .max))).isEmpty)
      #expect(Array(rule.dates(from: CivilDate(dayNumber: .min / 2))).isEmpty)
      #expect(Array(rule.dates(from: ISO.day("2022-01-01"), notBefore: CivilDate(dayNumber: .max))).isEmpty)
    }
  }
}
