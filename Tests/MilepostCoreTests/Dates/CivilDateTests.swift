import MilepostCore
import Testing

@Suite struct CivilDateTests {
  @Test("Every day of 1970 to 2200 goes to its parts and its text and back, in the order of the calendar")
  func roundTrip() throws {
    var date = CivilDate(dayNumber: 0)
    var weekday = 4
    var days = 0
    var wrong: [String] = []
    for year in 1970...2200 {
      for month in 1...12 {
        for day in 1...CivilDate.daysInMonth(year: year, month: month) {
          let text = date.description
          let isRight =
            date.components == (year, month, day) && CivilDate(year: year, month: month, day: day) == date
            && CivilDate(text) == date && text.utf8.count == 10 && date.weekday == weekday
          if !isRight { wrong.append("\(year)-\(month)-\(day)") }
          date = date.adding(days: 1)
          weekday = weekday % 7 + 1
          days += 1
        }
      }
    }
    #expect(wrong == [])
    // 231 years, of which 56 are leap years: 2100 and 2200 are not.
    #expect(days == 231 * 365 + 56)
  }

  @Test(
    "Years, months and days are padded with zeros",
    arguments: [(7, 1, 2, "0007-01-02"), (999, 12, 31, "0999-12-31"), (9999, 12, 31, "9999-12-31")])
  func padding(year: Int, month: Int, day: Int, text: String) throws {
    let date = try #require(CivilDate(year: year, month: month, day: day))
    #expect(date.description == text)
    #expect(CivilDate(text) == date)
  }

  @Test(
    "What is no day is no date",
    arguments: [
      "", "2022-02-29", "2022-06-31", "2022-13-01", "2022-00-01", "2022-01-00", "0000-01-01", "2022-6-30", "2022-06-3",
      "02022-06-30", "2022-06-30 ", "２０２２-06-30", "2022-06-30-1", "2022/06/30", "-022-06-30", "+022-06-30",
      "2100-02-29",
    ])
  func noDate(text: String) {
    #expect(CivilDate(text) == nil)
  }

  @Test("Leap days exist every fourth year, in centuries only every fourth century")
  func leapDays() {
    for (year, days) in [(1900, 28), (2000, 29), (2020, 29), (2021, 28), (2100, 28), (2400, 29)] {
      #expect(CivilDate.daysInMonth(year: year, month: 2) == days)
    }
  }

  @Test("ISO weeks tile the years without a gap, begin on Monday, and week 1 holds 4 January")
  func isoWeeks() throws {
    var expected = try #require(CivilDate("1969-12-29"))
    var wrong: [String] = []
    for year in 1970...2200 {
      let weeks = CivilDate.isoWeeks(in: year)
      for week in 1...weeks {
        if CivilDate(isoYear: year, week: week) != expected { wrong.append("\(year)-W\(week)") }
        expected = expected.adding(days: 7)
      }
      let first = try #require(CivilDate(isoYear: year, week: 1))
      let fourth = try #require(CivilDate(year: year, month: 1, day: 4))
      if !(0...6).contains(fourth.days(since: first)) || first.weekday != 1 { wrong.append("\(year)") }
      if CivilDate(isoYear: year, week: 0) != nil || CivilDate(isoYear: year, week: weeks + 1) != nil {
        wrong.append("\(year): 1 to \(weeks)")
      }
    }
    #expect(wrong == [])
  }
}
