import MilepostCore
import Testing

@Suite struct CalendarLibraryTests {
  private func file(_ name: String, _ body: String...) -> (name: String, contents: String) {
    (name, (["BEGIN:VCALENDAR"] + body + ["END:VCALENDAR", ""]).joined(separator: "\n"))
  }

  private func off(_ day: String) -> String { "BEGIN:VEVENT\nDTSTART;VALUE=DATE:\(day)\nEND:VEVENT" }

  private func made(_ day: String) -> String {
    "BEGIN:VEVENT\nDTSTART;VALUE=DATE:\(day)\nX-MILEPOST-DAY:working\nEND:VEVENT"
  }

  @Test("Years of one calendar are joined, in whatever order they come, and others stay apart")
  func joins() throws {
    let files = [
      file("b-2022.ics", off("20220103")), file("a-2023.ics", off("20230102")), file("a-2022.ics", off("20220104")),
    ]
    for files in [files, files.reversed()] {
      let library = try CalendarLibrary(files: files)
      #expect(library.names == ["a", "b", "weekdays"])
      let joined = try library.calendar(named: "a")
      #expect(joined.exceptions.keys.sorted().map(\.description) == ["2022-01-04", "2023-01-02"])
      #expect(joined.publishedYears == [2022, 2023])
      #expect(try library.calendar(named: "b").publishedYears == [2022])
    }
  }

  @Test("On the days of a year its own file has the last word, and a neighbour's may add to it")
  func newYear() throws {
    let china = try CalendarLibrary(files: [
      file("x-2023.ics", off("20221230"), off("20230102"), off("20221229")),
      file("x-2022.ics", made("20221229"), made("20230102")),
    ]).calendar(named: "x")
    let days = try ["2022-12-29", "2022-12-30", "2023-01-02"].map { try #require(CivilDate($0)) }
    #expect(days.map(china.isWorkingDay) == [true, false, false])
  }

  @Test("A working week other than Monday to Friday is said by a file, and the files of a calendar must agree")
  func workweek() throws {
    let egypt = try CalendarLibrary(files: [
      file("egypt-2022.ics", "X-MILEPOST-WORKWEEK:SU,MO,TU,WE,TH"), file("egypt-2023.ics"),
    ]).calendar(named: "egypt")
    #expect(egypt.workingWeekdays == [7, 1, 2, 3, 4])
    let conflict = try #require(throws: Refusal.self) {
      try CalendarLibrary(files: [
        file("e-2022.ics", "X-MILEPOST-WORKWEEK:SU,MO"), file("e-2023.ics", "X-MILEPOST-WORKWEEK:MO"),
      ])
    }
    #expect(conflict.code == .conflict && conflict.place == "e-2023.ics")
    let unknown = try #require(throws: Refusal.self) {
      try CalendarLibrary(files: [file("e-2022.ics", "X-MILEPOST-WORKWEEK:MO,XX")])
    }
    #expect(unknown.place == "e-2022.ics:2")
  }

  @Test("The same file twice, and the name of the built-in calendar, are refused")
  func names() throws {
    let twice = try #require(throws: Refusal.self) {
      try CalendarLibrary(files: [file("a-2022.ics"), file("a-2022.ics")])
    }
    #expect(twice.code == .duplicateKey && twice.place == "a-2022.ics")
    let reserved = try #require(throws: Refusal.self) { try CalendarLibrary(files: [file("weekdays-2022.ics")]) }
    #expect(reserved.place == "weekdays-2022.ics")
  }

  @Test("Without files there is the calendar of weekdays, and an unknown name is refused with those that are known")
  func empty() throws {
    let library = try CalendarLibrary(files: [])
    #expect(try library.calendar(named: "weekdays") == .weekdays)
    let refusal = try #require(throws: Refusal.self) { try library.calendar(named: "china") }
    #expect(refusal.code == .unknownCalendar && refusal.text.en.contains("weekdays"))
  }
}
